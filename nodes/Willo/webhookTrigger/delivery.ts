/** What a delivery of Willo leads to: the participant it hints at, fetched from Willo itself. */
import type { WilloClient } from '../client/client';
import { isNotFound } from '../client/failures';
import { participantKeysIn, withKey } from '../client/participant';
import type { WilloObject } from '../client/types';
import type { TriggerItem } from '../response/item';
import { itemOf } from '../response/item';
import type { WilloEvent } from '../response/note';

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
export async function itemFrom(
	client: WilloClient,
	event: WilloEvent,
	interviews: string[],
	body: unknown,
	today: string,
): Promise<TriggerItem | undefined> {
	const raw = await fetchHinted(client, participantKeysIn(body, interviews));
	return raw && (await itemOf(client, event, interviews, raw, today));
}

async function fetchHinted(client: WilloClient, keys: string[]): Promise<WilloObject | undefined> {
	for (const key of keys.slice(0, MOST_KEYS)) {
		const found = await client
			.get('participants', key)
			.then(undefined, (reason: unknown): undefined => {
				if (!isNotFound(reason)) throw reason;
			});
		if (found) return withKey(found, key);
	}
	return undefined;
}
