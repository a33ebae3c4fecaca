import type { State } from './state';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The responses to return again. n8n doesn't resume failed or crashed executions and doesn't inform the trigger. Each
 * response is therefore returned again after a minute, and then after intervals that double, up to half a day.
 *
 * @returns the keys of the participants, with whether it is the last time
 */
export function toRepeat({ repeats }: State, now: number, days: number) {
	return Object.entries(repeats).flatMap(([key, { since, at }]) => {
		const isLast = now >= since + days * DAY_MS;
		const wait = Math.min(Math.max(at - since, MINUTE_MS), DAY_MS / 2);
		// A time in the future comes from a wrong clock.
		return isLast || at > now || now >= at + wait ? [{ key, isLast }] : [];
	});
}
