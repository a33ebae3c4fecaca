import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** The parameter `applicationId`. */
export function applicationId(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Application ID',
		name: 'applicationId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 5b1b4a39-8d6e-4a4e-9a2e-3c1a2f6f0b77',
		displayOptions,
		description: 'The ID of the application. The Ashby Stage Trigger gives it with each stay.',
	};
}
