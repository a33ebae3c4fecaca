/** Decides which participants may still respond and which responses are new: plain functions over plain data. */
import { createdAtOf, readParticipant } from '../client/participant';
import type { Turn } from '../../shared/polling';
import type { WilloObject } from '../client/types';
import type { Settings } from './parameters';
import { respondedAtOf, verdictOf } from './responded';
import type { State, Watch } from './state';

/** The maximum number of participants to remember of each kind. */
export const MOST_KEPT = 3000;
/** Pages of 30 participants. */
const MOST_PAGES = 100;
/** The key of the watch over all interviews. */
const ALL = '*';

export interface Scope extends Settings, Pick<Turn, 'publishing'> {
	now: number;
	/** Participants invited before this time are no longer watched. */
	invitedSince: number;
}

/** Sets the watches. After publishing or a change of the interviews, the whole list is read again. */
export function watch(state: State, { interviews, now, publishing, whenActivated }: Scope): void {
	const before = state.watches;
	const isPublishing = publishing || Object.keys(before).length === 0;
	const startsOver = isPublishing && whenActivated !== 'catchUp';
	const includesExisting = startsOver && whenActivated === 'includeExisting';
	const kept = startsOver ? {} : before;
	const start: Watch = { since: includesExisting ? 0 : now };
	const keys = interviews.length > 0 ? interviews : [ALL];
	const wanted = keys.map((key) => [key, { ...(kept[key] ?? kept[ALL] ?? start) }]);
	// After a change to all interviews, those selected before keep their own watch.
	state.watches = { ...(interviews.length === 0 && kept), ...Object.fromEntries(wanted) };

	const names = (watches: State['watches']) => Object.keys(watches).sort().join();
	if (!isPublishing && names(state.watches) === names(before)) return;
	state.revision++;
	delete state.cursor;
	delete state.deeperAt;
	if (startsOver) state.waiting = {};
	if (!includesExisting) return;
	state.done = Object.fromEntries(
		Object.entries(state.done).filter(([, how]) => how !== 'skipped'),
	);
}

/** The watch over an interview; the one that began last if Willo doesn't name the interview. */
function watchOver({ watches }: State, interviewKey?: string): Watch {
	const own = interviewKey && (watches[interviewKey] ?? watches[ALL]);
	return own || Object.values(watches).reduce((a, b) => (b.since > a.since ? b : a));
}

/**
 * Records what Willo returns about a participant.
 *
 * @param isWhole whether this is the full participant, not a row of the list
 */
export function take(state: State, raw: WilloObject, scope: Scope, isWhole = false): void {
	const { done, waiting } = state;
	const { key, interview } = readParticipant(raw);
	// The key is external, and every object has a `constructor`.
	if (key === null || key in Object.prototype) return;
	const before = waiting[key];
	const interviewKey = interview.key?.toLowerCase();
	delete waiting[key];
	if (scope.interviews.length > 0 && interviewKey && !scope.interviews.includes(interviewKey)) {
		if (isWhole) done[key] = 'skipped';
		return;
	}
	if (key in done) {
		// Participants who are still listed are forgotten last.
		const how = done[key];
		delete done[key];
		done[key] = how;
		return;
	}

	const watched = watchOver(state, interviewKey);
	const createdAt = createdAtOf(raw);
	const since = createdAt ?? before?.since ?? scope.now;
	const isInvitedSince = (createdAt ?? 0) >= watched.since || (!before && watched.listed === true);
	const verdict = before?.responded ? 'responded' : verdictOf(raw, isWhole);
	if (verdict === 'responded') {
		const respondedAt = respondedAtOf(raw);
		const wasWaiting = before !== undefined && !(isWhole && before.mayBeOld);
		const isSince = respondedAt === undefined ? isInvitedSince : respondedAt >= watched.since;
		if (wasWaiting || isSince) {
			waiting[key] = { since, askedAt: before?.askedAt ?? 0, responded: true };
			// If the list has the time, it shows every time that the response is old.
		} else if (isWhole || respondedAt === undefined) done[key] = 'skipped';
		return;
	}
	if (!before && since < scope.invitedSince) return;
	waiting[key] = { since };
	if (isWhole) waiting[key].askedAt = scope.now;
	if (verdict !== 'unclear') return;
	waiting[key].askedAt = before?.askedAt ?? 0;
	if (before ? before.mayBeOld : !isInvitedSince) waiting[key].mayBeOld = true;
}

/**
 * The participants to look up: first those who have responded, then at most this many of those for whom the list is
 * unclear. Those who were never looked up, or longest ago, come first.
 */
export function toAskAbout({ waiting }: State, most: number): string[] {
	const askedAt = (key: string) => waiting[key].askedAt ?? Infinity;
	const keys = Object.keys(waiting).filter((key) => askedAt(key) < Infinity);
	keys.sort((a, b) => askedAt(a) - askedAt(b));
	const unclear = keys.filter((key) => !waiting[key].responded);
	return [...keys.filter((key) => waiting[key].responded), ...unclear.slice(0, most)];
}

/** Stores where to continue after a page. At the end of the list, the next poll starts from the top. */
export function turnPage(state: State, next: string | undefined, pages: number): void {
	delete state.cursor;
	if (next !== undefined && pages < MOST_PAGES) state.cursor = { next, pages };
	else for (const each of Object.values(state.watches)) each.listed = true;
}

/** Drops participants who are no longer watched, and limits the size of the state. */
export function bound(state: State, invitedSince: number): void {
	for (const [key, { responded, since }] of Object.entries(state.waiting)) {
		if (responded || since >= invitedSince) continue;
		delete state.waiting[key];
		// Without an invitation time, the next listing would watch them again.
		state.done[key] = 'skipped';
	}
	// Participants who were listed most recently come last.
	const last = <T>(kept: Record<string, T>) =>
		Object.fromEntries(Object.entries(kept).slice(-MOST_KEPT));
	state.waiting = last(state.waiting);
	state.done = last(state.done);
	state.repeats = last(state.repeats);
}
