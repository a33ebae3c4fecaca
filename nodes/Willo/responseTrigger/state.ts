import { isNumber, isText, listOf, maybe, recordOf, shape } from '../../shared/shape';
import type { Repeat } from './repeats';
import { readRepeats } from './repeats';
import type { Watch } from './responded';

/**
 * What the trigger keeps between polls: plain JSON, because n8n stores it in the workflow's row (or,
 * with its durable poller, in a table of its own). Keys are participants' keys.
 */
export interface State {
	version: 1;
	/** How often a person has published or changed the workflow. Tells a newer state from an older one. */
	revision: number;
	/** By the interview's key, or `*` for all. */
	watches: Record<string, Watch>;
	/** Whose response has started the workflow; who was met last stands last. */
	handedOver: string[];
	/** Who had responded, without a date, before the watch began. */
	passedOver: string[];
	/** Whose response is handed over again. */
	repeats: Repeat[];
	/** Whose response has still to be fetched. */
	toFetch: Found[];
	/** Of whom Willo's list does not tell whether they have responded. */
	toLookAt: Unclear[];
	/** By the interview whose list it is, or `*` for the list of everybody. */
	lists: Record<string, Reading>;
	/** Willo's list has shown people of other interviews than it was asked for. */
	filterIgnored?: true;
	/** Willo's list has shown somebody in the stage of those who responded. */
	stageTells?: true;
	/** When more than the newest pages was looked at last, in ms by Willo's clock. */
	lookedDeeperAt?: number;
}

/** A person and, where the list names it, the key of their interview. */
export interface Found {
	key: string;
	interview: string | null;
}

export interface Unclear extends Found {
	/** When the list showed them last. */
	metAt: number;
	/** When they were looked at last, 0 for not yet. */
	lookedAt: number;
	/** A response without a date that the next look shows was there before the watch. */
	mayBeOld?: true;
}

/** How far a list has been read. */
export interface Reading {
	/** The reading under way, from the newest to the oldest, over several polls where it must be. */
	round?: Round;
	/** After a whole reading: nobody created earlier can still respond; by Willo's clock. */
	closedBefore?: number;
}

export interface Round {
	beganAt: number;
	pages: number;
	/** The address of the next page. */
	cursor?: string;
	/** All rows so far have a date and come newest first. */
	inOrder: boolean;
	/** When the first person of the last page was created. */
	newestOfPage?: number;
	/** When the earliest person who has not responded was created. */
	oldestWaiting?: number;
}

const isState = shape({
	version: (value) => value === 1,
	revision: isNumber,
	watches: recordOf(shape({ since: isNumber })),
	handedOver: listOf(isText),
	passedOver: listOf(isText),
	toFetch: Array.isArray,
	toLookAt: Array.isArray,
	lists: recordOf(
		shape({
			closedBefore: maybe(isNumber),
			round: maybe(shape({ beganAt: isNumber, pages: isNumber })),
		}),
	),
});
const isPerson = shape({ key: isText });

/** The state as stored, or undefined when there is none that this version can read. */
export function readState(stored: unknown): State | undefined {
	if (!isState(stored)) return undefined;
	const state = stored as State;
	return {
		...state,
		repeats: readRepeats(state.repeats),
		toFetch: state.toFetch.filter(isPerson),
		toLookAt: state.toLookAt.filter(isPerson),
	};
}

/** A state of one's own to change: n8n hands out objects that watch for changes. */
export function copyState(state: State): State {
	return JSON.parse(JSON.stringify(state)) as State;
}

/** The state of a trigger that has never looked. */
export function emptyState(): State {
	return {
		version: 1,
		revision: 0,
		watches: {},
		handedOver: [],
		passedOver: [],
		repeats: [],
		toFetch: [],
		toLookAt: [],
		lists: {},
	};
}
