import type { IDataObject, INodeProperties } from 'n8n-workflow';
import {
	filtersField,
	limitParameter,
	returnAllAndLimit,
	textOf,
} from '../../../shared/node/parameters';
import type { Job } from '../../client/types';
import type { Operation, Run } from '../operation';
import { asItems } from '../operation';

/** The statuses that `job.list` returns by default. A search by title here returns the same. */
const UNLESS_FILTERED = ['Archived', 'Closed', 'Open'];

export const option: Operation['option'] = {
	name: 'Get Many',
	action: 'Get many jobs',
	description: 'Get many jobs, filtered by status or title',
};

export const properties: INodeProperties[] = [
	...returnAllAndLimit,
	{
		...filtersField,
		options: [
			{
				displayName: 'Status',
				name: 'status',
				type: 'multiOptions',
				options: [
					{ name: 'Archived', value: 'Archived' },
					{ name: 'Closed', value: 'Closed' },
					{ name: 'Draft', value: 'Draft' },
					{ name: 'Open', value: 'Open' },
				],
				default: ['Open'],
				description:
					'Only return jobs with one of these statuses. Without this filter, all jobs except drafts are returned.',
			},
			{
				displayName: 'Title',
				name: 'title',
				type: 'string',
				placeholder: 'e.g. Staff Engineer',
				default: '',
				description: "Only return jobs whose title matches in Ashby's search",
			},
		],
	},
];

/** Jobs by status and title. Without a status, all jobs except drafts. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const filters = run.context.getNodeParameter('filters', itemIndex, {}) as IDataObject;
	const limit = limitParameter(run, itemIndex);
	const title = textOf(filters.title);
	const status = (filters.status as string[] | undefined)?.length
		? (filters.status as string[])
		: UNLESS_FILTERED;
	if (!title) return asItems(await run.client.firstRows<Job>('job.list', limit, { status }));
	const { results } = await run.client.call<Job[]>('job.search', { title });
	return asItems(results.filter((job) => status.includes(job.status)).slice(0, limit));
}
