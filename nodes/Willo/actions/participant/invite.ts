import type { IDataObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Attempt } from '../../../shared/attempt';
import { ApiFailure } from '../../../shared/failure';
import { inTurn } from '../../../shared/inTurn';
import { isAgentTool } from '../../../shared/items';
import { onlyShows } from '../../../shared/testRun';
import { isNotFound, unexpectedAnswer } from '../../client/failures';
import type { WilloObject } from '../../client/types';
import { inviteOnce, sentSince } from './invitation';
import { invitationNote } from './invitationNote';
import { sendInTestRuns } from './inviteFields';
import type { LookUp, Narrowing, Sought } from './lookUp';
import { lookUp } from './lookUp';
import type { Participant } from '../../client/participant';
import { readParticipant } from '../../client/participant';
import type { Operation, Run } from '../operation';

import { attemptParameter, begin, hasBegun } from './attempt';
import { invitationOf, optionalText } from './request';

export { properties } from './inviteFields';

export const option: Operation['option'] = {
	name: 'Invite',
	action: 'Invite a person to an interview',
	description: 'Invite a person to an interview by email or text message',
};

/** Invitations can't be withdrawn, so a failure must not keep the other items from being processed. */
export const finishesAll = true;

const NOTHING_SENT = 'nothing was sent to Willo';

/** The outcome for one item. */
interface Outcome {
	/** Null if it can't be determined. */
	invited: boolean | null;
	/** Whether the person had been invited before this run. */
	alreadyInvited: boolean;
	/** Willo's answer, empty if there is none. */
	answer: WilloObject;
	/** Why the person isn't invited, if trying again wouldn't help. */
	refusal?: Refusal;
}

interface Refusal {
	/** For the recruiter who reads the note. */
	reason: string;
	todo: string;
	/** For the person who builds the workflow, if 'Return If Not Invited' is off. */
	error: Error;
}

/**
 * Returns the outcome, always in the same shape: `{invited, alreadyInvited, reason, needsAttention,
 * testRun, participant, entryId, isRepeat, note: {text, html}, raw}`, in a test run also the `request` that
 * would be sent. What Willo doesn't say about the participant is taken from the request. The external ID is
 * always the one sent.
 *
 * @throws NodeOperationError if a field is missing or can't be read, or the attempt has expired; ApiFailure
 *   if Willo refuses, or if it can't be determined whether the person was invited
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { context } = run;
	const option = (name: string) => context.getNodeParameter(`options.${name}`, itemIndex, '');
	const testRun = onlyShows(run, itemIndex, sendInTestRuns, NOTHING_SENT);
	const attempt = attemptParameter(run, itemIndex);
	const { request, title } = await invitationOf(run, itemIndex);
	const sought = {
		interviewKey: String(request.interview),
		email: optionalText(request.email),
		phone: optionalText(request.phone),
	};
	const repeats =
		attempt !== undefined &&
		(attempt.isRepeat || context.getMode() === 'retry' || hasBegun(attempt, sought));
	// An agent may call the tool twice without knowing.
	const ifAlreadyInvited = option('ifAlreadyInvited') || (isAgentTool(context) ? 'skip' : '');
	const looksFirst = repeats || ifAlreadyInvited === 'skip';
	const outcome = await inTurn(keyOf(sought), outcomeOf);
	const { invited, alreadyInvited, answer, refusal } = outcome;
	if (refusal && option('returnNotInvited') !== true) throw refusal.error;

	const participant = participantOf(request, title, answer);
	const entryId = attempt?.entryId ?? null;
	const reason = refusal?.reason ?? null;
	const item = {
		invited,
		alreadyInvited,
		reason,
		needsAttention: invited !== true,
		testRun,
		participant,
		entryId,
		isRepeat: repeats || alreadyInvited,
		note: invitationNote({
			...outcome,
			participant,
			reason,
			todo: refusal?.todo ?? null,
			entryId: testRun ? null : entryId,
			testRun,
		}),
		raw: answer,
	};
	if (!testRun) return [item];
	return [
		{
			...item,
			invited: false,
			reason: [`Test run: ${NOTHING_SENT}`, reason].filter(Boolean).join('. '),
			needsAttention: false,
			request,
		},
	];

	async function outcomeOf(): Promise<Outcome> {
		if (!testRun) refuseIfLate();
		const missing = missingIn(run, request, attempt, itemIndex);
		if (missing) return { invited: false, alreadyInvited: false, answer: {}, refusal: missing };
		if (testRun) return { invited: true, alreadyInvited: false, answer: {} };
		return await invite();
	}

	async function invite(): Promise<Outcome> {
		const narrowing = attempt ? sentSince(Date.parse(attempt.since)) : {};
		let wasAbsent = false;
		if (looksFirst) {
			const earlier = await lookUp(run.client, sought, narrowing).catch(unreadable);
			if (earlier.kind === 'found') {
				return { invited: true, alreadyInvited: true, answer: earlier.participant };
			}
			if (earlier.kind === 'unknown') {
				const refusal = unclear(request, attempt, earlier.why);
				return { invited: null, alreadyInvited: false, answer: {}, refusal };
			}
			wasAbsent = earlier.neverListed;
			// The look-up may have taken a while.
			refuseIfLate();
		}
		if (attempt) begin(attempt, sought);
		const until = attempt?.until ? Date.parse(attempt.until) : null;
		return await inviteOnce(run.client, request, sought, { wasAbsent, until }).then(
			async (answer) => {
				const keyed = await withKeyOf(answer, narrowing);
				return { invited: true, alreadyInvited: false, answer: keyed };
			},
			refused,
		);
	}

	function refused(failure: unknown): Outcome {
		if (!isRefusal(failure)) throw failure;
		const refusal = { reason: failure.message, todo: todo(attempt, CORRECT), error: failure };
		return { invited: false, alreadyInvited: false, answer: {}, refusal };
	}

	/** Looks up the key if the answer doesn't contain it. */
	async function withKeyOf(answer: WilloObject, narrowing: Narrowing): Promise<WilloObject> {
		const { key, name, email } = readParticipant(answer);
		if (key !== null) return answer;
		const listed = await lookUp(run.client, sought, narrowing).catch(() => undefined);
		const found = listed?.kind === 'found' ? readParticipant(listed.participant).key : null;
		if (found !== null) return { ...answer, key: found };
		// A proxy, for example, may return success although nobody was invited.
		const isNobody = name === null && email === null && listed?.kind === 'absent';
		if (isNobody) throw unexpectedAnswer('a new participant', 200, true);
		return answer;
	}

	function refuseIfLate(): void {
		const until = attempt?.until ?? null;
		if (until === null || Date.now() < Date.parse(until)) return;
		throw new NodeOperationError(
			context.getNode(),
			`This attempt to invite ${nameIn(request)} expired at ${until}`,
			{ description: 'Nothing was sent. The trigger will return the candidate again', itemIndex },
		);
	}
}

/** Identifies a person and an interview. */
function keyOf({ interviewKey, email, phone }: Sought): string {
	return JSON.stringify([interviewKey, email?.toLowerCase() ?? phone]);
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
			key: given.interview.key ?? String(request.interview),
			title: given.interview.title ?? title,
		},
		externalId: optionalText(request.external_id) ?? given.externalId,
	};
}

const ADD_NAME = 'Add the name';
const ADD_ADDRESS = 'Add an email address or a phone number';
const CORRECT = 'Correct what Willo reported';

/** What a recruiter can do to have the person invited. */
function todo(attempt: Attempt | undefined, first: string): string {
	return attempt
		? `${first}, then move the candidate out of the stage and back in`
		: `${first}, then invite the person again`;
}

/** Willo requires a name and an email or phone number. */
function missingIn(
	run: Run,
	request: IDataObject,
	attempt: Attempt | undefined,
	itemIndex: number,
): Refusal | undefined {
	const refusal = (reason: string, first: string, message: string, description: string) => ({
		reason,
		todo: todo(attempt, first),
		error: new NodeOperationError(run.context.getNode(), message, { description, itemIndex }),
	});
	if (!optionalText(request.name)) {
		return refusal(
			'Willo requires a name',
			ADD_NAME,
			"'Name' is empty",
			'Willo requires the full name',
		);
	}
	if (!optionalText(request.email) && !optionalText(request.phone)) {
		return refusal(
			'No email address or phone number',
			ADD_ADDRESS,
			`${nameIn(request)} can't be invited because 'Email' and 'Phone' are both empty`,
			'Add an email address or a phone number for this person in the system that provides the data',
		);
	}
	return undefined;
}

function unclear(request: IDataObject, attempt: Attempt | undefined, why: string): Refusal {
	return {
		reason: why,
		todo: 'Check in Willo whether the person was invited. If not, invite them there',
		error: new ApiFailure({
			kind: 'unexpectedAnswer',
			message: `Couldn't confirm whether ${nameIn(request)} was invited before: ${why}`,
			advice: attempt
				? 'Nobody was invited. Check in Willo whether the person was invited. If not, invite them there'
				: "Nobody was invited. Check in Willo whether the person was invited. To invite them, set 'If Already Invited' to Invite Again",
		}),
	};
}

/**
 * If Willo refuses the list for any reason but a missing interview, the result is unknown. Any other failure may be
 * temporary.
 */
function unreadable(failure: unknown): LookUp {
	if (isRefusal(failure) && !isNotFound(failure)) return { kind: 'unknown', why: failure.message };
	throw failure;
}

function isRefusal(failure: unknown): failure is ApiFailure {
	return failure instanceof ApiFailure && failure.kind === 'refused';
}

function nameIn(request: IDataObject): string {
	return optionalText(request.name) ?? 'this person';
}
