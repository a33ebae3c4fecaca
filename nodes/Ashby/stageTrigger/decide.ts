/** The rules: plain functions over plain data. */
import type { Watch } from '../../shared/trigger/watch';
import type { Application, ApplicationWithHistory, HistoryRow } from '../client/types';
import { nameOf } from '../stageEntry/application';
import { currentRow, historyOf } from '../stageEntry/history';
import type { WatchedStage } from '../stageEntry/watchedStages';
import { keyOf, watchedAs } from '../stageEntry/watchedStages';
import type { Row, Rows, State } from './table';
import { close } from './table';

export type Known = Pick<State, 'rows' | 'watches' | 'readUntil' | 'endedFrom'>;

export interface Wanted {
	watchedStages: WatchedStage[];
	/** Whether entries that ended since the last poll also count. */
	includeWhoLeft: boolean;
	/** An entry only counts once the candidate has been in the stage for this long. */
	minMinutesInStage: number;
}

/**
 * How much `readUntil` and the end of an entry may disagree: a `Date` header has whole seconds, and it may
 * not come from the machine that writes the history.
 */
const CLOCK_MARGIN_MS = 5 * 60_000;

function watchesOver(
	jobId: string,
	stage: { id: string; title: string },
	{ watchedStages }: Wanted,
	{ watches }: Known,
): Watch[] {
	return watchedAs(watchedStages, jobId, stage).flatMap((watched) => watches[keyOf(watched)] ?? []);
}

const includesAll = (watches: Watch[]) => watches.some(({ since }) => since === 0);

/** A page, as far as the rules need to know. */
export interface Shown {
	of: 'changes' | 'listing';
	/** What it shows may have been returned before without a record of it. */
	isUnsure: boolean;
	/** Whether the token shows every change since an application was last read. */
	isCovered: boolean;
}

/** Marks the row of an application that a page shows, if its history must be read. Deletes it if nothing is watched. */
export function mark(
	state: Known,
	application: Application,
	{ of, isUnsure, isCovered }: Shown,
	wanted: Wanted,
): void {
	const { rows } = state;
	const { id, job, currentInterviewStage: stage, updatedAt } = application;
	const name = nameOf(application);
	const watches = watchesOver(job.id, stage, wanted, state);
	const row: Row | undefined = rows[id];
	const read = of === 'changes' ? 'changed' : 'listed';
	const markToRead = () => {
		// While not everyone in the stage is known, somebody who seems to have come isn't necessarily new.
		const isFound = !watches.some(({ isComplete }) => isComplete);
		rows[id] = {
			...row,
			// Its stage in an earlier listing may have been another one, from before these watches began.
			...(isFound && { stage: stage.id }),
			read: row?.read === 'changed' ? 'changed' : read,
			...(name !== undefined && { name }),
			...(of === 'changes' && isUnsure && { isUnsure }),
		};
	};
	const mayHaveLeft = wanted.includeWhoLeft && (of === 'changes' || isAround(updatedAt, state));
	if (mayHaveLeft || (wanted.includeWhoLeft && watches.length === 0 && row?.open)) markToRead();
	else if (watches.length === 0) delete rows[id];
	else if (of === 'changes') markToRead();
	else {
		const isAwaited = includesAll(watches);
		if (row !== undefined && isCovered && !(row.isOld && isAwaited)) return;
		const isUnread = !row?.entry && (row?.stage ?? stage.id) === stage.id && !row?.read;
		// An unreadable time counts as recent.
		const isRecent = watches.some(
			({ since, isComplete }) => isComplete || !(Date.parse(updatedAt) < since),
		);
		if (isUnread && !isAwaited && !isRecent) rows[id] = { ...row, stage: stage.id, isOld: true };
		else markToRead();
	}
}

/**
 * The rows of an application after its history was read. An entry is new if its stage is watched, it began after the watch
 * did, and it is unknown. The application must still be in the stage; with `includeWhoLeft`, entries that ended since the
 * last poll also count.
 *
 * @param now by Ashby's clock
 */
export function decide(
	application: ApplicationWithHistory,
	state: Known,
	wanted: Wanted,
	now: number,
): Rows {
	const after = Object.create(null) as Rows;
	const { id, job } = application;
	const before: Row | undefined = state.rows[id];
	// While it can't be read, everything else is.
	const lastRead = { readUntil: before?.failed?.from ?? state.readUntil };
	const current = currentRow(application);
	for (const row of historyOf(application)) {
		const isCurrent = row === current;
		const known: Row | undefined = before?.entry === row.id ? before : state.rows[row.id];
		const mayCount = wanted.includeWhoLeft && row.leftStageAt;
		if (!isCurrent && !(mayCount && (known?.open || isAround(row.leftStageAt!, lastRead))))
			continue;
		const watches = watchesOver(job.id, { id: row.stageId, title: row.title }, wanted, state);
		const ended = { application: id, endedAt: Date.parse(row.leftStageAt ?? '') };
		if (watches.length === 0) {
			// The application may have moved to another job, where other watches may match it.
			if (!isCurrent && known) after[row.id] = { entry: row.id, ...ended };
			continue;
		}
		const isUnknown = isCurrent && !known && before?.stage !== row.stageId;
		const counts = watches.some(
			({ since, isComplete }) =>
				(isUnknown && isComplete) || Date.parse(row.enteredStageAt) >= since,
		);
		// A candidate who was there before one watch began may be included by another one.
		const isStill = known !== undefined && !(known.isOld && includesAll(watches));
		const next: Row = isStill
			? stillKnown(known)
			: { entry: row.id, ...(!counts && { isOld: true }) };
		if (!isStill && counts) {
			// While candidates wait, and among those who were there, another process may have been first.
			const includes = watches.some(
				({ since, isComplete, isContinued }) => !isComplete && (since === 0 || isContinued),
			);
			const mayBeDone = before?.isUnsure || before?.read === 'listed' || includes;
			if (mayBeDone || wanted.minMinutesInStage > 0) next.isUnsure = true;
			const began = Date.parse(row.enteredStageAt);
			next.open = { candidateId: application.candidate.id, began, ...waitOf(row, wanted, now) };
		}
		if (wasTooShort(row, wanted)) close(next);
		if (isCurrent) {
			after[id] = next;
			continue;
		}
		if (ended.endedAt < (state.endedFrom ?? 0)) close(next);
		delete next.isOld;
		after[row.id] = { ...next, ...ended };
	}
	return after;
}

function stillKnown({ entry, isOld, open, isUnsure }: Row): Row {
	return { entry, ...(isOld && { isOld }), ...(open && { open, ...(isUnsure && { isUnsure }) }) };
}

/** An entry may seem later than now, because dates can be edited. */
function waitOf({ enteredStageAt, leftStageAt }: HistoryRow, wanted: Wanted, now: number) {
	const minMs = wanted.minMinutesInStage * 60_000;
	if (minMs === 0 || leftStageAt) return {};
	return { notBefore: Math.min(Date.parse(enteredStageAt), now) + minMs };
}

/** Whether the candidate left before the minimum. Edited times may be in any order. */
function wasTooShort({ enteredStageAt, leftStageAt }: HistoryRow, wanted: Wanted): boolean {
	const minMs = wanted.minMinutesInStage * 60_000;
	if (minMs === 0 || !leftStageAt) return false;
	return Date.parse(leftStageAt) - Date.parse(enteredStageAt) < minMs;
}

/** Whether a time from Ashby is after the last poll, or so close to it that clocks may disagree. */
function isAround(time: string, { readUntil }: Pick<State, 'readUntil'>): boolean {
	return !(Date.parse(time) < readUntil - CLOCK_MARGIN_MS);
}

/** Starts or stops counting entries that have ended. Returns whether that is a change. */
export function countEndedEntries(state: State, includeWhoLeft: boolean, now: number): boolean {
	const isChange = includeWhoLeft !== (state.endedFrom !== undefined);
	// Ashby's clock may show whole seconds, so an entry that ended in this second may have been returned already.
	if (includeWhoLeft) state.endedFrom ??= now + 1000;
	else delete state.endedFrom;
	return isChange;
}

/** Records that everything that had changed by then has been read. */
export function completeUntil(state: State, readUntil: number): void {
	state.readUntil = readUntil;
	for (const [key, { application, endedAt = 0, open }] of Object.entries(state.rows)) {
		if (application === undefined || open) continue;
		const { from = readUntil } = state.rows[application]?.failed ?? {};
		if (endedAt < from - CLOCK_MARGIN_MS) delete state.rows[key];
	}
}
