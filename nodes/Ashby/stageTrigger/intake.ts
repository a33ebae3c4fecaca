/** What follows from a page of Ashby's list: a plain function over plain data. */
import type { Application } from '../client/types';
import { isWhole } from '../stageEntry/application';
import type { WatchedStage } from '../stageEntry/watchedStages';
import { watchedAs } from '../stageEntry/watchedStages';
import type { Page } from './applicationList';
import type { Memory } from './rules';
import { asUnread, isAround, listed } from './rules';

/** Applications whose history is to be read, by their id. */
export interface Waiting {
	/** They changed, and nobody else can have returned their new entries. */
	changed: Set<string>;
	/** The others: the notes are read before one of their entries is returned. */
	existing: Set<string>;
}

export interface Watching {
	watchedStages: WatchedStage[];
	includeWhoLeft: boolean;
	/** Whether a token shows everything that changes. */
	isCovered: boolean;
}

/** Notes whose history must be read, and forgets applications that are no longer in a watched stage. */
export function takeIn(page: Page, memory: Memory, waiting: Waiting, watching: Watching): void {
	// A row that can't be used must not keep the others from being read.
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

/** After the last page of a reading. */
export function takeInEnd({ of, reading }: Page, memory: Memory, waiting: Waiting): void {
	const { changed, existing } = waiting;
	if (of === 'listing') {
		// Whoever a complete listing didn't show is gone: deleted, or hidden from the key.
		for (const id of reading.unseen ?? []) {
			if (!changed.has(id) && !existing.has(id)) delete memory.entries[id];
		}
		return;
	}
	// Candidates who are getting notes show up as changes, too: new ones must not wait behind them.
	const all = [...changed];
	const unknown = all.filter((id) => !(id in memory.entries));
	waiting.changed = new Set([...unknown, ...all]);
}
