import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { AshbyClient } from '../../client/client';
import type { Job } from '../../client/types';
import { asItems, limitOf, returnAllAndLimit, showFor, textIn } from '../parameters';

/** What `job.list` returns when no status is named, and so what a search by title returns here. */
const UNLESS_FILTERED = ['Archived', 'Closed', 'Open'];

export const description: INodeProperties[] = [
	...returnAllAndLimit('job'),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: showFor('job', 'getAll'),
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
				description: 'Only jobs with one of these statuses. Without it, all but drafts.',
			},
			{
				displayName: 'Title',
				name: 'title',
				type: 'string',
				placeholder: 'e.g. Staff Engineer',
				default: '',
				description: 'Only jobs whose title matches in Ashby’s search',
			},
		],
	},
];

/** Jobs by status and title; all but drafts unless filtered. */
export async function execute(
	this: IExecuteFunctions,
	client: AshbyClient,
	itemIndex: number,
): Promise<IDataObject[]> {
	const filters = this.getNodeParameter('filters', itemIndex, {}) as IDataObject;
	const limit = limitOf(this, itemIndex);
	const title = textIn(filters.title);
	const status = (filters.status as string[] | undefined)?.length
		? (filters.status as string[])
		: UNLESS_FILTERED;
	if (!title) return asItems(await client.firstRows<Job>('job.list', limit, { status }));
	const { results } = await client.call<Job[]>('job.search', { title });
	return asItems(results.filter((job) => status.includes(job.status)).slice(0, limit));
}
