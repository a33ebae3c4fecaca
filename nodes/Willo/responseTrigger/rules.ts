/** Who is waiting, whose response is to be returned and who is done: plain functions over plain data. */
import { createdAtOf, readParticipant } from '../client/participant';
import type { WilloObject } from '../client/types';
import { readSigns, verdictOf } from './responded';
import type { State, Waiting, Watch } from './state';

/** The most participants kept of each kind. A response of anybody beyond is found by its date. */
export const MOST_KEPT = 3000;
/** Pages of 30 that are read of one list at most. */
const MOST_PAGES = 100;
/** The key of the watch over all interviews. */
const ALL = '*';

export type WhenActivated = 'catchUp' | 'fromNowOn' | 'includeExisting';

export interface Following {
	/** The keys of the interviews to follow, none for all. */
	interviews: string[];
	/** Who was invited before is no longer waited for. */
	watchedSince: number;
	now: number;
}

/** Sets the watches. A publishing or a change of the interviews begins the list anew. */
export function watch(
	state: State,
	{ interviews, now }: Following,
	whenActivated: WhenActivated,
	isPublishing: boolean,
): void {
	const before = state.watches;
	const wanted = interviews.length > 0 ? interviews : [ALL];
	const afresh = isPublishing && whenActivated !== 'catchUp';
	const includes = afresh && whenActivated === 'includeExisting';
	const start: Watch = includes ? { since: 0, settled: true } : { since: now };
	state.watches = Object.fromEntries(
		wanted.map((key) => [key, { ...((!afresh && (before[key] ?? before[ALL])) || start) }]),
	);
	// With all interviews chosen, those chosen before keep their own watch.
	if (!afresh && interviews.length === 0) state.watches = { ...before, ...state.watches };

	const keys = (watches: State['watches']) => Object.keys(watches).sort().join();
	if (!isPublishing && keys(state.watches) === keys(before)) return;
	state.revision++;
	delete state.round;
	delete state.wentDeeperAt;
	if (includes) {
		for (const waiting of Object.values(state.waiting)) delete waiting.mayBeOld;
		for (const key of Object.keys(state.done)) {
			if (state.done[key] === 'skipped') delete state.done[key];
		}
	} else if (afresh) {
		state.waiting = {};
		state.found = {};
	}
}

/** The watch over a participant; the strictest where Willo does not name the interview. */
function watchOver({ watches }: State, interview: string | null): Watch {
	const own = interview === null ? undefined : (watches[interview] ?? watches[ALL]);
	return own ?? Object.values(watches).reduce((a, b) => (b.since > a.since ? b : a));
}

/**
 * Takes a participant into the state.
 *
 * @param isWhole whether Willo was asked about this participant alone; otherwise it is a row of the list
 */
export function take(
	state: State,
	raw: WilloObject,
	{ interviews, watchedSince, now }: Following,
	isWhole = false,
): void {
	const { key, interview } = readParticipant(raw);
	const signs = readSigns(raw);
	if (signs.stage === 'responded') state.stageTells = true;
	// A key comes from outside: `constructor` would be one that JavaScript knows already.
	if (key === null || key in Object.prototype) return;
	const before = state.waiting[key];
	const named = interview.key?.toLowerCase() ?? before?.interview ?? null;
	if (interviews.length > 0 && named !== null && !interviews.includes(named)) {
		delete state.waiting[key];
		if (isWhole) state.done[key] = 'skipped';
		return;
	}
	if (key in state.found || isDone(state, key)) return;

	const watched = watchOver(state, named);
	const createdAt = createdAtOf(raw);
	const { respondedAt } = signs;
	// Of a response without a date: whether it can only have come under this watch.
	const isFresh =
		(before !== undefined && !before.mayBeOld) ||
		(createdAt !== undefined && createdAt >= watched.since) ||
		(!isWhole && watched.settled === true);
	const verdict = verdictOf(signs, isWhole, state.stageTells === true);
	const since = createdAt ?? before?.since ?? now;
	if (verdict === 'responded') {
		delete state.waiting[key];
		const isNew = respondedAt === undefined ? isFresh : respondedAt >= watched.since;
		if (isNew) state.found[key] = named;
		// Where the list has a date, that shows every time that the response is old.
		else if (isWhole || respondedAt === undefined) state.done[key] = 'skipped';
	} else if (before || since >= watchedSince) {
		const waiting: Waiting = { interview: named, since, listedAt: now };
		if (isWhole) waiting.askedAt = now;
		else if (verdict === 'unclear') {
			waiting.askedAt = before?.askedAt ?? 0;
			if (before ? before.mayBeOld : !isFresh) waiting.mayBeOld = true;
		}
		state.waiting[key] = waiting;
	}
}

/** Whether a participant is done; moves them to the end, because they were just listed. */
function isDone({ done }: State, key: string): boolean {
	if (!(key in done)) return false;
	const how = done[key];
	delete done[key];
	done[key] = how;
	return true;
}

/** The keys of those about whom the list says nothing, the one asked about longest ago first. */
export function unclear({ waiting }: State): string[] {
	return Object.keys(waiting)
		.filter((key) => waiting[key].askedAt !== undefined)
		.sort((a, b) => (waiting[a].askedAt ?? 0) - (waiting[b].askedAt ?? 0));
}

/** Whether everybody who was there when the watches began has been listed since. */
export function isSettled({ watches }: State): boolean {
	return Object.values(watches).every(({ settled }) => settled);
}

/** After a page of the list: the round goes on until everybody who waits has been listed in it. */
export function turn(state: State, beganAt: number, pages: number, next?: string): void {
	const unlisted = Object.keys(state.waiting).filter(
		(key) => state.waiting[key].listedAt < beganAt,
	);
	const isSearching = !isSettled(state) || unlisted.length > 0;
	if (isSearching && next !== undefined && pages < MOST_PAGES) {
		state.round = { beganAt, pages, next };
		return;
	}
	delete state.round;
	// Whom the whole list does not show has been deleted.
	if (next === undefined) for (const key of unlisted) delete state.waiting[key];
	for (const each of Object.values(state.watches)) each.settled = true;
}

/** Forgets who is no longer waited for, and keeps the state from growing without end. */
export function bound(state: State, watchedSince: number): void {
	const waiting = Object.entries(state.waiting).sort(([, a], [, b]) => b.since - a.since);
	for (const [key] of waiting.slice(MOST_KEPT)) delete state.waiting[key];
	for (const [key, { since }] of waiting) {
		// Where there is no date, the next listing would wait for them all over again.
		if (since >= watchedSince) continue;
		delete state.waiting[key];
		state.done[key] = 'skipped';
	}
	state.done = Object.fromEntries(Object.entries(state.done).slice(-MOST_KEPT));
}
