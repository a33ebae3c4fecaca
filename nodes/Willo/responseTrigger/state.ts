import { isNumber, isText, maybe, recordOf, shape } from '../../shared/shape';

/**
 * What the trigger keeps between polls: plain JSON, because n8n stores it in the workflow's row (or, with
 * its durable poller, in a table of its own). Times are in ms since the epoch by Willo's clock.
 */
export interface State {
	version: 1;
	/** How often a person has published or changed the workflow. Shows which of two states is newer. */
	revision: number;
	/** By the key of the interview, or `*` for all. */
	watches: Record<string, Watch>;
	/** Participants who may still respond or whose response must be returned, by key. */
	waiting: Record<string, Waiting>;
	/** Participants who are done. The most recently listed one comes last. */
	done: Record<string, 'returned' | 'skipped'>;
	/** Responses to return again, by the participant's key. */
	repeats: Record<string, Repeat>;
	/** Where the next poll continues to read the list. */
	cursor?: { next: string; pages: number };
	/** When more than the newest page was last read. */
	deeperAt?: number;
}

/** Since when responses to an interview, or to all, start the workflow. */
export interface Watch {
	/** 0 for all responses. */
	since: number;
	/** The complete list has been read since then, so anyone else was invited later. */
	listed?: true;
}

export interface Waiting {
	/** When the participant was invited, or first listed if Willo returns no time. */
	since: number;
	/** When the participant was last looked up, 0 for never. Absent if the list is clear. */
	askedAt?: number;
	/** The participant may have responded before the watch began. */
	mayBeOld?: true;
	/** The participant has responded. */
	responded?: true;
}

export interface Repeat {
	/** When the response was first returned. */
	since: number;
	/** When it was last returned. */
	at: number;
	/** Willo returned no time for the response at first, so its ID must stay without one. */
	undated?: true;
}

const isState = shape({
	version: (value) => value === 1,
	revision: isNumber,
	watches: recordOf(shape({ since: isNumber })),
	waiting: recordOf(shape({ since: isNumber, askedAt: maybe(isNumber) })),
	done: recordOf(isText),
	repeats: recordOf(shape({ since: isNumber, at: isNumber })),
	cursor: maybe(shape({ next: isText, pages: isNumber })),
	deeperAt: maybe(isNumber),
});

/** The stored state, or undefined if this version can't read it. */
export function readState(stored: unknown): State | undefined {
	return isState(stored) ? (stored as State) : undefined;
}

/** The state of a trigger that has never polled. */
export function emptyState(): State {
	return { version: 1, revision: 0, watches: {}, waiting: {}, done: {}, repeats: {} };
}

/** Whether the complete list has been read since the watches began. */
export function isListed({ watches }: State): boolean {
	return Object.values(watches).every(({ listed }) => listed);
}

/** What the health check reports of a state. */
export function summaryOf(state: State) {
	return { waiting: Object.keys(state.waiting).length, isListing: !isListed(state) };
}

export type Summary = ReturnType<typeof summaryOf>;
