import type { IDataObject } from 'n8n-workflow';
import { beginInExecution, beginInWorkflow } from '../../../shared/node/begun';
import { inTurn } from '../../../shared/inTurn';
import { isTestRun } from '../../../shared/node/testRun';
import { isNotFound } from '../../client/failures';
import type { Operation, Run } from '../operation';
import { inviteOnce } from './invitation';
import type { LookUp } from './lookUp';
import {
	LOOK_WHILE_THROTTLED_MS,
	lookPatiently,
	lookUp,
	ParticipantList,
	since,
	sinceHere,
} from './lookUp';
import type { Refusal } from './refusal';
import { interviewGone, isRefusal, refuse, refusedBy, refuseIfExpired, unclear } from './refusal';
import type { Wanted } from './request';
import { read } from './request';
import type { Outcome } from './result';
import { describe, invited } from './result';
import type { Sought } from './samePerson';

export { properties } from './inviteFields';

export const option: Operation['option'] = {
	name: 'Invite',
	action: 'Invite a person to an interview',
	description: 'Invite a person to an interview by email or text message',
};

/** Invitations can't be withdrawn, so a failure must not keep the other items from being processed. */
export const finishesAll = true;

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
	const outcome = await inTurn(personIn(wanted.sought), async () => {
		const refusal = refuse(wanted);
		if (refusal || wanted.testRun) return refusal ?? invited({});
		const seen = await lookForEarlier(wanted);
		if (seen?.kind === 'found') return invited(seen.participant, true);
		if (seen?.kind === 'unknown') {
			return (await interviewGone(wanted)) ?? unclear(wanted, seen.why);
		}
		return await send(wanted, seen?.neverListed ?? false);
	});
	return [describe(wanted, outcome)];
}

/** Looks in Willo's list if the person may have been invited before. Records first that this is about to be sent. */
async function lookForEarlier(wanted: Wanted): Promise<LookUp | undefined> {
	const { run, attempt, sought, isRepeat, skips } = wanted;
	const { context, client } = run;
	const begun = await begin(wanted);
	wanted.isRepeat ||= attempt !== undefined && begun !== undefined;
	if (!isRepeat && !skips && !begun && !(attempt && isTestRun(context))) return undefined;
	const { interviewKey, email, phone } = sought;
	const look = async () => {
		if (skips && !attempt) return await lookUp(client, { interviewKey, email, phone });
		// What was begun in this run isn't in a list that was read before.
		const all = attempt && !begun ? sharedList(run, interviewKey) : undefined;
		const counts = attempt ? since(Date.parse(attempt.since)) : sinceHere(begun!.at);
		return await lookUp(client, sought, { since: counts }, all);
	};
	const unreadable = (failure: unknown): LookUp => {
		// If the interview is from a field of the job, it is asked for next. Any other failure may be temporary.
		const mayBeGone = attempt?.interviewField !== undefined;
		if (!isRefusal(failure) || (isNotFound(failure) && !mayBeGone)) throw failure;
		return { kind: 'unknown', why: failure.message };
	};
	let seen = await look().catch(unreadable);
	const isUnderWay = begun?.isElsewhere && !isRepeat;
	if (seen.kind === 'absent' && isUnderWay) {
		const absent = seen;
		seen = await lookPatiently(
			async (isLast) => await (isLast ? look() : look().catch(() => absent)),
			LOOK_WHILE_THROTTLED_MS,
		).catch(unreadable);
	}
	// The look-up may have taken a while.
	if (seen.kind === 'absent') refuseIfExpired(wanted);
	return seen;
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

async function send(wanted: Wanted, wasAbsent: boolean): Promise<Outcome> {
	const { run, request, attempt, sought } = wanted;
	const until = attempt?.until ? Date.parse(attempt.until) : null;
	return await inviteOnce(run.client, request, sought, { wasAbsent, until }).then(
		(answer) => invited(answer),
		async (failure: unknown): Promise<Refusal> => {
			if (!isRefusal(failure)) throw failure;
			return (await interviewGone(wanted)) ?? refusedBy(failure, wanted);
		},
	);
}

/** Identifies a person and an interview. */
function personIn({ interviewKey, email, phone }: Sought): string {
	return JSON.stringify([interviewKey, email?.toLowerCase() ?? phone]);
}
