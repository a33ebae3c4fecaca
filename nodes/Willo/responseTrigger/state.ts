import { isNumber, isText, listOf, maybe, recordOf, shape } from '../../shared/shape';
import type { Repeat } from './repeats';

/**
 * What the trigger keeps between polls: plain JSON, because n8n stores it in the workflow's row (or,
 * with its durable poller, in a table of its own). Times are ms since the epoch by Willo's clock.
 */
export interface State {
	version: 3;
	/** How often a person has published or changed the workflow. Shows which of two states is newer. */
	revision: number;
	/** By the interview's key, or `*` for all. */
	watches: Record<string, Watch>;
	/** Who may still respond, by the participant's key. */
	waiting: Record<string, Waiting>;
	/** Whose response is to be returned, with the interview that the list names. */
	found: Record<string, string | null>;
	/** Who is done; who was listed last comes last. */
	done: Record<string, 'returned' | 'skipped'>;
	repeats: Repeat[];
	/** How far the list has been read, where one poll was not enough. */
	round?: Round;
	/** Willo's list has shown somebody in the stage of those who responded. */
	stageTells?: true;
	/** When more than the newest page was last read. */
	wentDeeperAt?: number;
}

/** From when on responses to an interview, or to any, start the workflow. */
export interface Watch {
	/** 0 for all responses there are. */
	since: number;
	/** The whole list has been read since: a response without a date that it did not show is new. */
	settled?: true;
}

export interface Waiting {
	/** The key of the interview, where the list names it. */
	interview: string | null;
	/** When the participant was created, or first listed where Willo gives no time. */
	since: number;
	/** When the list last showed the participant. */
	listedAt: number;
	/** Only Willo's answer about this participant says more: when it was last asked, 0 for not yet. */
	askedAt?: number;
	/** A response without a date may be older than the watch. */
	mayBeOld?: boolean;
}

export interface Round {
	beganAt: number;
	pages: number;
	/** The address of the next page. */
	next: string;
}

const isState = shape({
	version: (value) => value === 3,
	revision: isNumber,
	watches: recordOf(shape({ since: isNumber })),
	waiting: recordOf(shape({ since: isNumber, listedAt: isNumber, askedAt: maybe(isNumber) })),
	found: recordOf((value) => value === null || isText(value)),
	done: recordOf(isText),
	repeats: listOf(shape({ key: isText, since: isNumber, due: isNumber, times: isNumber })),
	round: maybe(shape({ beganAt: isNumber, pages: isNumber, next: isText })),
});

/** The state as stored, or undefined when there is none that this version can read. */
export function readState(stored: unknown): State | undefined {
	return isState(stored) ? (stored as State) : undefined;
}

/** The state of a trigger that has never polled. */
export function emptyState(): State {
	return { version: 3, revision: 0, watches: {}, waiting: {}, found: {}, done: {}, repeats: [] };
}
