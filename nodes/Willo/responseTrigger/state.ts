import type { Place } from '../../shared/trigger/bookmark';
import type { Tries } from '../../shared/trigger/retry';
import { areTries } from '../../shared/trigger/retry';
import { isNumber, isText, maybe, recordOf, shape } from '../../shared/shape';
import type { Watches } from '../../shared/trigger/watch';
import { areWatches, continued, placeOver } from '../../shared/trigger/watch';
import type { Summary } from '../health/summary';

/**
 * What the trigger keeps between polls: plain JSON, because n8n stores it in the workflow's row (or, with
 * its durable poller, in a table of its own). Times are in ms since the epoch by Willo's clock.
 */
export interface State {
	version: 1;
	/** How often a person has published or changed the workflow. Shows which of two states is newer. */
	revision: number;
	/** By the key of the interview, or `*` for all. */
	watches: Watches;
	/** One row for each participant, by key. The most recently listed one comes last. */
	rows: Record<string, Row>;
	/** The list has been read since then, so that all responses before it are known. */
	readUntil: number;
	/** Where the next poll continues to read the list, and when that pass began. */
	cursor?: { next: string; pages: number; beganAt: number };
	/** When more than the newest page was last read. */
	deeperAt?: number;
}

/** What is known about a participant. */
export interface Row {
	/**
	 * - `waiting` for a response, as the list shows
	 * - `unclear`: the list doesn't show it, so they must be looked up
	 * - `responded`: the response must be returned
	 * - `returned`, and maybe to be returned again
	 * - skipped, and why: an `old` response from before the watch, invited too long ago and therefore too `late`, or invited
	 *   to `another` interview
	 */
	is: 'waiting' | 'unclear' | 'responded' | 'returned' | 'old' | 'late' | 'another';
	/** When they were invited, or first listed if Willo returns no time. */
	since: number;
	/** When they were last looked up, 0 for never. */
	askedAt?: number;
	/** They may have responded before the watch began. */
	mayBeOld?: true;
	/** Since when they had responded, but Willo didn't return the answers yet. */
	partialSince?: number;
	/** The response may have been returned by a node with another name. */
	isUnsure?: true;
	/** If the response is to be returned again: how often it was. */
	tries?: Tries;
}

const isState = shape({
	version: (value) => value === 1,
	revision: isNumber,
	watches: areWatches,
	rows: recordOf(
		shape({
			is: isText,
			since: isNumber,
			askedAt: maybe(isNumber),
			partialSince: maybe(isNumber),
			tries: maybe(areTries),
		}),
	),
	cursor: maybe(shape({ next: isText, pages: isNumber, beganAt: isNumber })),
	readUntil: isNumber,
	deeperAt: maybe(isNumber),
});

/** The stored state, or undefined if this version can't read it. */
export function readState(stored: unknown): State | undefined {
	return isState(stored) ? (stored as State) : undefined;
}

/** The state of a trigger that has never polled. */
export function emptyState(): State {
	return { version: 1, revision: 0, watches: {}, rows: {}, readUntil: 0 };
}

/** A state that continues where the one of a node with another name ended. */
export function stateFrom(keys: string[], place: Place): State {
	const readUntil = Math.min(...Object.values(place));
	return { ...emptyState(), watches: continued(keys, place), readUntil };
}

/** The state only knows when a response was found, which is this much later at most. */
const FOUND_WITHIN_MS = 24 * 60 * 60_000;

/** Where a node with another name would continue: at the oldest response that may still be missed, or is repeated. */
export function placeIn({ rows, readUntil, watches }: State): Place {
	const open = Object.values(rows).flatMap(({ is, askedAt, since, tries }) => {
		if (tries) return [tries.since - FOUND_WITHIN_MS];
		return is === 'unclear' ? [askedAt || since] : [];
	});
	return placeOver(watches, readUntil, open);
}

/** Whether the complete list has been read since the watches began. */
export function isListed({ watches }: State): boolean {
	return Object.values(watches).every(({ isComplete }) => isComplete);
}

/** Whether a response may still come, or must be returned. */
export function isOpen({ is }: Row): boolean {
	return ['waiting', 'unclear', 'responded'].includes(is);
}

/** What the health check reports of a state. */
export function summaryOf(state: State): Summary {
	const waiting = Object.values(state.rows).filter(isOpen).length;
	return { waiting, isListing: !isListed(state) };
}
