/** Processes a page of Ashby's list: plain functions over plain data. */
import type { Application } from '../client/types';
import { isWhole } from '../stageEntry/application';
import type { WatchedStage } from '../stageEntry/watchedStages';
import { watchedAs } from '../stageEntry/watchedStages';
import type { Page } from './applicationList';
import type { Memory } from './rules';
import { asUnread, isAround, listed } from './rules';

/** The IDs of applications whose history must be read. */
export interface Waiting {
	/** They have changed, and their new entries can't have been returned before. */
	changed: Set<string>;
	/** The others. Their notes are read before an entry is returned. */
	existing: Set<string>;
}

export interface Watching {
	watchedStages: WatchedStage[];
	includeWhoLeft: boolean;
	/** Whether the token shows every change. */
	isCovered: boolean;
}

/** Collects applications whose history must be read, and forgets those that are no longer in a watched stage. */
export function takeIn(page: Page, memory: Memory, waiting: Waiting, watching: Watching): void {
	// An invalid row must not keep the others from being read.
	const rows = page.rows.filter(isWhole);
	for (const row of rows) takeInOne(row, page, memory, waiting, watching);
	const { reading } = page;
	const shown = new Set(rows.map(({ id }) => id));
	reading.unseen &&= reading.unseen.filter((id) => !shown.has(id));
}

function takeInOne(
	application: Application,
	{ of, reading }: Page,
	memory: Memory,
	{ changed, existing }: Waiting,
	{ watchedStages, includeWhoLeft, isCovered }: Watching,
): void {
	const { id, job, currentInterviewStage: stage, updatedAt } = application;
	const watchedBy = watchedAs(watchedStages, job.id, stage);
	const isThere = watchedBy.length > 0;
	if (of === 'changes') {
		if (isThere || includeWhoLeft) (reading.checkNotes ? existing : changed).add(id);
	} else if (includeWhoLeft && isAround(updatedAt, memory.readUntil)) {
		existing.add(id);
	} else if (isThere) {
		const verdict = listed(application, watchedBy, memory, isCovered);
		if (verdict === 'read') existing.add(id);
		if (verdict === 'earlier') memory.entries[id] = asUnread(stage.id);
	}
	if (!isThere && !changed.has(id) && !existing.has(id)) delete memory.entries[id];
}

/** Finishes a reading after its last page. */
export function takeInEnd({ of, reading }: Page, memory: Memory, waiting: Waiting): void {
	const { changed, existing } = waiting;
	if (of === 'listing') {
		// Applications that a complete listing didn't show are deleted or hidden from the key.
		for (const id of reading.unseen ?? []) {
			if (!changed.has(id) && !existing.has(id)) delete memory.entries[id];
		}
		return;
	}
	// Candidates who got a note may also show up as changes. New ones must not wait behind them.
	const all = [...changed];
	const unknown = all.filter((id) => !(id in memory.entries));
	waiting.changed = new Set([...unknown, ...all]);
}
