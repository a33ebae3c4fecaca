/**
 * When an entry is returned, and when again: plain functions over plain data.
 *
 * An entry is done when a note of the candidate names it. Until then it is unconfirmed. Why it wasn't dealt
 * with makes no difference: n8n doesn't resume an execution that crashed, failed, or was canceled.
 */

/** An entry that is new and is not known to have been dealt with. */
export interface UnconfirmedEntry {
	applicationId: string;
	candidateId: string;
	/** How often it has been returned. */
	attempts: number;
	/** When it was first returned, in ms by this machine's clock; 0 before that. */
	since: number;
	/** When it is to be returned, unless a note names it; in ms by this machine's clock. */
	due: number;
	/** Somebody else may have dealt with it: the notes are read before it is returned. */
	checkNotes?: true;
}

const MINUTE_MS = 60_000;

/** From one attempt to the next; the last wait repeats. Long enough for an execution to end. */
export const WAITS_MS = [4, 8, 16, 32, 64, 128, 180].map((minutes) => minutes * MINUTE_MS);

/** This much more for each entry returned at once: they are invited one after the other. */
const WAIT_PER_ENTRY_MS = 1_000;

/**
 * How long before the next attempt nothing may be sent anymore: a request under way then ends, or shows up,
 * before Willo is asked about it.
 */
export const QUIET_MS = MINUTE_MS;

/** A key that nobody has replaced for longer than this has been given up by people, too. */
const LONGEST_MS = 7 * 24 * 60 * MINUTE_MS;

/** The entry after one more attempt, together with `entries` others. */
export function afterAttempt(
	entry: UnconfirmedEntry,
	now: number,
	entries: number,
): UnconfirmedEntry {
	const attempts = entry.attempts + 1;
	const wait = WAITS_MS[Math.min(attempts, WAITS_MS.length) - 1];
	const { applicationId, candidateId } = entry;
	return {
		applicationId,
		candidateId,
		attempts,
		since: entry.since || now,
		due: now + wait + entries * WAIT_PER_ENTRY_MS,
	};
}

/** Whether it has been returned for long enough in vain. */
export function isGivenUp({ attempts, since }: UnconfirmedEntry, now: number): boolean {
	return attempts >= WAITS_MS.length && now - since >= LONGEST_MS;
}

/**
 * The entries whose time has come, the earliest first. A time further away than any wait is due to a clock
 * that was wrong.
 */
export function dueEntries(entries: Record<string, UnconfirmedEntry>, now: number): string[] {
	return Object.entries(entries)
		.filter(([, { due }]) => due <= now || due > now + LONGEST_MS)
		.sort(([, a], [, b]) => a.due - b.due)
		.map(([id]) => id);
}
