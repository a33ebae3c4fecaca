/**
 * When to try something again, and for how long: plain functions over plain data, for both polling triggers. It is tried
 * at growing intervals. If it still isn't done after a week, the rest is up to a person.
 */
import { isNumber, shape } from '../shape';

/** What is known about the earlier tries. Times are in ms since the epoch, all by the same clock. */
export interface Tries {
	count: number;
	/** When it was first tried. */
	since: number;
	/** When it was last tried. */
	at: number;
	/** When to try it again. */
	due: number;
}

/** Whether a stored value can be used. */
export const areTries = shape({
	count: (value) => Number.isInteger(value) && Number(value) > 0,
	since: isNumber,
	at: isNumber,
	due: isNumber,
});

const MINUTE_MS = 60_000;

/** The waits between tries; the last one repeats. Long enough for an execution to end. */
export const WAITS_MS = [4, 8, 16, 32, 64, 128, 180].map((minutes) => minutes * MINUTE_MS);

/** Added for each item that is returned at the same time, because they are processed one after the other. */
const WAIT_PER_ITEM_MS = 1_000;

/**
 * How long before the next try to stop sending, so that a request in progress ends before the vendor is asked whether
 * it was carried out.
 */
export const QUIET_MS = MINUTE_MS;

/** A problem that nobody has fixed for longer than this is unlikely to be fixed. */
export const LONGEST_MS = 7 * 24 * 60 * MINUTE_MS;

/**
 * The tries after one more.
 *
 * @param items how many are tried at the same time
 * @param leastMs how long a try may take; the next one is never sooner
 */
export function afterOneMore(
	before: Tries | undefined,
	now: number,
	{ items = 0, leastMs = 0 } = {},
): Tries {
	const count = (before?.count ?? 0) + 1;
	const wait = Math.max(WAITS_MS[Math.min(count, WAITS_MS.length) - 1], leastMs + QUIET_MS);
	return {
		count,
		since: before?.since ?? now,
		at: now,
		due: now + wait + items * WAIT_PER_ITEM_MS,
	};
}

/** When the current try must have ended, in ms since the epoch. */
export function endOf({ due }: Tries): number {
	return due - QUIET_MS;
}

/**
 * The same tries if the clock has been set back since the last one. The next one is then as long after now as it was
 * to be after the last one.
 */
export function afterClockChange(tries: Tries, now: number): Tries {
	const { since, at, due } = tries;
	if (at <= now) return tries;
	return { ...tries, since: Math.min(since, now), at: now, due: due - (at - now) };
}

export function isDue({ due }: Tries, now: number): boolean {
	return due <= now;
}

/** Whether it was tried often and for long enough. */
export function isOver({ count, since }: Tries, now: number, longestMs = LONGEST_MS): boolean {
	return count >= WAITS_MS.length && now - since >= longestMs;
}
