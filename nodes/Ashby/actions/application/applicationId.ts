import type { INodeProperties } from 'n8n-workflow';

export const applicationId: INodeProperties = {
	displayName: 'Application ID',
	name: 'applicationId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. {{ $json.application.id }}',
	description: 'ID of the application. Both Ashby triggers return it.',
};
