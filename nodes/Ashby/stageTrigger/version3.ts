/** Reads the state of versions up to 1.0, which kept four collections about the same applications. */
import { WAITS_MS } from '../../shared/retry';
import { isNumber, isText, listOf, recordOf, shape } from '../../shared/shape';
import type { Watches } from '../../shared/watch';
import { areWatches } from '../../shared/watch';
import type { ListState } from './applicationList';
import type { Open, Rows, State } from './table';

interface Version3 extends ListState {
	revision: number;
	memory: {
		watches: Watches;
		/** By the ID of the application: the entry, with `~` if it is old, or `~/` and the stage. */
		entries: Record<string, string>;
		readUntil: number;
		endedFrom?: number;
		/** By the ID of the entry: when it ended. */
		ended: Record<string, number>;
	};
	changed: string[];
	existing: string[];
	unconfirmed: Record<string, Unconfirmed>;
	givenUp: string[];
	watchesCheckedAt?: number;
}

interface Unconfirmed {
	applicationId: string;
	candidateId: string;
	attempts: number;
	since: number;
	due: number;
	checkNotes?: true;
}

const isVersion3 = shape({
	version: (value) => value === 3,
	revision: isNumber,
	memory: shape({
		watches: areWatches,
		entries: recordOf(isText),
		readUntil: isNumber,
		ended: recordOf(isNumber),
	}),
	changed: listOf(isText),
	existing: listOf(isText),
	unconfirmed: recordOf(
		shape({ applicationId: isText, candidateId: isText, attempts: isNumber, due: isNumber }),
	),
	givenUp: listOf(isText),
});

/** The state as it is kept now, or undefined if this isn't one of version 3. Nothing in it is lost. */
export function fromVersion3(stored: unknown): State | undefined {
	if (!isVersion3(stored)) return undefined;
	const { memory, changed, existing, unconfirmed, revision, givenUp, watchesCheckedAt, ...rest } =
		stored as Version3;
	const { syncToken, isProvisional, changes, listing } = rest;
	const { watches, readUntil, endedFrom } = memory;
	const rows = Object.create(null) as Rows;
	for (const [id, remembered] of Object.entries(memory.entries)) {
		const [, old, slash, name] = /^(~?)(\/?)(.*)$/s.exec(remembered) as RegExpExecArray;
		rows[id] = { [slash ? 'stage' : 'entry']: name, ...(old && { isOld: true as const }) };
	}
	for (const id of existing) rows[id] = { ...rows[id], read: 'listed' };
	for (const id of changed) rows[id] = { ...rows[id], read: 'changed' };
	for (const [entry, endedAt] of Object.entries(memory.ended)) {
		rows[entry] = { entry, application: '', endedAt };
	}
	for (const [entry, one] of Object.entries(unconfirmed)) {
		const { applicationId: application, checkNotes } = one;
		const more = { open: openOf(one), ...(checkNotes && { isUnsure: checkNotes }) };
		if (rows[application]?.entry === entry) Object.assign(rows[application], more);
		else rows[entry] = { endedAt: readUntil, ...rows[entry], entry, application, ...more };
	}
	return {
		version: 4,
		revision,
		watches,
		rows,
		list: { syncToken, isProvisional, changes, listing },
		readUntil,
		endedFrom,
		givenUp,
		unreadable: [],
		watchesCheckedAt,
	};
}

function openOf({ candidateId, attempts: count, since, due }: Unconfirmed): Open {
	if (count === 0) return { candidateId, notBefore: due };
	const at = due - WAITS_MS[Math.min(count, WAITS_MS.length) - 1];
	return { candidateId, tries: { count, since, at, due } };
}
