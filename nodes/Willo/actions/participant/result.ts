/** What the node returns about an invitation. */
import type { IDataObject } from 'n8n-workflow';
import type { Attempt } from '../../../shared/trigger/attempt';
import type { Participant } from '../../client/participant';
import { readParticipant } from '../../client/participant';
import type { WilloObject } from '../../client/types';
import type { Run } from '../operation';
import { invitationNote } from './invitationNote';
import type { Refusal } from './refusal';
import type { Invitation } from './request';
import { optionalText } from './request';
import type { Sought } from './samePerson';

export const NOTHING_SENT = 'nothing was sent to Willo';

/** What an item asks for. */
export interface Wanted extends Invitation {
	run: Run;
	itemIndex: number;
	/** The field of the job names no interview. */
	missing?: Refusal;
	attempt?: Attempt;
	sought: Sought;
	/** Nothing is sent, because this is a test run. */
	testRun: boolean;
	/** Whether an earlier run may have sent the same. */
	isRepeat: boolean;
	/** Whether to skip a person who was already invited, for whatever reason. */
	skips: boolean;
}

/** What became of it. */
export interface Result {
	/** Null if it can't be determined. */
	invited: boolean | null;
	/** Whether the person had been invited before this run. */
	alreadyInvited: boolean;
	/** Willo's answer, empty if there is none. */
	answer: WilloObject;
	/** Why the person isn't invited, if trying again wouldn't help. */
	refusal?: Refusal;
}

/** @throws the refusal's error, unless 'Continue If Not Invited' is on */
export function describe(wanted: Wanted, result: Result): IDataObject {
	const { run, itemIndex, request, title, attempt, testRun } = wanted;
	const { invited, alreadyInvited, answer, refusal } = result;
	const returns = run.context.getNodeParameter('options.returnNotInvited', itemIndex, false);
	if (refusal && returns !== true) throw refusal.error;
	const participant = participantOf(request, title, answer);
	const entryId = refusal?.reference ?? attempt?.entryId ?? null;
	const reason = refusal?.reason ?? null;
	const item = {
		participant,
		note: invitationNote({
			...result,
			participant,
			reason,
			todo: refusal?.todo ?? null,
			entryId: testRun ? null : entryId,
			testRun,
		}),
		invited,
		alreadyInvited,
		reason,
		needsAttention: invited !== true,
		testRun,
		isRepeat: wanted.isRepeat || alreadyInvited,
		entryId,
		attempt: attempt ?? null,
		raw: answer,
	};
	if (!testRun) return item;
	return {
		...item,
		invited: false,
		reason: [`Test run: ${NOTHING_SENT}`, reason].filter(Boolean).join('. '),
		needsAttention: false,
		request,
	};
}

/** The participant as Willo returns it. Missing values are taken from the request. */
function participantOf(
	request: IDataObject,
	title: string | null,
	answer: WilloObject,
): Participant & IDataObject {
	const given = readParticipant(answer);
	return {
		key: given.key,
		name: given.name ?? optionalText(request.name) ?? null,
		email: given.email ?? optionalText(request.email) ?? null,
		phone: given.phone ?? optionalText(request.phone) ?? null,
		stage: given.stage,
		interview: {
			key: given.interview.key ?? optionalText(request.interview) ?? null,
			title: given.interview.title ?? title,
		},
		externalId: optionalText(request.external_id) ?? given.externalId,
	};
}
