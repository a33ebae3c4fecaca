/** The rules that decide which entries are new: plain functions over plain data. */
import type { Application, ApplicationWithHistory, HistoryRow } from '../client/types';
import { currentRow, historyOf } from '../stageEntry/history';
import type { WatchedStage } from '../stageEntry/watchedStages';
import { keyOf, watchedAs } from '../stageEntry/watchedStages';

/** Since when a stage has been watched, in ms by Ashby's clock. */
export interface Watch {
	/** Entries before that aren't new; 0 makes all of them new. */
	since: number;
	/**
	 * Everybody who was in the stage at that time is remembered: whoever isn't has entered since, whatever
	 * time somebody gives the entry.
	 */
	isComplete?: true;
}

/**
 * What is remembered between polls in order to decide. Times are in ms since the epoch by Ashby's clock.
 */
export interface Memory {
	/** The watch of each watched stage, by `keyOf` it. */
	watches: Record<string, Watch>;
	/**
	 * For each application that was in a watched stage when it was last read: the entry that has been dealt
	 * with. An entry from before its stage was watched is marked with `~`. If the history hasn't been read,
	 * `~/` and the stage take its place.
	 */
	entries: Record<string, string>;
	/** Everything that had changed by then has been read. */
	readUntil: number;
	/** Only for `includeWhoLeft`: when it was turned on, so that entries that ended earlier aren't new. */
	endedFrom?: number;
	/** Only for `includeWhoLeft`: entries dealt with that ended around `readUntil`, with their end. */
	ended: Record<string, number>;
}

export interface Decision {
	/** The new entries, oldest first. */
	fresh: HistoryRow[];
	/** What to remember about the application, undefined if it is in no watched stage. */
	remembered: string | undefined;
	/** Ended entries that are dealt with now, with their end. */
	ended: Record<string, number>;
}

/**
 * How much `readUntil` and the end of an entry may disagree: a `Date` header has whole seconds, and it may
 * not come from the machine that writes the history.
 */
const CLOCK_MARGIN_MS = 5 * 60_000;

/** What is remembered of an entry from before its stage was watched. */
export const asEarlier = (entryId: string) => `~${entryId}`;
export const isEarlier = (remembered = '') => remembered.startsWith('~');
export const asUnread = (stageId: string) => asEarlier(`/${stageId}`);
const idOf = (remembered: string | undefined) => remembered?.replace(/^~/, '');

/**
 * Decides about one application.
 *
 * An entry is new if its stage is watched, it began after that watch did, and it hasn't been dealt with
 * before. The application must still be in the stage, unless `includeWhoLeft` is on: then an entry that
 * ended since the last poll counts as well.
 */
export function decide(
	application: ApplicationWithHistory,
	watchedStages: WatchedStage[],
	memory: Memory,
	includeWhoLeft: boolean,
): Decision {
	const current = currentRow(application);
	const remembered = memory.entries[application.id];
	const decision: Decision = { fresh: [], remembered: undefined, ended: {} };
	for (const row of historyOf(application)) {
		const watching = watchedAs(watchedStages, application.job.id, {
			id: row.stageId,
			title: row.title,
		});
		const isRemembered = row.id === idOf(remembered);
		if (watching.length === 0) {
			// An application that moved to another job has left the watch that knew it; others may see it now.
			if (includeWhoLeft && isRemembered && row.leftStageAt) {
				decision.ended[row.id] = Date.parse(row.leftStageAt);
			}
			continue;
		}
		const isUnknown = row === current && !isRemembered && remembered !== asUnread(row.stageId);
		const counts = watching.some((watched) => {
			const { since = Infinity, isComplete } = memory.watches[keyOf(watched)] ?? {};
			return (isUnknown && isComplete) || Date.parse(row.enteredStageAt) >= since;
		});
		// Somebody who was there before one watch began may be included by another one.
		const isAwaited =
			isEarlier(remembered) && watching.some((watched) => includesAll(watched, memory));
		const isDone = (isRemembered && !isAwaited) || row.id in memory.ended;
		if (row === current) {
			if (isDone) decision.remembered = remembered ?? row.id;
			else decision.remembered = counts ? row.id : asEarlier(row.id);
		} else if (!includeWhoLeft || !endedSince(row, memory)) {
			continue;
		} else {
			decision.ended[row.id] = Date.parse(row.leftStageAt as string);
		}
		if (counts && !isDone) decision.fresh.push(row);
	}
	return decision;
}

/** Whether everybody in the stage is new, no matter since when they have been there. */
function includesAll(watched: WatchedStage, { watches }: Memory): boolean {
	return watches[keyOf(watched)]?.since === 0;
}

/** Whether an entry may be from before a watch that includes earlier entries. */
export function includesExisting(
	{ job }: Application,
	row: HistoryRow,
	watchedStages: WatchedStage[],
	memory: Memory,
): boolean {
	return watchedAs(watchedStages, job.id, { id: row.stageId, title: row.title }).some(
		(watched) => includesAll(watched, memory) && !memory.watches[keyOf(watched)].isComplete,
	);
}

/**
 * What a listing does with an application that it shows in a watched stage: `known` is dealt with, `read`
 * may have a new entry, and `earlier` was there before, so reading its history would cost a request and
 * only say so.
 *
 * @param isCovered whether a token shows everything that changed since it was last read
 */
export function listed(
	application: Application,
	watching: WatchedStage[],
	memory: Memory,
	isCovered: boolean,
): 'known' | 'read' | 'earlier' {
	const remembered = memory.entries[application.id];
	const isAwaited = watching.some((watched) => includesAll(watched, memory));
	if (remembered !== undefined && isCovered && !(isEarlier(remembered) && isAwaited)) {
		return 'known';
	}
	const unread = asUnread(application.currentInterviewStage.id);
	if (remembered !== undefined && remembered !== unread) return 'read';
	const isRecent = watching.some((watched) => {
		const { since = Infinity, isComplete } = memory.watches[keyOf(watched)] ?? {};
		// An unreadable time counts as recent.
		return isComplete || !(Date.parse(application.updatedAt) < since);
	});
	return isAwaited || isRecent ? 'read' : 'earlier';
}

function endedSince(row: HistoryRow, { readUntil, endedFrom = 0 }: Memory): boolean {
	return (
		!!row.leftStageAt &&
		isAround(row.leftStageAt, readUntil) &&
		Date.parse(row.leftStageAt) >= endedFrom
	);
}

/** Whether a time of Ashby's is later than a poll, or so close to it that clocks may disagree. */
export function isAround(time: string, readUntil: number): boolean {
	return !(Date.parse(time) < readUntil - CLOCK_MARGIN_MS);
}

/** Starts or stops counting entries that have ended. Returns whether that is a change. */
export function countEndedEntries(memory: Memory, includeWhoLeft: boolean, now: number): boolean {
	const isChange = includeWhoLeft !== (memory.endedFrom !== undefined);
	// Ashby's clock shows whole seconds: an entry that ended in this one may have been returned already.
	if (includeWhoLeft) memory.endedFrom ??= now + 1000;
	else delete memory.endedFrom;
	return isChange;
}

/** Writes a decision into the memory. */
export function remember(memory: Memory, applicationId: string, decision: Decision): void {
	if (decision.remembered) memory.entries[applicationId] = decision.remembered;
	else delete memory.entries[applicationId];
	Object.assign(memory.ended, decision.ended);
}

/** Notes that everything that had changed by then has been read. */
export function completeUntil(memory: Memory, readUntil: number): void {
	memory.readUntil = readUntil;
	for (const watch of Object.values(memory.watches)) watch.isComplete = true;
	for (const [entryId, end] of Object.entries(memory.ended)) {
		if (end < readUntil - CLOCK_MARGIN_MS) delete memory.ended[entryId];
	}
}

/** Which candidates count when the workflow is published. */
export type WhenActivated = 'fromNowOn' | 'catchUp' | 'includeExisting';

export interface Activation {
	/** A person has just published the workflow, as opposed to a restart or a change while it runs. */
	publishing: boolean;
	whenActivated: WhenActivated;
	/** Now, by Ashby's clock. */
	now: number;
}

/**
 * Begins to watch the stages, and forgets those that are no longer watched.
 *
 * @returns `listingNeeded`: whether everyone already in a stage must be remembered, so that they aren't new
 *   later (or are new now, with `includeExisting`), or those of a stage that is no longer watched must be
 *   forgotten; `changed`: whether a person published or changed the workflow
 */
export function activateWatches(
	memory: Memory,
	watchedStages: WatchedStage[],
	{ publishing, whenActivated, now }: Activation,
): { listingNeeded: boolean; changed: boolean } {
	const includes = whenActivated === 'includeExisting';
	const before = memory.watches;
	const afresh = publishing && whenActivated !== 'catchUp';
	memory.watches = {};
	let listingNeeded = false;
	for (const key of watchedStages.map(keyOf)) {
		const present = afresh ? undefined : before[key];
		memory.watches[key] = present ?? { since: includes ? 0 : now };
		if (!(key in before) || (afresh && includes)) listingNeeded = true;
	}
	const removed = Object.keys(before).some((key) => !(key in memory.watches));
	const added = Object.keys(memory.watches).some((key) => !(key in before));
	return { listingNeeded: listingNeeded || removed, changed: publishing || added || removed };
}

/** Whether an application was still in the stage of this entry when it was last read. */
export function isStillThere(applicationId: string, entryId: string, { entries }: Memory): boolean {
	return idOf(entries[applicationId]) === entryId;
}
