import { isNumber, isText, listOf, maybe, recordOf, shape } from '../../shared/shape';
import type { ListState } from './applicationList';
import type { Memory } from './rules';
import type { UnconfirmedEntry } from './unconfirmed';

/**
 * What the trigger keeps between polls: plain JSON, because n8n stores it in the workflow's row (or, with
 * its durable poller, in a table of its own).
 */
export interface State extends ListState {
	version: 3;
	/** How often a person has published or changed the workflow. A higher number means a newer state. */
	revision: number;
	memory: Memory;
	/** Applications whose history must be read: those that changed, then the others. */
	changed: string[];
	existing: string[];
	/** Unconfirmed entries by ID. */
	unconfirmed: Record<string, UnconfirmedEntry>;
	/** Names of candidates whose entries were given up, until they are reported. */
	givenUp: string[];
	/** When the watched stages were last compared with Ashby's jobs, in ms by Ashby's clock. */
	watchesCheckedAt?: number;
}

const READING = { cursor: maybe(isText), beganAt: maybe(isNumber) };
const isState = shape({
	version: (value) => value === 3,
	revision: isNumber,
	memory: shape({
		watches: recordOf(shape({ since: isNumber })),
		entries: recordOf(isText),
		readUntil: isNumber,
		ended: recordOf(isNumber),
	}),
	syncToken: maybe(isText),
	changes: maybe(shape(READING)),
	listing: maybe(shape({ ...READING, unseen: listOf(isText) })),
	changed: listOf(isText),
	existing: listOf(isText),
	unconfirmed: recordOf(
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

/** The stored state, or undefined if this version can't read it. */
export function readState(stored: unknown): State | undefined {
	return isState(stored) ? (stored as State) : undefined;
}

/**
 * A copy that can be changed, since n8n's objects observe their changes. Objects keyed by Ashby's IDs have no prototype,
 * so that any ID is safe.
 */
export function copyState(state: State): State {
	const copy = JSON.parse(JSON.stringify(state)) as State;
	const { memory } = copy;
	memory.entries = bare(memory.entries);
	memory.ended = bare(memory.ended);
	copy.unconfirmed = bare(copy.unconfirmed);
	return copy;
}

function bare<T>(record: Record<string, T>): Record<string, T> {
	return Object.assign(Object.create(null) as Record<string, T>, record);
}

/** The state of a trigger that has never polled. */
export function emptyState(): State {
	return {
		version: 3,
		revision: 0,
		memory: { watches: {}, entries: {}, readUntil: 0, ended: {} },
		changed: [],
		existing: [],
		unconfirmed: {},
		givenUp: [],
	};
}
