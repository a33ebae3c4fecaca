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
	 * Every candidate who was in the stage at that time is remembered. Any other candidate has entered since then,
	 * regardless of the entry's time, which can be edited.
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
	 * For each application that was in a watched stage when it was last read: the entry that has been handled. An entry
	 * from before its stage was watched is marked with `~`. If the history hasn't been read, it is `~/` and the stage.
	 */
	entries: Record<string, string>;
	/** Everything that had changed by then has been read. */
	readUntil: number;
	/** Only for `includeWhoLeft`: when it was turned on. Entries that ended earlier aren't new. */
	endedFrom?: number;
	/** Only for `includeWhoLeft`: handled entries that ended around `readUntil`, with their end. */
	ended: Record<string, number>;
}

export interface Decision {
	/** The new entries, oldest first. */
	fresh: HistoryRow[];
	/** What to remember about the application, undefined if it isn't in a watched stage. */
	remembered: string | undefined;
	/** Ended entries that are now handled, with their end. */
	ended: Record<string, number>;
}

/**
 * How much `readUntil` and the end of an entry may disagree: a `Date` header has whole seconds, and it may
 * not come from the machine that writes the history.
 */
const CLOCK_MARGIN_MS = 5 * 60_000;

/** How an entry from before its stage was watched is remembered. */
export const asEarlier = (entryId: string) => `~${entryId}`;
export const isEarlier = (remembered = '') => remembered.startsWith('~');
export const asUnread = (stageId: string) => asEarlier(`/${stageId}`);
const idOf = (remembered: string | undefined) => remembered?.replace(/^~/, '');

/**
 * Decides which entries of an application are new.
 *
 * An entry is new if its stage is watched, it began after the watch did, and it hasn't been handled before. The
 * application must still be in the stage. With `includeWhoLeft`, entries that ended since the last poll also count.
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
			// The application may have moved to another job, where other watches may match it.
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
		// A candidate who was there before one watch began may be included by another one.
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

/** Whether all candidates in the stage count as new, regardless of when they entered. */
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
 * How to handle an application that a listing shows in a watched stage: `known` is already handled, `read` may have a
 * new entry, and `earlier` was there before the watch, so there is no need to read its history.
 *
 * @param isCovered whether the token shows every change since it was last read
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

/** Whether a time from Ashby is after a poll, or so close to it that clocks may disagree. */
export function isAround(time: string, readUntil: number): boolean {
	return !(Date.parse(time) < readUntil - CLOCK_MARGIN_MS);
}

/** Starts or stops counting entries that have ended. Returns whether that is a change. */
export function countEndedEntries(memory: Memory, includeWhoLeft: boolean, now: number): boolean {
	const isChange = includeWhoLeft !== (memory.endedFrom !== undefined);
	// Ashby's clock shows whole seconds, so an entry that ended in this second may have been returned already.
	if (includeWhoLeft) memory.endedFrom ??= now + 1000;
	else delete memory.endedFrom;
	return isChange;
}

/** Stores a decision in the memory. */
export function remember(memory: Memory, applicationId: string, decision: Decision): void {
	if (decision.remembered) memory.entries[applicationId] = decision.remembered;
	else delete memory.entries[applicationId];
	Object.assign(memory.ended, decision.ended);
}

/** Records that everything that had changed by then has been read. */
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
 * Starts to watch the stages, and forgets those that are no longer watched.
 *
 * @returns `listingNeeded`: whether to list all applications, to remember candidates who are already in a stage (or to
 *   return them, with `includeExisting`) or to forget those of a stage that is no longer watched; `changed`: whether a
 *   person published or changed the workflow
 */
export function activateWatches(
	memory: Memory,
	watchedStages: WatchedStage[],
	{ publishing, whenActivated, now }: Activation,
): { listingNeeded: boolean; changed: boolean } {
	const includes = whenActivated === 'includeExisting';
	const before = memory.watches;
	const restarts = publishing && whenActivated !== 'catchUp';
	memory.watches = {};
	let listingNeeded = false;
	for (const key of watchedStages.map(keyOf)) {
		const present = restarts ? undefined : before[key];
		memory.watches[key] = present ?? { since: includes ? 0 : now };
		if (!(key in before) || (restarts && includes)) listingNeeded = true;
	}
	const removed = Object.keys(before).some((key) => !(key in memory.watches));
	const added = Object.keys(memory.watches).some((key) => !(key in before));
	return { listingNeeded: listingNeeded || removed, changed: publishing || added || removed };
}

/** Whether an application was still in the stage of this entry when it was last read. */
export function isStillThere(applicationId: string, entryId: string, { entries }: Memory): boolean {
	return idOf(entries[applicationId]) === entryId;
}
