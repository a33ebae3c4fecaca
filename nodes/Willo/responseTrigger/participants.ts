/** Who is waiting, who has responded and who is done: plain functions over plain data. */
import { createdAtOf, readParticipant } from '../client/participant';
import type { WilloObject } from '../client/types';
import { isFresh, isNew, readSigns, verdictOf, watchOver } from './responded';
import type { State } from './state';

/** The most participants kept of each kind. A response of anybody beyond is found by its date. */
export const MOST_KEPT = 3000;

export interface Following {
	/** The keys of the interviews to follow, none for all. */
	interviews: string[];
	/** Who was invited before is not waited for any more. */
	watchedSince: number;
	now: number;
}

/** Takes a row of Willo's list into the state. */
export function takeRow(state: State, row: WilloObject, following: Following): void {
	const { interviews, watchedSince, now } = following;
	const { key, interview } = readParticipant(row);
	const named = interview.key?.toLowerCase() ?? null;
	const signs = readSigns(row);
	if (signs.stage === 'responded') state.stageTells = true;
	if (key === null || isElsewhere(named, interviews)) return;
	if (state.waiting[key]?.hasResponded) return;
	if (touch(state.returned, key) || touch(state.skipped, key)) return;
	const before = state.waiting[key];
	const watch = watchOver(state.watches, named);
	const createdAt = createdAtOf(row);
	const since = createdAt ?? before?.since ?? now;
	const waiting = { interview: named, since, listedAt: now };
	const verdict = verdictOf(signs, false, state.stageTells === true);
	if (verdict === 'responded') {
		delete state.waiting[key];
		const wasWaiting = before !== undefined && !before.mayBeOld;
		if (isNew(signs, createdAt, watch, wasWaiting)) {
			state.waiting[key] = { ...waiting, hasResponded: true };
		} else if (signs.respondedAt === undefined) {
			// Who has a date is known to be old by that.
			state.skipped.push(key);
		}
	} else if (since < watchedSince) {
		if (before) skip(state, key);
	} else if (verdict === 'waiting') {
		state.waiting[key] = waiting;
	} else {
		const mayBeOld = before ? before.mayBeOld : !isFresh(createdAt, watch);
		const askedAt = before?.askedAt ?? 0;
		state.waiting[key] = { ...waiting, askedAt, ...(mayBeOld ? { mayBeOld } : {}) };
	}
}

/** Takes a participant into the state, as Willo answers when asked about them alone. */
export function takeWhole(state: State, key: string, raw: WilloObject, following: Following): void {
	const { interviews, now } = following;
	const waiting = state.waiting[key];
	const interview = readParticipant(raw).interview.key?.toLowerCase() ?? waiting.interview;
	const signs = readSigns(raw);
	const watch = watchOver(state.watches, interview);
	if (isElsewhere(interview, interviews)) {
		skip(state, key);
		return;
	}
	if (verdictOf(signs, true, true) !== 'responded') {
		state.waiting[key] = { ...waiting, askedAt: now };
		delete state.waiting[key].mayBeOld;
		return;
	}
	const isDated = signs.respondedAt !== undefined;
	if (isDated ? isNew(signs, undefined, watch) : !waiting.mayBeOld) waiting.hasResponded = true;
	else skip(state, key);
}

function skip(state: State, key: string): void {
	delete state.waiting[key];
	state.skipped.push(key);
}

function isElsewhere(interview: string | null, interviews: string[]): boolean {
	return interviews.length > 0 && interview !== null && !interviews.includes(interview);
}

/** Moves a key to the end of the list that holds it: who has not been listed for long is first. */
function touch(keys: string[], key: string): boolean {
	const index = keys.lastIndexOf(key);
	if (index < 0) return false;
	keys.push(...keys.splice(index, 1));
	return true;
}

/** The keys of those of whom Willo's list does not tell, who has waited longest for an answer first. */
export function unclear({ waiting }: State): string[] {
	return Object.entries(waiting)
		.filter(([, { askedAt, hasResponded }]) => askedAt !== undefined && !hasResponded)
		.sort(([, a], [, b]) => (a.askedAt ?? 0) - (b.askedAt ?? 0))
		.map(([key]) => key);
}

/** The keys of those whose response is to be returned. */
export function responded({ waiting }: State): string[] {
	return Object.keys(waiting).filter((key) => waiting[key].hasResponded);
}

/** Whether somebody who waits has not been listed since: they are further down the list. */
export function isSomebodyUnlisted({ waiting }: State, since: number): boolean {
	return Object.values(waiting).some((each) => !each.hasResponded && each.listedAt < since);
}

/** Forgets who waits and was not shown by a list that has been read whole since. */
export function forgetUnlisted({ waiting }: State, since: number): void {
	for (const [key, { listedAt, hasResponded }] of Object.entries(waiting)) {
		if (!hasResponded && listedAt < since) delete waiting[key];
	}
}

/** Forgets who is not waited for any more, and keeps the state from growing without end. */
export function bound(state: State, watchedSince: number): void {
	const waiting = Object.entries(state.waiting).sort(([, a], [, b]) => b.since - a.since);
	for (const [key] of waiting.slice(MOST_KEPT)) delete state.waiting[key];
	for (const [key, { since, hasResponded }] of waiting) {
		// Where there is no date, the next listing would wait for them all over again.
		if (!hasResponded && since < watchedSince) skip(state, key);
	}
	state.returned = state.returned.slice(-MOST_KEPT);
	state.skipped = state.skipped.slice(-MOST_KEPT);
}
