import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ApiFailure } from '../../../shared/failure';
import type { AshbyClient } from '../../client/client';
import { withAdvice } from '../../client/failures';
import type { Application } from '../../client/types';
import {
	asItems,
	requiredText,
	showFor,
	textIn,
	writeInTestRuns,
	writesNothing,
} from '../parameters';
import { applicationId } from './applicationId';

const displayOptions = showFor('application', 'changeStage');

export const description: INodeProperties[] = [
	applicationId(displayOptions),
	{
		displayName: 'Stage',
		name: 'stage',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		displayOptions,
		description: 'The interview stage to move the application to',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a stage…',
				typeOptions: {
					searchListMethod: 'searchApplicationStages',
					searchable: true,
				},
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 8f3a7c52-1f63-4b7e-8b68-0c9c8d1d7c11',
			},
		],
	},
	{
		displayName: 'Archive Reason Name or ID',
		name: 'archiveReason',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getArchiveReasons' },
		default: '',
		displayOptions,
		hint: 'Needed for a stage of the type Archived, and only there',
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
	writeInTestRuns(displayOptions),
];

/** Who has been moved stays moved, so the others must not be held up by one. */
export const finishesAll = true;

/**
 * Moves an application to a stage; returns the application as Ashby then shows it, in a test run
 * what would be sent.
 */
export async function execute(
	this: IExecuteFunctions,
	client: AshbyClient,
	itemIndex: number,
): Promise<IDataObject[]> {
	const archiveReasonId =
		textIn(this.getNodeParameter('archiveReason', itemIndex, '')) || undefined;
	const move = {
		applicationId: requiredText(this, itemIndex, 'applicationId', 'Application ID'),
		interviewStageId: requiredText(this, itemIndex, 'stage', 'Stage'),
		archiveReasonId,
	};
	if (writesNothing(this, itemIndex)) return [{ testRun: true, ...move }];
	const { results } = await client
		.call<Application>('application.changeStage', move)
		.catch(async (failure: unknown) => await Promise.reject(advised(failure, archiveReasonId)));
	return asItems([results]);
}

/** Advice that names this operation's fields. */
function advised(failure: unknown, archiveReasonId: string | undefined): unknown {
	if (!(failure instanceof ApiFailure)) return failure;
	if (failure.outcomeUnknown) {
		return withAdvice(
			failure,
			'The application may have been moved all the same. Look at its stage in Ashby before you run this again',
		);
	}
	// One code stands for a reason that is missing, one that is out of place, and a malformed id.
	if (failure.code === 'invalid_input') {
		return withAdvice(
			failure,
			archiveReasonId
				? "Check 'Application ID' and 'Stage'. If the stage is not of the type Archived, clear 'Archive Reason'"
				: "Check 'Application ID' and 'Stage'. If the stage is of the type Archived, pick an 'Archive Reason'",
		);
	}
	return failure;
}
