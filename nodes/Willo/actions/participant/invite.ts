import type { IDataObject } from 'n8n-workflow';
import { beginInExecution, beginInWorkflow } from '../../../shared/node/begun';
import { inTurn } from '../../../shared/inTurn';
import { isAgentTool } from '../../../shared/node/items';
import { isTestRun, onlyShows } from '../../../shared/node/testRun';
import { isNotFound, unexpectedAnswer } from '../../client/failures';
import { readParticipant } from '../../client/participant';
import type { WilloObject } from '../../client/types';
import type { Operation, Run } from '../operation';
import { attemptParameter, refuseIfExpired } from './attempt';
import { inviteOnce, sentSince, sentSinceHere } from './invitation';
import { sendInTestRuns } from './inviteFields';
import { missingInterview, withoutInterview } from './interviewField';
import type { LookUp, Narrowing } from './lookUp';
import { lookPatiently, lookUp, ParticipantList } from './lookUp';
import type { Refusal } from './refusal';
import { isRefusal, missingIn, nameIn, refusedBy, unclear } from './refusal';
import { invitationOf, optionalText } from './request';
import type { Result, Wanted } from './result';
import { describe, NOTHING_SENT } from './result';
import type { Sought } from './samePerson';

export { properties } from './inviteFields';

export const option: Operation['option'] = {
	name: 'Invite',
	action: 'Invite a person to an interview',
	description: 'Invite a person to an interview by email or text message',
};

/** Invitations can't be withdrawn, so a failure must not keep the other items from being processed. */
export const finishesAll = true;

/** What a look at Willo's list showed, if there was one. */
interface Earlier {
	result?: Result;
	/** Whether the complete list has no row of this person. */
	wasAbsent: boolean;
	/** Earlier invitations that would count. */
	narrowing: Narrowing;
}

/**
 * Returns the result, always in the same shape: `{participant, note: {text, html}, invited, alreadyInvited, reason,
 * needsAttention, testRun, isRepeat, entryId, attempt, raw}`, in a test run also the `request` that
 * would be sent. What Willo doesn't say about the participant is taken from the request. The external ID is
 * always the one sent.
 *
 * @throws NodeOperationError if a field is missing or can't be read, or the attempt has expired; ApiFailure
 *   if Willo refuses, or if it can't be determined whether the person was invited
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const wanted = await read(run, itemIndex);
	const result = await inTurn(personIn(wanted.sought), async () => {
		const refused = refuse(wanted);
		if (refused || wanted.testRun) return refused ?? invited({});
		const earlier = await lookForEarlier(wanted);
		return earlier.result ?? (await send(wanted, earlier));
	});
	return [describe(wanted, result)];
}

async function read(run: Run, itemIndex: number): Promise<Wanted> {
	const { context } = run;
	const attempt = attemptParameter(run, itemIndex);
	const { request, title, unknown } = await invitationOf(run, itemIndex);
	const field = attempt?.interviewField;
	if (unknown && !field) throw unknown.error;
	const [name, email, phone] = [request.name, request.email, request.phone].map(optionalText);
	const externalId = optionalText(request.external_id);
	const chosen = context.getNodeParameter('options.ifAlreadyInvited', itemIndex, '');
	// An agent may call the tool twice without knowing, and a person who tries the workflow may run it twice.
	const byDefault = isAgentTool(context) || (!attempt && isTestRun(context)) ? 'skip' : '';
	return {
		run,
		itemIndex,
		request,
		title,
		missing: unknown && field && withoutInterview(field, unknown.value, unknown.error),
		attempt,
		sought: {
			interviewKey: String(request.interview),
			email,
			phone,
			...(attempt && { candidate: { name, phone, externalId } }),
		},
		testRun: onlyShows(run, itemIndex, sendInTestRuns, NOTHING_SENT),
		isRepeat: attempt !== undefined && (attempt.isRepeat || context.getMode() === 'retry'),
		skips: (chosen || byDefault) === 'skip',
	};
}

/** @throws NodeOperationError if the attempt has expired */
function refuse(wanted: Wanted): Result | undefined {
	const { run, itemIndex, request, missing, attempt, testRun } = wanted;
	if (!testRun) refuseIfExpired(run, itemIndex, attempt, nameIn(request));
	const refusal = missing ?? missingIn(run, itemIndex, request, attempt);
	return refusal && notInvited(refusal);
}

/** Looks in Willo's list if the person may have been invited before, which is recorded before anything is sent. */
async function lookForEarlier(wanted: Wanted): Promise<Earlier> {
	const { run, itemIndex, request, attempt, sought, isRepeat, skips } = wanted;
	const { context, client } = run;
	const begun = await begin(wanted);
	wanted.isRepeat ||= attempt !== undefined && begun !== undefined;
	const narrowing = attempt
		? sentSince(Date.parse(attempt.since))
		: begun && !skips
			? sentSinceHere(begun.at)
			: {};
	if (!isRepeat && !skips && !begun && !(attempt && isTestRun(context))) {
		return { wasAbsent: false, narrowing };
	}
	// What was begun in this run isn't in a list that was read before.
	const list = attempt && !begun ? sharedList(run, sought.interviewKey) : undefined;
	const look = async () => await lookUp(client, sought, narrowing, list);
	let seen = await look().catch(unreadable(wanted));
	const isUnderWay = begun?.isElsewhere && !isRepeat;
	if (seen.kind === 'absent' && isUnderWay)
		seen = await lookPatiently(look).catch(unreadable(wanted));
	if (seen.kind === 'found') {
		const result = { ...invited(seen.participant), alreadyInvited: true };
		return { result, wasAbsent: false, narrowing };
	}
	if (seen.kind === 'unknown') {
		const gone = await missingInterview(run, request, attempt);
		const refusal = gone ?? unclear(request, attempt, seen.why);
		const result = { ...notInvited(refusal), invited: gone ? false : null };
		return { result, wasAbsent: false, narrowing };
	}
	// The look-up may have taken a while.
	refuseIfExpired(run, itemIndex, attempt, nameIn(request));
	return { wasAbsent: seen.neverListed, narrowing };
}

/** When the same was begun before, and whether another execution began it, which may still be sending it. */
interface Begun {
	at: number;
	isElsewhere: boolean;
}

/** Records that this is about to be sent. Returns whether it was begun before. */
async function begin({ run, itemIndex, attempt, sought }: Wanted): Promise<Begun | undefined> {
	const { context } = run;
	const { interviewKey, email, phone } = sought;
	const { $runIndex } = context.getWorkflowDataProxy(itemIndex);
	const what = attempt
		? [attempt.entryId, interviewKey]
		: [$runIndex, itemIndex, interviewKey, email ?? phone];
	const at = beginInExecution(context, what);
	const isElsewhere = attempt !== undefined && (await beginInWorkflow(context, what));
	if (at === undefined && !isElsewhere) return undefined;
	return { at: at ?? Date.now(), isElsewhere: at === undefined };
}

/** Several items are looked for in one list. */
function sharedList({ client, participants }: Run, interview: string): ParticipantList {
	const list = participants.get(interview) ?? new ParticipantList(client, { interview });
	participants.set(interview, list);
	return list;
}

async function send(wanted: Wanted, { wasAbsent, narrowing }: Earlier): Promise<Result> {
	const { run, request, attempt, sought } = wanted;
	const until = attempt?.until ? Date.parse(attempt.until) : null;
	return await inviteOnce(run.client, request, sought, { wasAbsent, until }).then(
		async (answer) => invited(await withKeyOf(answer, wanted, narrowing)),
		async (failure: unknown) => {
			if (!isRefusal(failure)) throw failure;
			return notInvited(
				(await missingInterview(run, request, attempt)) ?? refusedBy(failure, attempt),
			);
		},
	);
}

/** Looks up the key if the answer doesn't contain it. */
async function withKeyOf(
	answer: WilloObject,
	{ run, sought }: Wanted,
	narrowing: Narrowing,
): Promise<WilloObject> {
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

function invited(answer: WilloObject): Result {
	return { invited: true, alreadyInvited: false, answer };
}

function notInvited(refusal: Refusal): Result {
	return { invited: false, alreadyInvited: false, answer: {}, refusal };
}

/** Identifies a person and an interview. */
function personIn({ interviewKey, email, phone }: Sought): string {
	return JSON.stringify([interviewKey, email?.toLowerCase() ?? phone]);
}

/**
 * If Willo refuses the list for any reason but a missing interview, the result is unknown. Any other failure may be
 * temporary. If the interview is from a field of the job, it is asked for next.
 */
function unreadable({ attempt }: Wanted): (failure: unknown) => LookUp {
	return (failure) => {
		const mayBeGone = attempt?.interviewField !== undefined;
		if (!isRefusal(failure) || (isNotFound(failure) && !mayBeGone)) throw failure;
		return { kind: 'unknown', why: failure.message };
	};
}
