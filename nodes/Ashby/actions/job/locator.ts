import type { INodeProperties } from 'n8n-workflow';
import { byId, fromList } from '../../../shared/node/parameters';

export const jobLocator: INodeProperties = {
	displayName: 'Job',
	name: 'job',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		fromList('searchJobs', 'Select a job…'),
		byId('e.g. 0fb6f7ad-6b0e-4a02-8a6e-2d0b43a1b1f0'),
	],
};
