/** Why a person isn't invited, if trying again wouldn't help. */
import type { Attempt } from '../../../shared/trigger/attempt';
import { ApiFailure } from '../../../shared/api/failure';
import { itemError } from '../../../shared/node/parameters';
import { isNotFound } from '../../client/failures';
import type { Wanted } from './request';
import { optionalText } from './request';

export interface Refusal {
	/** Null if it can't be determined whether the person was invited before. */
	invited: false | null;
	/** For the recruiter who reads the note. */
	reason: string;
	todo: string;
	/** What identifies the note instead of the ID of the entry, because the trigger returns the entry again. */
	reference?: string;
	/** For the person who builds the workflow, if 'Continue If Not Invited' is off. */
	error: Error;
}

/**
 * Why the request can't be sent, undefined if it can.
 *
 * @throws NodeOperationError if the attempt has expired
 */
export function refuse(wanted: Wanted): Refusal | undefined {
	const { request, testRun, unknown } = wanted;
	if (!testRun) refuseIfExpired(wanted);
	if (unknown) return withoutInterview(wanted, unknown.value, unknown.error);
	// Willo requires a name and an email or phone number.
	if (!optionalText(request.name)) {
		return missing(wanted, {
			reason: 'Willo requires a name',
			todo: 'Add the name',
			message: "'Name' is empty",
			description: 'Willo requires the full name',
		});
	}
	if (optionalText(request.email) ?? optionalText(request.phone)) return undefined;
	return missing(wanted, {
		reason: 'No email address or phone number',
		todo: 'Add an email address or a phone number',
		message: `${nameIn(wanted)} can't be invited because 'Email' and 'Phone' are both empty`,
		description:
			'Add an email address or a phone number for this person in the system that provides the data',
	});
}

const RETURNED_AGAIN = 'Nothing was sent. The trigger will return the candidate again';

/** @throws NodeOperationError if the attempt has ended, and what to set if that is because it is too short */
export function refuseIfExpired(wanted: Wanted): void {
	const { run, itemIndex, attempt } = wanted;
	if (!attempt?.until || Date.now() < Date.parse(attempt.until)) return;
	const message = `This attempt to invite ${nameIn(wanted)} expired at ${attempt.until}`;
	const description =
		attempt.number > 1
			? `${RETURNED_AGAIN}, but this is attempt ${attempt.number}: the steps before this one, such as a wait or an approval, take longer than an attempt may. In the Ashby trigger, set the option 'Minutes per Attempt' to more than they take`
			: `${RETURNED_AGAIN}, if it is an Ashby Stage Trigger. Only that trigger has the option 'Minutes per Attempt', for steps before this one that take longer, such as a wait or an approval`;
	throw itemError(run, itemIndex, message, description);
}

/** It can't be determined whether the person was invited before. */
export function unclear(wanted: Wanted, why: string): Refusal {
	const todo = 'Check in Willo whether the person was invited. If not, invite them there';
	const again = ". To invite them anyway, set 'If Already Invited' to Invite Again";
	const error = new ApiFailure({
		kind: 'unexpectedAnswer',
		message: `Couldn't confirm whether ${nameIn(wanted)} was invited before: ${why}`,
		advice: `Nobody was invited. ${todo}${wanted.attempt ? '' : again}`,
	});
	return { invited: null, reason: why, todo, error };
}

/** Willo refuses the invitation. */
export function refusedBy(failure: ApiFailure, { attempt }: Wanted): Refusal {
	const todo = todoOf(attempt, 'Correct what Willo reported');
	return { invited: false, reason: failure.message, todo, error: failure };
}

export function isRefusal(failure: unknown): failure is ApiFailure {
	return failure instanceof ApiFailure && failure.kind === 'refused';
}

/**
 * Why nobody is invited if the interview was read from a field of the job and no longer exists in Willo. Undefined if it
 * does, or wasn't.
 */
export async function interviewGone(wanted: Wanted): Promise<Refusal | undefined> {
	if (!wanted.attempt?.interviewField) return undefined;
	const key = String(wanted.request.interview);
	return await wanted.run.client.get('interviews', key).then(
		() => undefined,
		(failure: unknown) => {
			if (isNotFound(failure)) return withoutInterview(wanted, key, failure as Error);
			throw failure;
		},
	);
}

/**
 * The field of the job, from which an Ashby trigger read the interview, names none. Once somebody has filled it in, the
 * trigger returns the entry again.
 *
 * @param value what the field contains
 */
function withoutInterview({ attempt }: Wanted, value: string, error: Error): Refusal {
	const { title, job, fillInBy, reference } = attempt!.interviewField!;
	const where = job === null ? 'the job' : `“${job}”`;
	return {
		invited: false,
		reason: value
			? `The field “${title}” of ${where} names no interview in Willo: ${value}`
			: `No Willo interview is set for ${where}`,
		todo: `${value ? 'Correct' : 'Fill in'} the job’s field “${title}” in Ashby by ${fillInBy.slice(0, 10)}: the invitation then goes out by itself`,
		reference,
		error,
	};
}

function missing(
	{ run, itemIndex, attempt }: Wanted,
	said: Record<'reason' | 'todo' | 'message' | 'description', string>,
): Refusal {
	const { reason, todo, message, description } = said;
	const error = itemError(run, itemIndex, message, description);
	return { invited: false, reason, todo: todoOf(attempt, todo), error };
}

/** What a recruiter can do to have the person invited. */
function todoOf(attempt: Attempt | undefined, first: string): string {
	return attempt
		? `${first}, then move the candidate out of the stage and back in`
		: `${first}, then invite the person again`;
}

function nameIn({ request }: Wanted): string {
	return optionalText(request.name) ?? 'this person';
}
