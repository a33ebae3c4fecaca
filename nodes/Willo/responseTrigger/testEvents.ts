import type { WilloClient } from '../client/client';
import type { WilloObject } from '../client/types';
import type { TriggerItem } from '../response/item';
import { itemOf } from '../response/item';
import { readParticipant, withKey } from '../client/participant';
import { readSigns, verdictOf } from './responded';

/** As many as a person wants to look at. */
const MOST_EVENTS = 3;
/** No more of the list is read for a test, and no more people are asked about singly. */
const MOST_PAGES = 5;
const MOST_ASKED = 30;

/**
 * Real responses of the people who came last, to show in the editor. Remembers nothing.
 *
 * @param interviews the keys of the interviews to follow, none for all
 * @throws ApiFailure when Willo cannot be read
 */
export async function testEvents(
	client: Pick<WilloClient, 'get' | 'page'>,
	interviews: string[],
): Promise<TriggerItem[]> {
	const items: TriggerItem[] = [];
	const today = new Date().toISOString().slice(0, 10);
	let asked = 0;
	let pages = 0;
	// One interview can be asked for; among several the rows are told apart here.
	const query = interviews.length === 1 ? { interview: interviews[0] } : {};
	let next: string | undefined;
	do {
		const page = await client.page<WilloObject>(
			'participants',
			{ ...query, ordering: '-created_at' },
			next,
		);
		for (const row of page.rows) {
			const { key, interview } = readParticipant(row);
			const isOther = interview.key !== null && !interviews.includes(interview.key.toLowerCase());
			if (key === null || (interviews.length > 0 && isOther)) continue;
			// Whether stages tell is not known here, so those who seem to wait are asked about as well.
			if (verdictOf(readSigns(row), false, false) === 'waiting' || asked++ >= MOST_ASKED) continue;
			const raw = withKey(await client.get<WilloObject>('participants', key), key);
			if (verdictOf(readSigns(raw), true, true) !== 'responded') continue;
			const item = await itemOf(client, 'new_response', interviews, raw, today);
			if (item) items.push(item);
			if (items.length >= MOST_EVENTS) return items;
		}
		next = page.next;
	} while (next !== undefined && ++pages < MOST_PAGES && asked < MOST_ASKED);
	return items;
}
