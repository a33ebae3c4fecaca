/**
 * An application's history. Each row is one entry of the candidate into an interview stage. Leaving the stage
 * and coming back adds a row with a new ID.
 */
import type { IDataObject } from 'n8n-workflow';
import type { ApplicationWithHistory, HistoryRow } from '../client/types';

/** What the field of the job that names the interview said about an entry. */
export interface ChosenInterview {
	/** The title of the field. */
	field: string;
	jobId: string;
	/** Null if the field is empty. */
	value: string | null;
	/** When it was read, in ms by Ashby's clock. */
	since: number;
}

/** One entry into a stage, with the application at the time its history was read. */
export interface StageEntry {
	application: ApplicationWithHistory;
	row: HistoryRow;
	/** The custom fields of the job by title, if the items contain them. */
	jobFields?: IDataObject;
	/** What the field of the job says, if the row of the stage names one. */
	interview?: ChosenInterview;
}

/** The rows in chronological order. */
export function historyOf({ applicationHistory }: ApplicationWithHistory): HistoryRow[] {
	return [...applicationHistory].sort((a, b) => a.stageNumber - b.stageNumber);
}

/** The row of the application's current stage, or undefined if the history is empty. */
export function currentRow(application: ApplicationWithHistory): HistoryRow | undefined {
	const rows = historyOf(application);
	return rows.filter((row) => !row.leftStageAt).pop() ?? rows.pop();
}

/** The previous row. Rows may have been removed, so there may be gaps in the numbers. */
export function rowBefore(
	application: ApplicationWithHistory,
	row: HistoryRow,
): HistoryRow | undefined {
	return historyOf(application)
		.filter(({ stageNumber }) => stageNumber < row.stageNumber)
		.pop();
}
