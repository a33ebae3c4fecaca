import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { limitParameter, momentOf, returnAllAndLimit, textOf } from '../../../shared/parameters';
import type { Application } from '../../client/types';
import { stageLocator, stageNamed } from '../../stageEntry/parameters';
import { ANY_JOB, watchedAs } from '../../stageEntry/watchedStages';
import type { Operation, Run } from '../operation';
import { jobLocator } from '../job/locator';
import { asItems } from '../operation';

export const option: Operation['option'] = {
	name: 'Get Many',
	action: 'Get many applications',
	description: 'Get many applications, filtered by job, stage, status, or date',
};

export const properties: INodeProperties[] = [
	...returnAllAndLimit,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
			{
				displayName: 'Created After',
				name: 'createdAfter',
				type: 'dateTime',
				default: '',
				description: 'Only return applications created after this date',
			},
			{
				...jobLocator,
				required: false,
				description: 'Only return applications for this job',
			},
			{
				...stageLocator,
				required: false,
				description: 'Only return applications currently in this interview stage',
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
				description: 'Only return applications with this status',
			},
		],
	},
];

/** Applications, oldest first, of every status unless filtered. Ashby itself can't filter by stage. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { createdAfter, job, stage, status } = run.context.getNodeParameter(
		'filters',
		itemIndex,
		{},
	) as IDataObject;
	const body = {
		createdAfter: createdAfter
			? momentOf(run, 'Created After', createdAfter, itemIndex).toMillis()
			: undefined,
		jobId: textOf(job) || undefined,
		status: textOf(status) || undefined,
	};
	const limit = limitParameter(run, itemIndex);
	return asItems(
		await run.client.firstRows<Application>('application.list', limit, body, inStage(stage)),
	);
}

/** Undefined if the filter is empty. */
function inStage(stage: unknown): ((application: Application) => boolean) | undefined {
	const given = textOf(stage);
	if (!given) return undefined;
	const wanted = [{ jobId: ANY_JOB, ...stageNamed(stage, given) }];
	return ({ job, currentInterviewStage }) =>
		watchedAs(wanted, job.id, currentInterviewStage).length > 0;
}
