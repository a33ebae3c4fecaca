import type { State } from './state';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The responses to return again. n8n resumes no execution that failed or crashed, and does not inform the
 * trigger. So each response comes again after a minute, and then whenever as long has passed again as
 * between the first return and the last one, but at least every half day.
 *
 * @returns the keys of the participants, with whether it is the last time
 */
export function toRepeat({ repeats }: State, now: number, days: number) {
	return Object.entries(repeats).flatMap(([key, { since, at }]) => {
		const isLast = now >= since + days * DAY_MS;
		const wait = Math.min(Math.max(at - since, MINUTE_MS), DAY_MS / 2);
		// A time in the future was noted while a clock was wrong.
		return isLast || at > now || now >= at + wait ? [{ key, isLast }] : [];
	});
}
