import type { INodeProperties } from 'n8n-workflow';

export const applicationId: INodeProperties = {
	displayName: 'Application ID',
	name: 'applicationId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 5b1b4a39-8d6e-4a4e-9a2e-3c1a2f6f0b77',
	description: 'ID of the application. Both Ashby triggers return it in <code>application</code>.',
};
