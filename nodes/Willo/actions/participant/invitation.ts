/**
 * Invites a person once even if an answer is lost. Willo doesn't support idempotency keys, and a second
 * `POST /participants/` for the same person may send a second invitation.
 */
import type { IDataObject } from 'n8n-workflow';
import { ApiFailure } from '../../../shared/api/failure';
import type { WilloClient } from '../../client/client';
import { isOutcomeUnknown } from '../../client/failures';
import type { WilloObject } from '../../client/types';
import type { LookUp, Narrowing } from './lookUp';
import { lookPatiently, lookUp } from './lookUp';
import type { Sought, Verdict } from './samePerson';
import { createdSince } from './samePerson';
import { readParticipant } from '../../client/participant';

/** The `Date` header has whole seconds. */
const CLOCK_MARGIN_MS = 2_000;

/**
 * An invitation dated this much before the given time still counts as sent since then. The given time is from Ashby's
 * clock if it is the time of an entry, and an invitation may follow an entry by a fraction of a second. If Willo's clock
 * is slightly behind or drops fractions, the invitation would seem older, and the person would be invited twice. A
 * larger margin would be wrong as well, because the invitation for an earlier entry may be only seconds older than this
 * entry. Nobody is invited, moved out of the stage, and moved back in within one second.
 */
const SKEW_MS = 1_000;

/**
 * Limits earlier invitations to those sent since a time, in ms since the epoch, for whatever reason: Willo doesn't say
 * what an invitation was sent for.
 */
export function sentSince(moment: number): Narrowing {
	return { since: () => moment - SKEW_MS };
}

/**
 * Limits earlier invitations to those sent since a time by this machine's clock, in ms since the epoch. Willo's clock may
 * differ.
 */
export function sentSinceHere(moment: number): Narrowing {
	return {
		since: (serverTime) => moment + ((serverTime ?? Date.now()) - Date.now()) - CLOCK_MARGIN_MS,
	};
}

/**
 * Sends the invitation at most once. Without a usable answer (timeout, dropped connection, 5xx, incomplete answer), looks
 * the person up.
 *
 * @param request the body of `POST /participants/`
 * @param wasAbsent whether the complete list had no row of this person before. Only then is a row without a time assumed
 *   to be this invitation
 * @param until nothing may be sent after this time, in ms since the epoch, because there is another attempt then
 * @returns Willo's answer, or the participant as listed
 * @throws ApiFailure if Willo refuses, or with `outcomeUnknown` if the outcome can't be determined
 */
export async function inviteOnce(
	client: WilloClient,
	request: IDataObject,
	sought: Sought,
	{ wasAbsent, until }: { wasAbsent: boolean; until: number | null },
): Promise<WilloObject> {
	const { since } = sentSinceHere(Date.now());
	const externalId = request.external_id;
	const timeLeftMs = until === null ? undefined : () => until - Date.now();
	return await client.create<WilloObject>('participants', request, timeLeftMs).catch(lookedUp);

	async function lookedUp(failure: unknown): Promise<WilloObject> {
		if (!(failure instanceof ApiFailure) || !isOutcomeUnknown(failure)) throw failure;
		// If the look-up fails, the outcome is unknown. The client has already retried.
		const unknown = (reason: unknown): LookUp => ({ kind: 'unknown', why: messageOf(reason) });
		const look = async () => await lookUp(client, sought, { since, accept: isThisInvitation });
		const seen = await lookPatiently(look).catch(unknown);
		if (seen.kind === 'found') return seen.participant;
		const why = seen.kind === 'unknown' ? seen.why : "Willo doesn't list the person yet";
		throw cannotTell(request, `${failure.message}. ${why}`, until !== null);
	}

	/** Whether a participant is the result of this invitation, not of an earlier one. */
	function isThisInvitation(row: WilloObject, began: number | undefined): Verdict {
		const echoed = readParticipant(row).externalId;
		if (echoed !== null && externalId && echoed !== String(externalId)) return 'no';
		// An earlier invitation may have the same external ID, so only the time distinguishes them.
		const verdict = began === undefined ? 'unclear' : createdSince(row, began);
		return verdict === 'unclear' && wasAbsent ? 'yes' : verdict;
	}
}

function messageOf(reason: unknown): string {
	return reason instanceof Error ? reason.message : String(reason);
}

function cannotTell(request: IDataObject, why: string, isReturnedAgain: boolean): ApiFailure {
	return new ApiFailure({
		kind: 'unavailable',
		message: `Couldn't confirm whether ${String(request.name)} was invited. ${why}`,
		advice: isReturnedAgain
			? 'No action needed. The trigger will return the candidate again, and the node will check with Willo before it sends anything'
			: 'Check in Willo whether the person was invited. If not, run this item again',
		outcomeUnknown: true,
	});
}
