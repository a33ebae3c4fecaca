import { isNumber, isText, listOf, maybe, recordOf, shape } from '../../shared/shape';
import type { Repeat } from './repeats';
import type { Watch } from './responded';

/**
 * What the trigger keeps between polls: plain JSON, because n8n stores it in the workflow's row (or,
 * with its durable poller, in a table of its own). Times are ms since the epoch by Willo's clock.
 */
export interface State {
	version: 2;
	/** How often a person has published or changed the workflow. Tells a newer state from an older one. */
	revision: number;
	/** By the interview's key, or `*` for all. */
	watches: Record<string, Watch>;
	/** Who may still respond, or has responded and is to be returned, by the participant's key. */
	waiting: Record<string, Waiting>;
	/** Whose response has been returned; who was listed last comes last. */
	returned: string[];
	/** Who had responded before, without a date. */
	skipped: string[];
	/** Whose response is returned again. */
	repeats: Repeat[];
	/** The reading of the whole list that is under way, over several polls where it must be. */
	round?: Round;
	/** Willo's list has shown somebody in the stage of those who responded. */
	stageTells?: true;
	/** When more than the newest page was read last. */
	wentDeeperAt?: number;
}

export interface Waiting {
	/** The key of the interview, where the list names it. */
	interview: string | null;
	/** When the participant was created, or first listed where Willo gives no time. */
	since: number;
	/** When the list showed the participant last. */
	listedAt: number;
	/** The list does not tell whether they have responded: when Willo was asked last, 0 for not yet. */
	askedAt?: number;
	/** A response without a date may have been there before. */
	mayBeOld?: boolean;
	/** The response is to be returned. */
	hasResponded?: true;
}

export interface Round {
	beganAt: number;
	pages: number;
	/** The address of the next page. */
	next: string;
}

const isState = shape({
	version: (value) => value === 2,
	revision: isNumber,
	watches: recordOf(shape({ since: isNumber })),
	waiting: recordOf(shape({ since: isNumber, listedAt: isNumber, askedAt: maybe(isNumber) })),
	returned: listOf(isText),
	skipped: listOf(isText),
	repeats: listOf(shape({ key: isText, since: isNumber, due: isNumber, times: isNumber })),
	round: maybe(shape({ beganAt: isNumber, pages: isNumber, next: isText })),
});

/** The state as stored, or undefined when there is none that this version can read. */
export function readState(stored: unknown): State | undefined {
	return isState(stored) ? (stored as State) : undefined;
}

/** A state of one's own to change: n8n hands out objects that watch for changes. */
export function copyState(state: State): State {
	const copy = JSON.parse(JSON.stringify(state)) as State;
	// Keys come from outside, and may be anything that JavaScript knows as something else.
	copy.waiting = Object.assign(Object.create(null) as State['waiting'], copy.waiting);
	return copy;
}

/** The state of a trigger that has never polled. */
export function emptyState(): State {
	return {
		version: 2,
		revision: 0,
		watches: {},
		waiting: {},
		returned: [],
		skipped: [],
		repeats: [],
	};
}
