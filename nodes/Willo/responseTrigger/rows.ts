/** Decides what is known about each participant, and what is left to do: plain functions over plain data. */
import type { Turn } from '../../shared/trigger/polling';
import type { Tries } from '../../shared/trigger/retry';
import { isDue } from '../../shared/trigger/retry';
import type { Watch } from '../../shared/trigger/watch';
import { activate, complete } from '../../shared/trigger/watch';
import { createdAtOf, readParticipant } from '../client/participant';
import type { WilloObject } from '../client/types';
import type { Settings } from './parameters';
import { respondedAtOf, verdictOf } from '../response/responded';
import type { Row, State } from './state';
import { isOpen } from './state';

/** More than the list that is read, so that nobody who is listed is forgotten. About 700 KB at most. */
export const MOST_ROWS = 4000;
/** Pages of 30 participants. */
const MOST_PAGES = 100;
/** The key of the watch over all interviews. */
export const ALL = '*';

export interface Scope extends Settings, Pick<Turn, 'publishing' | 'goesOn'> {
	now: number;
	/** Participants invited before this time are no longer watched. */
	invitedSince: number;
}

/** Sets the watches, and applies the settings to those who are known. After a change, the whole list is read again. */
export function watch(state: State, scope: Scope): void {
	const { interviews, invitedSince, publishing, whenActivated } = scope;
	const before = { ...state.watches };
	const keys = interviews.length > 0 ? interviews : [ALL, ...Object.keys(before)];
	// An interview that is selected after all were watched was watched before.
	for (const key of keys) if (ALL in before) before[key] ??= { ...before[ALL] };
	const { watches, changed } = activate(before, keys, scope);
	state.watches = watches;
	if (changed) {
		state.revision++;
		delete state.cursor;
		delete state.deeperAt;
	}
	const startsOver = changed && publishing && whenActivated !== 'catchUp';
	const includesOld = startsOver && whenActivated === 'includeExisting';
	for (const [key, row] of Object.entries(state.rows)) {
		const isForgotten =
			(changed && row.is === 'another') ||
			(startsOver && isOpen(row)) ||
			(includesOld && row.is === 'old');
		const isLate = row.since < invitedSince;
		if (isForgotten) delete state.rows[key];
		else if (isLate && ['waiting', 'unclear'].includes(row.is)) {
			state.rows[key] = { is: 'late', since: row.since };
		} else if (!isLate && row.is === 'late') {
			state.rows[key] = { is: 'unclear', since: row.since, askedAt: 0, mayBeOld: true };
		}
	}
}

/** The watch over a participant; the one that began last if Willo doesn't name the interview. */
function watchOver({ watches }: State, raw: WilloObject): Watch {
	const interviewKey = readParticipant(raw).interview.key?.toLowerCase();
	const own = interviewKey && (watches[interviewKey] ?? watches[ALL]);
	return own || Object.values(watches).reduce((a, b) => (b.since > a.since ? b : a));
}

/**
 * Records what Willo returns about a participant.
 *
 * @param isWhole whether this is the full participant, not a row of the list
 */
export function take(state: State, raw: WilloObject, scope: Scope, isWhole = false): void {
	const { rows } = state;
	const { key } = readParticipant(raw);
	// The key is external, and every object has a `constructor`.
	if (key === null || key in Object.prototype) return;
	const before = rows[key];
	// Participants who are still listed are forgotten last.
	delete rows[key];
	const watched = watchOver(state, raw);
	const row = before && !isOpen(before) ? before : rowFor(before, raw, watched, scope, isWhole);
	if (!row) return;
	rows[key] = row;
	const { isContinued, isComplete } = watched;
	const isUnsure = before ? before.isUnsure : isContinued && !isComplete && row.is !== 'waiting';
	if (isUnsure) row.isUnsure = true;
}

/** The row of a participant, undefined if the list shows each time that there is nothing to do. */
function rowFor(
	before: Row | undefined,
	raw: WilloObject,
	watched: Watch,
	{ interviews, invitedSince, now }: Scope,
	isWhole: boolean,
): Row | undefined {
	const createdAt = createdAtOf(raw);
	const since = createdAt ?? before?.since ?? now;
	const interviewKey = readParticipant(raw).interview.key?.toLowerCase();
	if (interviews.length > 0 && interviewKey && !interviews.includes(interviewKey)) {
		return isWhole ? { is: 'another', since } : undefined;
	}
	const isInvitedSince =
		(createdAt ?? 0) >= watched.since || (!before && watched.isComplete === true);
	const verdict = before?.is === 'responded' ? 'responded' : verdictOf(raw, isWhole);
	if (verdict === 'responded') {
		const respondedAt = respondedAtOf(raw);
		const wasWaiting = before !== undefined && !(isWhole && before.mayBeOld);
		const isSince = respondedAt === undefined ? isInvitedSince : respondedAt >= watched.since;
		if (wasWaiting || isSince) {
			const { askedAt = 0, partialSince } = before ?? {};
			return { is: 'responded', since, askedAt, ...(partialSince && { partialSince }) };
		}
		return isWhole || respondedAt === undefined ? { is: 'old', since } : undefined;
	}
	if (!before && since < invitedSince) return undefined;
	if (isWhole) return { is: 'unclear', since, askedAt: now };
	if (verdict === 'waiting') return { is: 'waiting', since };
	const mayBeOld = before ? before.mayBeOld : !isInvitedSince || undefined;
	return { is: 'unclear', since, askedAt: before?.askedAt ?? 0, ...(mayBeOld && { mayBeOld }) };
}

/**
 * The participants to look up: first those who have responded, then at most this many of those for whom the list is
 * unclear. Those who were never looked up, or longest ago, come first.
 */
export function toAskAbout({ rows }: State, most: number): string[] {
	const those = (is: Row['is']) =>
		Object.keys(rows)
			.filter((key) => rows[key].is === is)
			.sort((a, b) => (rows[a].askedAt ?? 0) - (rows[b].askedAt ?? 0));
	return [...those('responded'), ...those('unclear').slice(0, most)];
}

/** The responses to return again by now, with how often they were. Those who have waited longest come first. */
export function toReturnAgain({ rows }: State, now: number): Array<[string, Tries]> {
	return Object.entries(rows)
		.flatMap(([key, { tries }]): Array<[string, Tries]> => (tries ? [[key, tries]] : []))
		.filter(([, tries]) => isDue(tries, now))
		.sort(([, a], [, b]) => a.due - b.due);
}

/** How many must be looked up for the first time. Until then, their response may be taken for an old one. */
export function neverAsked({ rows }: State): number {
	return Object.values(rows).filter(({ is, askedAt }) => is === 'unclear' && !askedAt).length;
}

/** Stores where to continue after a page. At the end of the list, the next poll starts from the top. */
export function turnPage(
	state: State,
	next: string | undefined,
	{ pages, beganAt }: { pages: number; beganAt: number },
): void {
	delete state.cursor;
	if (next !== undefined && pages < MOST_PAGES) {
		state.cursor = { next, pages, beganAt };
		return;
	}
	complete(state.watches);
	// Whoever has responded is returned by a later poll at the latest.
	const isReturned = Object.values(state.rows).every(({ is }) => is !== 'responded');
	if (isReturned) state.readUntil = beganAt;
}

/** Limits the size of the state. Who is done is forgotten first, and of them, who was listed longest ago. */
export function bound({ rows }: State): void {
	const keys = Object.keys(rows);
	const isDone = (key: string) => !isOpen(rows[key]) && !rows[key].tries;
	const order = [...keys.filter(isDone), ...keys.filter((key) => !isDone(key))];
	for (const key of order.slice(0, Math.max(0, keys.length - MOST_ROWS))) delete rows[key];
}
