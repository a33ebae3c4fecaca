/**
 * Decides when an entry is returned again: plain functions over plain data.
 *
 * An entry is done when one of the candidate's notes contains its ID. Until then it is unconfirmed. The reason doesn't
 * matter: n8n doesn't resume an execution that crashed, failed, or was canceled.
 */

/** A new entry without a note, as far as is known. */
export interface UnconfirmedEntry {
	applicationId: string;
	candidateId: string;
	/** The number of times it has been returned. */
	attempts: number;
	/** When it was first returned, in ms by this machine's clock; 0 before that. */
	since: number;
	/** When to return it, unless a note contains its ID; in ms by this machine's clock. */
	due: number;
	/** It may have been handled elsewhere, so the notes are read before it is returned. */
	checkNotes?: true;
}

const MINUTE_MS = 60_000;

/** The waits between attempts; the last one repeats. Long enough for an execution to end. */
export const WAITS_MS = [4, 8, 16, 32, 64, 128, 180].map((minutes) => minutes * MINUTE_MS);

/** Added for each entry that is returned at the same time, because they are invited one after the other. */
const WAIT_PER_ENTRY_MS = 1_000;

/**
 * How long before the next attempt to stop sending, so that a request in progress ends before Willo is checked.
 */
export const QUIET_MS = MINUTE_MS;

/** A problem that nobody has fixed for longer than this is unlikely to be fixed. */
const LONGEST_MS = 7 * 24 * 60 * MINUTE_MS;

/** The entry after one more attempt, in which `entries` were returned together. */
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

/** Whether to give up the entry. */
export function isGivenUp({ attempts, since }: UnconfirmedEntry, now: number): boolean {
	return attempts >= WAITS_MS.length && now - since >= LONGEST_MS;
}

/**
 * The entries that are due, earliest first. A time further away than any wait comes from a wrong clock.
 */
export function dueEntries(entries: Record<string, UnconfirmedEntry>, now: number): string[] {
	return Object.entries(entries)
		.filter(([, { due }]) => due <= now || due > now + LONGEST_MS)
		.sort(([, a], [, b]) => a.due - b.due)
		.map(([id]) => id);
}
