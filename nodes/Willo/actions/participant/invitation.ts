/**
 * Invites a person once even if an answer is lost. Willo doesn't support idempotency keys, and a second
 * `POST /participants/` for the same person may send a second invitation.
 */
import type { IDataObject } from 'n8n-workflow';
import { ApiFailure } from '../../../shared/api/failure';
import { messageOf } from '../../../shared/trigger/pollRecords';
import type { WilloClient } from '../../client/client';
import { isOutcomeUnknown, unexpectedAnswer } from '../../client/failures';
import { readParticipant } from '../../client/participant';
import type { WilloObject } from '../../client/types';
import type { LookUp, Narrowing } from './lookUp';
import { lookPatiently, lookUp, sinceHere } from './lookUp';
import type { Sought } from './samePerson';

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
	const sentNow: Narrowing = {
		since: sinceHere(Date.now()),
		undated: wasAbsent ? 'yes' : 'unclear',
	};
	const look = async () => await lookUp(client, sought, sentNow);
	const timeLeftMs = until === null ? undefined : () => until - Date.now();
	return await client.create<WilloObject>('participants', request, timeLeftMs).then(
		async (answer) => await withKeyOf(answer, look),
		async (failure: unknown) => {
			if (!isOutcomeUnknown(failure)) throw failure;
			// If the look-up fails, the outcome is unknown. The client has already retried.
			const seen = await lookPatiently(look).catch(unknownBecause);
			if (seen.kind === 'found') return seen.participant;
			const why = seen.kind === 'unknown' ? seen.why : "Willo doesn't list the person yet";
			throw cannotTell(request, `${messageOf(failure)}. ${why}`, until !== null);
		},
	);
}

/** Looks up the key if the answer doesn't contain it. */
async function withKeyOf(answer: WilloObject, look: () => Promise<LookUp>): Promise<WilloObject> {
	const { key, name, email } = readParticipant(answer);
	if (key !== null) return answer;
	const seen = await look().catch(unknownBecause);
	const listed = seen.kind === 'found' ? readParticipant(seen.participant).key : null;
	if (listed !== null) return { ...answer, key: listed };
	// A proxy, for example, may return success although nobody was invited.
	const isNobody = name === null && email === null && seen.kind === 'absent';
	if (isNobody) throw unexpectedAnswer('a new participant', 200, true);
	return answer;
}

function unknownBecause(reason: unknown): LookUp {
	return { kind: 'unknown', why: messageOf(reason) };
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
