import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { AshbyClient } from '../../client/client';
import type { Application } from '../../client/types';
import { asItems, limitOf, momentIn, returnAllAndLimit, showFor, textIn } from '../parameters';

export const description: INodeProperties[] = [
	...returnAllAndLimit('application'),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: showFor('application', 'getAll'),
		options: [
			{
				displayName: 'Created After',
				name: 'createdAfter',
				type: 'dateTime',
				default: '',
				description: 'Only applications that came in after this moment',
			},
			{
				displayName: 'Job',
				name: 'job',
				type: 'resourceLocator',
				default: { mode: 'list', value: '' },
				description: 'Only applications for this job',
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
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: [
					{ name: 'Active', value: 'Active' },
					{ name: 'Archived', value: 'Archived' },
					{ name: 'Hired', value: 'Hired' },
					{ name: 'Lead', value: 'Lead' },
				],
				default: 'Active',
				description: 'Only applications with this status',
			},
		],
	},
];

/** Applications, oldest first, of every status unless filtered. */
export async function execute(
	this: IExecuteFunctions,
	client: AshbyClient,
	itemIndex: number,
): Promise<IDataObject[]> {
	const { createdAfter, job, status } = this.getNodeParameter(
		'filters',
		itemIndex,
		{},
	) as IDataObject;
	return asItems(
		await client.firstRows<Application>('application.list', limitOf(this, itemIndex), {
			createdAfter: createdAfter
				? momentIn(this, itemIndex, 'Created After', createdAfter).toMillis()
				: undefined,
			jobId: textIn(job) || undefined,
			status: textIn(status) || undefined,
		}),
	);
}
