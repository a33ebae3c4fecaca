import type { HandedOvers } from './handedOver';
import type { Memory } from './stays';

/**
 * What the trigger keeps between polls: plain JSON, because n8n stores it in the workflow's row (or,
 * with its durable poller, in a table of its own).
 */
export interface State {
	version: 1;
	/** How often a person has published or changed the workflow. Tells a newer state from an older one. */
	revision: number;
	memory: Memory;
	/** From the end of the last complete look; absent until the first listing has been completed. */
	syncToken?: string;
	/** A look at what changed that ran out of time: the next poll goes on at this cursor. */
	changes?: Reading;
	/** A full listing that ran out of time, or that has not begun yet (without a cursor). */
	listing?: Reading & {
		/** Applications remembered when the listing began and not met in it so far. */
		unseen: string[];
	};
	/** Applications whose history has still to be read. */
	pending: string[];
	/** With `repeatAfterCrash`: what was handed over and may have to be handed over again. */
	handedOver?: HandedOvers;
	/** When the links were last compared with Ashby's jobs and stages, in ms by Ashby's clock. */
	linksCheckedAt?: number;
}

export interface Reading {
	cursor?: string;
	/** When its first page was read, in ms by Ashby's clock. */
	beganAt?: number;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The state as stored, or undefined when there is none that this version can read. */
export function readState(stored: unknown): State | undefined {
	if (!isObject(stored) || stored.version !== 1 || !Array.isArray(stored.pending)) return undefined;
	const { memory } = stored;
	if (!isObject(memory) || !isObject(memory.links)) return undefined;
	if (!isObject(memory.stays) || !isObject(memory.ended)) return undefined;
	return stored as unknown as State;
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
		memory: { links: {}, stays: {}, lookedAt: 0, ended: {} },
		pending: [],
	};
}
