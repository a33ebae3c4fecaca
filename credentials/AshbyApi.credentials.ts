import type {
	ICredentialDataDecryptedObject,
	Icon,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

/** The nodes that use it test it (`ashbyApiTest`), because they can explain what is missing. */
export class AshbyApi implements ICredentialType {
	name = 'ashbyApi';

	displayName = 'Ashby API';

	icon: Icon = { light: 'file:../icons/ashby.svg', dark: 'file:../icons/ashby.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-ashby-willo/n8n-nodes-ashby-willo#the-ashby-key';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'jobsRead: lists of jobs and stages. candidatesRead: triggers, and getting data. candidatesWrite: notes, tags, fields, feedback, and stage changes. <a href="https://github.com/n8n-nodes-ashby-willo/n8n-nodes-ashby-willo/blob/main/docs/nodes/credentials.md#ashby-api">More permissions</a> for some features.',
			hint: 'In Ashby: Admin → Integrations → API Keys. Select jobsRead, candidatesRead, and candidatesWrite.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.ashbyhq.com',
			hint: 'Only change this if you use a proxy',
		},
	];

	/**
	 * The key is the user name of HTTP Basic, with an empty password (Ashby's authentication guide).
	 *
	 * Not an expression: n8n evaluates expressions in a sandbox that all polls of a workflow share, and
	 * disposes of it when the first poll ends (n8n 2.41). The requests of the other polls would then fail.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		requestOptions.auth = { username: String(credentials.apiKey ?? '').trim(), password: '' };
		return requestOptions;
	}
}
