import { isNumber, isText, listOf, maybe, recordOf, shape } from '../../shared/shape';
import type { Memory } from './stays';
import type { Open } from './unconfirmed';

/**
 * What the trigger keeps between polls: plain JSON, because n8n stores it in the workflow's row (or,
 * with its durable poller, in a table of its own).
 */
export interface State {
	version: 2;
	/** How often a person has published or changed the workflow. Tells a newer state from an older one. */
	revision: number;
	memory: Memory;
	/** Stands for what has been read so far; absent until there is one. */
	syncToken?: string;
	/**
	 * The token is that of an empty listing, had in one request. Nobody documents that it shows every
	 * change: the one of the complete listing takes its place.
	 */
	isProvisional?: true;
	/** A reading of what changed that ran out of time: the next poll goes on at this cursor. */
	changes?: Reading;
	/** A full listing that ran out of time, or that has not begun yet (without a cursor). */
	listing?: Reading & {
		/** Applications remembered when the listing began and not met in it so far. */
		unseen: string[];
	};
	/** Applications whose history has still to be read: those that changed, then the others. */
	changed: string[];
	standing: string[];
	/** Entries that fire and of which it is not known that they have been dealt with. */
	open: Record<string, Open>;
	/** Names of the candidates whose entries were repeated in vain, until a person has been told. */
	givenUp: string[];
	/** When the links were last compared with Ashby's jobs and stages, in ms by Ashby's clock. */
	linksCheckedAt?: number;
}

export interface Reading {
	cursor?: string;
	/** When its first page was read, in ms by Ashby's clock. */
	beganAt?: number;
	/** What it shows may have been handed over before. */
	asks?: true;
}

const READING = { cursor: maybe(isText), beganAt: maybe(isNumber) };
const isState = shape({
	version: (value) => value === 2,
	revision: isNumber,
	memory: shape({
		links: recordOf(shape({ since: isNumber })),
		stays: recordOf(isText),
		lookedAt: isNumber,
		ended: recordOf(isNumber),
	}),
	syncToken: maybe(isText),
	changes: maybe(shape(READING)),
	listing: maybe(shape({ ...READING, unseen: listOf(isText) })),
	changed: listOf(isText),
	standing: listOf(isText),
	open: recordOf(
		shape({
			applicationId: isText,
			candidateId: isText,
			attempts: isNumber,
			since: isNumber,
			due: isNumber,
		}),
	),
	givenUp: listOf(isText),
});

/** The state as stored, or undefined when there is none that this version can read. */
export function readState(stored: unknown): State | undefined {
	return isState(stored) ? (stored as State) : undefined;
}

/**
 * A state of one's own to change: n8n hands out objects that watch for changes. What is looked up by
 * Ashby's ids has nothing of JavaScript's own in it, whatever the ids are.
 */
export function copyState(state: State): State {
	const copy = JSON.parse(JSON.stringify(state)) as State;
	const { memory } = copy;
	memory.stays = bare(memory.stays);
	memory.ended = bare(memory.ended);
	copy.open = bare(copy.open);
	return copy;
}

function bare<T>(record: Record<string, T>): Record<string, T> {
	return Object.assign(Object.create(null) as Record<string, T>, record);
}

/** The state of a trigger that has never polled. */
export function emptyState(): State {
	return {
		version: 2,
		revision: 0,
		memory: { links: {}, stays: {}, lookedAt: 0, ended: {} },
		changed: [],
		standing: [],
		open: {},
		givenUp: [],
	};
}
