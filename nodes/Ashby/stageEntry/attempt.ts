import type { IDataObject } from 'n8n-workflow';
import type { HistoryRow } from '../client/types';

/** What the workflow must know about an attempt in order to send everything once. */
export interface Attempt extends IDataObject {
	/** What the note must contain: the ID of the entry. */
	entryId: string;
	/** The number of times that the trigger has returned the entry. */
	number: number;
	/** Whether an earlier attempt may have been processed, at least in part. */
	isRepeat: boolean;
	/** The time of the entry, ISO 8601. An invitation sent since then was sent for this entry. */
	since: string;
	/** ISO 8601, by n8n's clock. Nothing may be sent after this time, because the entry is returned again. */
	until: string | null;
}

/** @param until in ms since the epoch; null if the entry isn't returned again */
export function firstAttempt(row: HistoryRow, until: number | null, isRepeat = false): Attempt {
	return {
		entryId: row.id,
		number: 1,
		isRepeat,
		since: row.enteredStageAt,
		until: until === null ? null : new Date(until).toISOString(),
	};
}
