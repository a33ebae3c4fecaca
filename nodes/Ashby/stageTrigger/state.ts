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
	/** How often a person has published or changed the workflow. Tells a newer state from an older one. */
	revision: number;
	memory: Memory;
	/** Applications whose history must still be read: those that changed, then the others. */
	changed: string[];
	existing: string[];
	/** New entries that no note is known to name, by ID. */
	unconfirmed: Record<string, UnconfirmedEntry>;
	/** Names of the candidates whose entries were returned in vain, until a person has been told. */
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

/** The state as stored, or undefined if there is none that this version can read. */
export function readState(stored: unknown): State | undefined {
	return isState(stored) ? (stored as State) : undefined;
}

/**
 * A separate copy that can be changed: n8n returns objects that observe their own changes. Objects keyed by
 * Ashby's IDs have no prototype, whatever the IDs are.
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
