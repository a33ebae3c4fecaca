import type { INodeProperties } from 'n8n-workflow';

export const jobLocator: INodeProperties = {
	displayName: 'Job',
	name: 'job',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a job…',
			typeOptions: { searchListMethod: 'searchJobs', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 0fb6f7ad-6b0e-4a02-8a6e-2d0b43a1b1f0',
		},
	],
};
