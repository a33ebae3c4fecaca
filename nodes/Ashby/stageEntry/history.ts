/**
 * An application's history. Each row is one entry of the candidate into an interview stage: leaving the
 * stage and coming back adds another row, with another ID.
 */
import type { ApplicationWithHistory, HistoryRow } from '../client/types';

/** One entry into a stage, with its application as it was when its history was read. */
export interface StageEntry {
	application: ApplicationWithHistory;
	row: HistoryRow;
}

/** The rows in the order of the history, whatever order they came in. */
export function historyOf({ applicationHistory }: ApplicationWithHistory): HistoryRow[] {
	return [...applicationHistory].sort((a, b) => a.stageNumber - b.stageNumber);
}

/** The row of the stage that the application is in now, or undefined for an empty history. */
export function currentRow(application: ApplicationWithHistory): HistoryRow | undefined {
	const rows = historyOf(application);
	return rows.filter((row) => !row.leftStageAt).pop() ?? rows.pop();
}

/** The row before this one. Rows may have been removed, so numbers may have gaps. */
export function rowBefore(
	application: ApplicationWithHistory,
	row: HistoryRow,
): HistoryRow | undefined {
	return historyOf(application)
		.filter(({ stageNumber }) => stageNumber < row.stageNumber)
		.pop();
}
