/**
 * When a response is returned again: plain functions over plain data.
 *
 * n8n resumes no execution that failed or crashed, and does not inform the trigger. So each response
 * comes again for some days: Add Note recognizes one that is written already, and writes one that was
 * lost.
 */

export interface Repeat {
	/** The participant's. */
	key: string;
	/** When the response was first returned, in ms by Willo's clock. */
	since: number;
	/** When it is to be returned again. */
	due: number;
	/** How often it has been returned. */
	times: number;
	/** Willo gave no time of the response at first: its ID stays the one without. */
	undated?: true;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** From one return to the next: 1 minute, then twice as long each time, up to this. */
const LONGEST_GAP_MS = DAY_MS / 2;
/** Somebody who cannot be read is tried again after so long, so as not to hold up the others. */
const AFTER_FAILURE_MS = 10 * MINUTE_MS;
/** The most that are kept (some 130 bytes each); the newest. */
const MOST_REPEATS = 1000;

/**
 * The repeats after one was dealt with.
 *
 * @param days for how many days it comes again
 * @param isReturned false when the participant could not be read
 */
export function withNext(
	repeats: Repeat[],
	repeat: Repeat,
	now: number,
	days: number,
	isReturned = true,
): Repeat[] {
	const others = repeats.filter(({ key }) => key !== repeat.key);
	// A first return in the future comes of a clock that was wrong.
	const since = Math.min(repeat.since, now);
	if (isLast({ since }, now, days)) return others;
	const gap = Math.min(MINUTE_MS * 2 ** repeat.times, LONGEST_GAP_MS);
	const due = Math.min(now + gap, since + days * DAY_MS);
	const next = isReturned
		? { ...repeat, since, due, times: repeat.times + 1 }
		: { ...repeat, due: now + AFTER_FAILURE_MS };
	return [...others, next].slice(-MOST_REPEATS);
}

/** Whether a return at this time is the last one. */
export function isLast({ since }: Pick<Repeat, 'since'>, now: number, days: number): boolean {
	return now - since >= days * DAY_MS;
}

/** Those whose time has come, the earliest first; one further away than any gap is a wrong clock's. */
export function dueRepeats(repeats: Repeat[], now: number): Repeat[] {
	return repeats
		.filter(({ due }) => due <= now || due > now + LONGEST_GAP_MS)
		.sort((a, b) => a.due - b.due);
}
