/** What a delivery of Willo leads to: the participant it hints at, fetched from Willo itself. */
import type { IDataObject } from 'n8n-workflow';
import type { WilloClient } from './client/client';
import { isNotFound } from './client/failures';
import type { WilloObject } from './client/types';
import { WILLO_APP_URL } from './client/types';
import type { Note, WilloEvent } from './note';
import { buildNote } from './note';
import type { Participant, QuestionResponse } from './participant';
import {
	participantKeysIn,
	readCircumstances,
	readParticipant,
	readResponses,
	unwrapped,
} from './participant';

/** The trigger's output item. */
export interface TriggerItem {
	event: WilloEvent;
	participant: Participant;
	responses: QuestionResponse[];
	note: Note;
	/** The participant as Willo answered it. */
	raw: IDataObject;
}

/** A body may hold several keys, of which one is the participant's: no more are asked about. */
const MOST_KEYS = 5;

/**
 * @param interviews the keys of the interviews to follow, none for all
 * @param body of the delivery; only a hint, since nothing proves that Willo sent it
 * @param today the day on which it came, ISO 8601: stands in for the time of the response where
 *   Willo gives none
 * @returns undefined when it names no participant that the key's user may see, or one of another
 *   interview
 * @throws ApiFailure when Willo cannot be asked
 */
export async function itemOf(
	client: WilloClient,
	event: WilloEvent,
	interviews: string[],
	body: unknown,
	today: string,
): Promise<TriggerItem | undefined> {
	const raw = await fetchHinted(client, participantKeysIn(body, interviews));
	return raw && (await itemAbout(client, event, interviews, raw, today));
}

/**
 * The item about a participant as Willo answered it; see `itemOf`.
 *
 * @returns undefined when the participant is one of another interview
 */
export async function itemAbout(
	client: Pick<WilloClient, 'get'>,
	event: WilloEvent,
	interviews: string[],
	raw: WilloObject,
	today: string,
): Promise<TriggerItem | undefined> {
	const participant = readParticipant(raw);
	const { interview } = participant;
	if (interviews.length > 0 && interview.key && !interviews.includes(interview.key)) {
		return undefined;
	}
	interview.title ??= await titleOf(client, interview.key);
	const responses = readResponses(raw);
	const circumstances = readCircumstances(raw);
	const note = buildNote({
		event,
		participant,
		responses,
		...circumstances,
		respondedAt: circumstances.respondedAt ?? (event === 'new_response' ? today : null),
		reviewUrl: circumstances.reviewUrl ?? WILLO_APP_URL,
	});
	return { event, participant, responses, note, raw };
}

async function fetchHinted(client: WilloClient, keys: string[]): Promise<WilloObject | undefined> {
	for (const key of keys.slice(0, MOST_KEYS)) {
		const found = await client
			.get('participants', key)
			.then(undefined, (reason: unknown): undefined => {
				if (!isNotFound(reason)) throw reason;
			});
		// Whatever else the answer holds, the key asked for is this participant's.
		if (found) return unwrapped(found).key ? found : { ...found, key };
	}
	return undefined;
}

/** The title is for people to read: without it the response is as good. */
async function titleOf(
	client: Pick<WilloClient, 'get'>,
	key: string | null,
): Promise<string | null> {
	if (key === null) return null;
	const interview = await client.get('interviews', key).catch(() => undefined);
	return typeof interview?.title === 'string' ? interview.title : null;
}
