import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { bareKey } from '../nodes/Willo/client/apiKey';

/** The Willo nodes test it (`willoApiTest`), because they can explain what to do next. */
export class WilloApi implements ICredentialType {
	name = 'willoApi';

	displayName = 'Willo API';

	icon: Icon = { light: 'file:../icons/willo.svg', dark: 'file:../icons/willo.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-ashby-willo/n8n-nodes-ashby-willo#the-willo-key';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				"A key can only access what its user can access. A Standard user's key only has access to their own interviews.",
			hint: 'In Willo: Integrations → API. Use the key of an Admin to reach all interviews.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.willotalent.com/api/integrations/v2',
			hint: 'Only change this if you use a proxy',
		},
	];

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		requestOptions.headers = {
			...requestOptions.headers,
			Authorization: bareKey(credentials.apiKey),
		};
		return requestOptions;
	}
}
