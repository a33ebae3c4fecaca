import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { onlyShows, testRunSwitch } from '../../../shared/node/testRun';
import { STAGES } from '../../client/alternatives';
import { isNotFound } from '../../client/failures';
import {
	hasRespondedAtField,
	readParticipant,
	readResponses,
	stagesOf,
} from '../../client/participant';
import { verdictOf } from '../../response/responded';
import type { Operation, Run } from '../operation';
import { participantKey, participantLocator } from './locator';
import { optionsField } from '../../../shared/node/parameters';

export const option: Operation['option'] = {
	name: 'Delete',
	action: 'Delete a participant',
	description: 'Delete a participant who has not responded, for example to end an open invitation',
};

const deleteInTestRuns = testRunSwitch({
	displayName: 'Delete in Test Runs',
	name: 'deleteInTestRuns',
	hint: 'While this is off, running the workflow or step manually deletes nobody. It shows who would be deleted.',
	description: 'Whether to delete participants when you run the workflow manually in the editor',
});

export const properties: INodeProperties[] = [
	participantLocator,
	{
		displayName:
			"This can't be undone. Willo doesn't document what becomes of an open invitation, its reminders, and recorded responses. Try it with a participant of your own first.",
		name: 'deleteNotice',
		type: 'notice',
		default: '',
	},
	deleteInTestRuns,
	{
		...optionsField,
		options: [
			{
				displayName: 'Delete Responses',
				name: 'deleteResponses',
				type: 'boolean',
				default: false,
				description:
					'Whether to also delete participants who have responded, or may have, with their responses',
			},
		],
	},
];

/** Nothing can be undone, so a failure must not keep the other items from being processed. */
export const finishesAll = true;

/**
 * Deletes a participant who is read right before, and not if they have responded or that can't be determined. What
 * `DELETE /participants/{key}/` does with the invitation isn't documented, so the participant is read again afterwards.
 *
 * @returns `{deleted, reason, participant}`, in a test run who would be deleted; `reason` says why nobody was, or what to
 *   check in Willo
 * @throws NodeOperationError without a valid key; ApiFailure if Willo can't be asked or refuses
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { client, context } = run;
	const key = participantKey(run, itemIndex);
	const isTest = onlyShows(run, itemIndex, deleteInTestRuns, 'nobody was deleted in Willo');
	const raw = await client.get('participants', key).catch(undefinedIfGone);
	const participant = { ...(raw && readParticipant(raw)), key };
	const outcome = (deleted: boolean, reason: string | null) => [
		{ ...(isTest && { testRun: true }), deleted, reason, participant },
	];
	if (!raw) {
		return outcome(false, "Willo has no such participant, or the API key's user has no access");
	}
	const deletesResponses =
		context.getNodeParameter('options.deleteResponses', itemIndex, false) === true;
	const mustStay = deletesResponses ? undefined : whyNotToDelete(raw);
	if (mustStay || isTest) return outcome(false, mustStay ?? 'Test run: nobody was deleted');
	// Repeated after a lost answer, it may already be gone.
	await client.delete('participants', key).catch(undefinedIfGone);
	const isStillThere = await client.get('participants', key).then(
		() => true,
		() => false,
	);
	return outcome(
		true,
		isStillThere
			? 'Willo accepted this but still returns the participant. Check in Willo whether they can still respond'
			: null,
	);
}

/** Undefined if the participant is certain not to have responded. */
function whyNotToDelete(raw: IDataObject): string | undefined {
	if (verdictOf(raw, true) === 'responded') return 'The participant has responded';
	if (readResponses(raw).length > 0) return 'The participant has begun to respond';
	const stages = stagesOf(raw);
	const isKnown = stages.some(
		(stage) => STAGES.invited.test(stage) || STAGES.answering.test(stage),
	);
	return hasRespondedAtField(raw) || isKnown
		? undefined
		: "Willo doesn't show whether the participant has responded";
}

async function undefinedIfGone(failure: unknown): Promise<undefined> {
	if (!isNotFound(failure)) await Promise.reject(failure);
}
