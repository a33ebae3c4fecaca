import type { IDataObject, INodeProperties } from 'n8n-workflow';
import {
	filtersField,
	itemError,
	limitParameter,
	momentOf,
	returnAllAndLimit,
	textOf,
} from '../../../shared/node/parameters';
import type { Application } from '../../client/types';
import { watchedStagesIn, watchedStagesProperty } from '../../stageEntry/watchedStagesField';
import type { WatchedStage } from '../../stageEntry/watchedStages';
import { ANY_JOB, watchedAs } from '../../stageEntry/watchedStages';
import { brokenWatches } from '../../stageEntry/brokenWatches';
import type { Operation, Run } from '../operation';
import { jobLocator } from '../job/locator';
import { asItems } from '../operation';

export const option: Operation['option'] = {
	name: 'Get Many',
	action: 'Get many applications',
	description: 'Get many applications, filtered by job, stage, status, or date',
};

export const properties: INodeProperties[] = [
	{
		...watchedStagesProperty,
		default: {},
		required: false,
		description: 'Only return applications currently in one of these interview stages',
	},
	...returnAllAndLimit,
	{
		...filtersField,
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

/**
 * Applications, oldest first, of every status unless filtered. Ashby itself can't filter by stage.
 *
 * @throws NodeOperationError if nobody is in one of the stages because it doesn't exist
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { createdAfter, job, status } = run.context.getNodeParameter(
		'filters',
		itemIndex,
		{},
	) as IDataObject;
	const links = run.context.getNodeParameter('links', itemIndex, {});
	const stages = watchedStagesIn(run.context.getNode(), links);
	const [jobOfAll, ...others] = new Set(stages.map(({ jobId }) => jobId));
	const onlyJob = others.length === 0 && jobOfAll !== ANY_JOB ? jobOfAll : undefined;
	const body = {
		createdAfter: createdAfter
			? momentOf(run, 'Created After', createdAfter, itemIndex).toMillis()
			: undefined,
		jobId: textOf(job) || onlyJob,
		status: textOf(status) || undefined,
	};
	const isIn = (some: WatchedStage[], { job: { id }, currentInterviewStage }: Application) =>
		watchedAs(some, id, currentInterviewStage).length > 0;
	const limit = limitParameter(run, itemIndex);
	const filter = stages.length > 0 ? (row: Application) => isIn(stages, row) : undefined;
	const rows = await run.client.firstRows<Application>('application.list', limit, body, filter);
	const isEmpty = (stage: WatchedStage) => !rows.some((row) => isIn([stage], row));
	if (rows.length < limit && stages.some(isEmpty)) await refuseUnknown(run, itemIndex, stages);
	return asItems(rows);
}

/** How long to look for the stages if nobody is in them. */
const LONGEST_MS = 30_000;

/** Nobody is in a stage that doesn't exist, and a workflow that reports who is in it would stay silent. */
async function refuseUnknown(run: Run, itemIndex: number, stages: WatchedStage[]): Promise<void> {
	const deadline = Date.now() + LONGEST_MS;
	const broken = await brokenWatches(run.client, stages, () => deadline - Date.now());
	if (!broken?.length) return;
	const advice = "Select another job or stage in 'Jobs and Stages'";
	throw itemError(run, itemIndex, broken.join('. '), advice);
}
