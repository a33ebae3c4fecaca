/**
 * What the trigger keeps between polls: one row for each application in a watched stage. A row may have a task: read its
 * history, or return its entry. A row without a task is done.
 */
import type { Place } from '../../shared/trigger/bookmark';
import type { Tries } from '../../shared/trigger/retry';
import { afterOneMore, areTries, isDue, isOver } from '../../shared/trigger/retry';
import type { Check } from '../../shared/shape';
import { isNumber, isText, listOf, maybe, recordOf, shape } from '../../shared/shape';
import type { Watches } from '../../shared/trigger/watch';
import { areWatches, continued, placeOver } from '../../shared/trigger/watch';
import type { ChosenInterview } from '../stageEntry/history';
import type { ListState } from './applicationList';

export interface Row {
	/** The ID of the entry. Absent until the history has been read. */
	entry?: string;
	/** The stage in which a candidate was before everyone in it was known, so that the date of the entry decides. */
	stage?: string;
	/** The entry is from before its stage was watched. */
	isOld?: true;
	/** The task to read the history, of an application that changed or that a listing shows. */
	read?: 'changed' | 'listed';
	/** The candidate's name, while the history must be read: to report who can't be read. */
	name?: string;
	/** The task to return the entry. */
	open?: Open;
	/** The entry may have been returned without a record of it, so the notes are read first. */
	isUnsure?: true;
	/** The task has failed. It is then done after the others. */
	failed?: Failed;
	/**
	 * Only for `includeWhoLeft`: the row is about an entry that has ended, in this application. Its key is the ID of the
	 * entry.
	 */
	application?: string;
	/** When it ended, in ms by Ashby's clock. */
	endedAt?: number;
}

export interface Open {
	candidateId: string;
	/** When the entry began, in ms by Ashby's clock. */
	began?: number;
	/** For the minimum time in the stage, or while its job has no interview: when to return it, in ms by Ashby's clock. */
	notBefore?: number;
	/** How often it was returned, by this machine's clock. Absent before the first time. */
	tries?: Tries;
	/** What the field of the job said when it was returned. */
	interview?: ChosenInterview;
}

export interface Failed extends Tries {
	/** The last failure. */
	why: string;
	/** What changed in Ashby until then had been read before the first failure. */
	from: number;
	/** A person has been told. */
	isReported?: true;
}

/** By the ID of the application, or of an entry that has ended. */
export type Rows = Record<string, Row>;

/** Plain JSON, because n8n stores it in the workflow's row or, with its durable poller, in a table of its own. */
export interface State {
	version: 1;
	/** How often a person has published or changed the workflow. A higher number means a newer state. */
	revision: number;
	/** By `keyOf` the watched stage. */
	watches: Watches;
	rows: Rows;
	list: ListState;
	/** Everything that had changed by then has been read, in ms by Ashby's clock. */
	readUntil: number;
	/** Only for `includeWhoLeft`: when it was turned on. Entries that ended earlier aren't new. */
	endedFrom?: number;
	/** Names of candidates to report: those whose entries were given up, and those who can't be read. */
	givenUp: string[];
	unreadable: string[];
	/** When the watched stages were last compared with Ashby's jobs, in ms by this machine's clock. */
	watchesCheckedAt?: number;
}

const PASS = { cursor: maybe(isText), beganAt: maybe(isNumber) };
const INTERVIEW = { field: isText, jobId: isText, since: isNumber };
/** JSON has null for the time of a date that can't be read. */
const isTime: Check = (value) => value === null || isNumber(value);
const OPEN = {
	candidateId: isText,
	began: maybe(isTime),
	notBefore: maybe(isTime),
	tries: maybe(areTries),
	interview: maybe(shape(INTERVIEW)),
};
const FAILED = { why: isText, from: isNumber };
const ROW = {
	entry: maybe(isText),
	stage: maybe(isText),
	name: maybe(isText),
	open: maybe(shape(OPEN)),
	failed: maybe((value) => areTries(value) && shape(FAILED)(value)),
	application: maybe(isText),
	endedAt: maybe(isTime),
};
const isState = shape({
	version: (value) => value === 1,
	revision: isNumber,
	watches: areWatches,
	rows: recordOf(shape(ROW)),
	list: shape({
		syncToken: maybe(isText),
		changes: maybe(shape(PASS)),
		listing: maybe(shape({ ...PASS, unseen: listOf(isText) })),
	}),
	readUntil: isNumber,
	endedFrom: maybe(isNumber),
	givenUp: listOf(isText),
	unreadable: listOf(isText),
	watchesCheckedAt: maybe(isNumber),
});

/** The stored state, or undefined if this version can't read it. */
export function readState(stored: unknown): State | undefined {
	return isState(stored) ? (stored as State) : undefined;
}

/** The state of a trigger that has never polled. */
export function emptyState(): State {
	const rows: Rows = {};
	return {
		version: 1,
		revision: 0,
		watches: {},
		rows,
		list: {},
		readUntil: 0,
		givenUp: [],
		unreadable: [],
	};
}

/** Stands for `endedFrom` in a place. */
const ENDED = 'ended';

/** A state that continues where the one of a node with another name ended. */
export function stateFrom(keys: string[], place: Place): State {
	const watches = continued(keys, place);
	const readUntil = Math.min(...Object.values(watches).map(({ since }) => since));
	return { ...emptyState(), watches, readUntil, endedFrom: place[ENDED] };
}

/** Where a node with another name would continue: at the oldest open entry. */
export function placeIn({ readUntil, endedFrom, rows, watches }: State): Place {
	// An edited date may be anything. Whoever a listing shows may have been there since the watch began.
	const times = Object.values(rows).flatMap(({ failed, open, read }) => [
		open?.began,
		failed && read === 'listed' ? 0 : failed?.from,
	]);
	const place = placeOver(watches, readUntil, times.filter(Number.isFinite) as number[]);
	return { ...place, ...(endedFrom !== undefined && { [ENDED]: endedFrom }) };
}

/**
 * A copy that can be changed, since n8n's objects observe their changes. Its rows have no prototype, so that any ID is
 * safe.
 */
export function copyOf(state: State): State {
	const copy = JSON.parse(JSON.stringify(state)) as State;
	copy.rows = Object.assign(Object.create(null) as Rows, copy.rows);
	return copy;
}

/** The task is done. */
export function close(row: Row): void {
	delete row.open;
	delete row.isUnsure;
	delete row.failed;
}

/** A task that has failed for this long is reported. It is still tried. */
const REPORTED_AFTER_MS = 24 * 60 * 60_000;

/**
 * A task that failed waits longer each time. If it never works, a person is told once.
 *
 * @param isUrgent whether to tell them now
 */
export function noteFailure(state: State, key: string, why: string, isUrgent: boolean): void {
	const row: Row | undefined = state.rows[key];
	if (!row) return;
	const now = Date.now();
	const { from = state.readUntil, isReported } = row.failed ?? {};
	const failed: Failed = { ...afterOneMore(row.failed, now), why, from };
	row.failed = failed;
	// Most failures pass by the next poll.
	if (failed.count === 1) failed.due = now;
	if (!isReported && !isUrgent && !isOver(failed, now, REPORTED_AFTER_MS)) return;
	failed.isReported = true;
	if (!isReported)
		state.unreadable.push(`${row.name ?? `application ${row.application ?? key}`} (${why})`);
}

/** Two clocks: this machine's, and Ashby's. In ms since the epoch. */
export interface Clocks {
	now: number;
	ashbyNow: number;
}

/** Whether the entry can be returned now. */
export function mayReturn({ open }: Row, { now, ashbyNow }: Clocks): boolean {
	return (
		open !== undefined && (open.tries ? isDue(open.tries, now) : !(open.notBefore! > ashbyNow))
	);
}

/**
 * The rows with a task to do now, in this order: unknown applications that changed, so that new candidates don't wait
 * behind those who got a note; the others that changed; entries to return; and what a listing shows. Those that failed
 * come last.
 */
export function tasksIn(rows: Rows, clocks: Clocks): string[] {
	const rankOf = (row: Row) => {
		const { entry, failed, read } = row;
		if (failed && !isDue(failed, clocks.now)) return Infinity;
		const behind = failed ? 4 : 0;
		if (read === 'changed') return behind + (entry === undefined ? 0 : 1);
		if (mayReturn(row, clocks)) return behind + 2;
		return read ? behind + 3 : Infinity;
	};
	return Object.entries(rows)
		.map(([key, row]) => ({ key, rank: rankOf(row), after: row.open?.tries?.due ?? 0 }))
		.filter(({ rank }) => rank < Infinity)
		.sort((a, b) => a.rank - b.rank || a.after - b.after)
		.map(({ key }) => key);
}
