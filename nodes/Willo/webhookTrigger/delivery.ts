/** Turns a delivery from Willo into an item. The participant is read from Willo's API. */
import { sleep } from 'n8n-workflow';
import { undefinedIf } from '../../shared/api/failure';
import type { WilloClient } from '../client/client';
import { isNotFound } from '../client/failures';
import { participantKeysIn, withKey } from '../client/participant';
import type { WilloObject } from '../client/types';
import type { TriggerItem } from '../response/item';
import { itemOf } from '../response/item';
import type { WilloEvent } from '../response/note';
import { isAllShown } from '../response/responded';

/** A body may contain several keys, one of which is the participant's. At most this many are tried. */
const MOST_KEYS = 5;

/** The waits until Willo's API returns the answers as well. Longer ones might make Willo deliver the event again. */
const ANSWERS_AFTER_MS = [1_000, 3_000];

/**
 * @param interviews the keys of the interviews to follow, none for all
 * @param body the body of the delivery, which is only a hint, since it isn't signed
 * @param today the day it arrived, ISO 8601; used as the time of the response if Willo returns none
 * @returns undefined if it contains no participant that the key's user can see, or one of another interview
 * @throws ApiFailure if Willo can't be read
 */
export async function itemFrom(
	client: WilloClient,
	event: WilloEvent,
	interviews: string[],
	body: unknown,
	today: string,
): Promise<TriggerItem | undefined> {
	const keys = participantKeysIn(body, interviews);
	let raw = await fetchHinted(client, keys);
	for (const ms of event === 'new_response' ? ANSWERS_AFTER_MS : []) {
		if (!raw || isAllShown(raw)) break;
		await sleep(ms);
		raw = await fetchHinted(client, keys);
	}
	return raw && (await itemOf(client, event, interviews, raw, today));
}

async function fetchHinted(client: WilloClient, keys: string[]): Promise<WilloObject | undefined> {
	for (const key of keys.slice(0, MOST_KEYS)) {
		const found = await undefinedIf(isNotFound, client.get('participants', key));
		if (found) return withKey(found, key);
	}
	return undefined;
}
