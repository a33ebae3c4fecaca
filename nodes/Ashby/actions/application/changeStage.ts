import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ApiFailure } from '../../../shared/api/failure';
import { advising } from '../../../shared/api/failure';
import {
	byId,
	byName,
	fromList,
	optionsField,
	textParameter,
	titlePicked,
} from '../../../shared/node/parameters';
import { isNotFound } from '../../client/failures';
import type { Application, ApplicationWithHistory, InterviewStage } from '../../client/types';
import { withoutHistory } from '../../stageEntry/item';
import type { Operation, Run } from '../operation';
import { asItems } from '../operation';
import { writeInTestRuns, writesNothing } from '../parameters';
import {
	applicationLocator,
	invitedApplication,
	invitedAs,
	namedApplication,
	NOT_IN_STAGE,
} from './locator';
import { stageInPlan } from './stageInPlan';

const stage: INodeProperties = {
	displayName: 'Stage',
	name: 'stage',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The interview stage to move the application to',
	modes: [
		fromList('searchApplicationStages', 'Select a stage…'),
		byName(
			'e.g. Video Received',
			"The name of a stage in the application's own interview plan. Not case-sensitive.",
		),
		byId('e.g. 8f3a7c52-1f63-4b7e-8b68-0c9c8d1d7c11'),
	],
};

export const option: Operation['option'] = {
	name: 'Change Stage',
	action: 'Change the stage of an application',
	description: 'Move an application to another interview stage',
};

export const properties: INodeProperties[] = [
	applicationLocator,
	stage,
	writeInTestRuns,
	{
		...optionsField,
		options: [
			{
				displayName: 'Archive Reason Name or ID',
				name: 'archiveReason',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getArchiveReasons' },
				default: '',
				hint: 'Required for stages of type Archived. Not allowed for others.',
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			invitedAs,
		],
	},
];

export const finishesAll = true;

/**
 * Moves an application to a stage.
 *
 * @returns the updated application, in a test run as it would be; or `{moved: false, reason}` if 'Only If Invited As'
 *   fits none
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const archiveReasonId = textParameter(run, 'options.archiveReason', itemIndex) || undefined;
	const invited = await invitedApplication(run, itemIndex);
	if (invited && !invited.application) return [{ moved: false, reason: NOT_IN_STAGE }];
	const application = invited?.application ?? (await namedApplication(run, itemIndex));
	const move = {
		applicationId: application.id,
		interviewStageId: await stageInPlan(run, itemIndex, application, stage),
		archiveReasonId,
	};
	if (writesNothing(run, itemIndex)) return await shownIn(run, move);
	const title = titlePicked(run.context.getNodeParameter('stage', itemIndex));
	const { results } = await run.client
		.call<Application>('application.changeStage', move)
		.catch(advising((failure) => adviceFor(failure, archiveReasonId, title)));
	return asItems([results]);
}

/** The application as it would be in the stage, for a test run. */
async function shownIn(
	{ client }: Run,
	{ applicationId: id, interviewStageId }: { applicationId: string; interviewStageId: string },
): Promise<IDataObject[]> {
	const { results } = await client.call<ApplicationWithHistory>('application.info', {
		applicationId: id,
	});
	const stage = results.currentInterviewStage;
	const unknown = Object.fromEntries(Object.keys(stage).map((key) => [key, null]));
	const stageIn = await client
		.call<InterviewStage>('interviewStage.info', { interviewStageId })
		.then(
			(answer) => answer.results,
			// The key may not have the permission to read it.
			() => ({ ...unknown, id: interviewStageId }),
		);
	return asItems([{ ...withoutHistory(results), currentInterviewStage: stageIn, testRun: true }]);
}

/** Advice that names this operation's fields. */
function adviceFor(
	failure: ApiFailure,
	archiveReasonId: string | undefined,
	stageTitle: string | undefined,
): string | undefined {
	if (failure.outcomeUnknown) {
		return 'The application may have been moved anyway. Check its stage in Ashby before you run this again';
	}
	if (isNotFound(failure) && failure.code?.includes('stage')) {
		const what = stageTitle ? `'${stageTitle}'` : 'It';
		return `Select the stage again in 'Stage'. ${what} may have been deleted, or belong to the interview plan of another job`;
	}
	// Ashby uses the same code for a missing reason, an unexpected reason, and a malformed ID.
	if (failure.code !== 'invalid_input') return undefined;
	return archiveReasonId
		? "Check 'Application' and 'Stage'. If the stage isn't of type Archived, remove the option 'Archive Reason'"
		: "Check 'Application' and 'Stage'. If the stage is of type Archived, add the option 'Archive Reason'";
}
