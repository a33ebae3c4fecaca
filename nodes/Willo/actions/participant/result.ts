/** What the node returns about an invitation. */
import type { IDataObject } from 'n8n-workflow';
import type { Participant } from '../../client/participant';
import { readParticipant } from '../../client/participant';
import type { WilloObject } from '../../client/types';
import { invitationNote } from './invitationNote';
import type { Refusal } from './refusal';
import type { Wanted } from './request';
import { NOTHING_SENT, optionalText } from './request';

/** What became of a request. */
export type Outcome = Invited | Refusal;

interface Invited {
	invited: true;
	/** Whether the person had been invited before this run. */
	alreadyInvited: boolean;
	/** Willo's answer, empty in a test run. */
	answer: WilloObject;
}

export function invited(answer: WilloObject, alreadyInvited = false): Invited {
	return { invited: true, alreadyInvited, answer };
}

/** @throws the refusal's error, unless 'Continue If Not Invited' is on */
export function describe(wanted: Wanted, outcome: Outcome): IDataObject {
	const { run, itemIndex, attempt, testRun, request } = wanted;
	const refusal = outcome.invited ? undefined : outcome;
	const returns = run.context.getNodeParameter('options.returnNotInvited', itemIndex, false);
	if (refusal && returns !== true) throw refusal.error;
	const { answer, alreadyInvited } = outcome.invited ? outcome : invited({});
	const participant = participantOf(wanted, answer);
	const entryId = refusal?.reference ?? attempt?.entryId ?? null;
	const reason = refusal?.reason ?? null;
	const item = {
		participant,
		note: invitationNote({
			invited: outcome.invited,
			alreadyInvited,
			participant,
			reason,
			todo: refusal?.todo ?? null,
			entryId: testRun ? null : entryId,
			testRun,
		}),
		invited: outcome.invited,
		alreadyInvited,
		reason,
		needsAttention: refusal !== undefined,
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
	{ request, sought, title }: Wanted,
	answer: WilloObject,
): Participant & IDataObject {
	const given = readParticipant(answer);
	return {
		key: given.key,
		name: given.name ?? sought.name ?? null,
		email: given.email ?? sought.email ?? null,
		phone: given.phone ?? sought.phone ?? null,
		stage: given.stage,
		interview: {
			key: given.interview.key ?? optionalText(request.interview) ?? null,
			title: given.interview.title ?? title,
		},
		externalId: sought.externalId ?? given.externalId,
	};
}
