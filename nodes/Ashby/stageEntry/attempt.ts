import type { IDataObject } from 'n8n-workflow';
import type { HistoryRow } from '../client/types';

/** What the workflow has to know of an attempt, so that what it sends is sent once. */
export interface Attempt extends IDataObject {
	/** What the note has to contain: the id of the entry. */
	entryId: string;
	/** How often the trigger has handed the entry over. */
	number: number;
	/** Somebody may have dealt with the entry before, or begun to. */
	isRepeat: boolean;
	/** When the entry began, ISO 8601: an invitation sent since then was sent for it. */
	since: string;
	/** ISO 8601, by n8n's clock: nothing may be sent later, for the entry comes again. */
	until: string | null;
}

/** @param until in ms since the epoch; null when the entry does not come again */
export function firstAttempt(row: HistoryRow, until: number | null, isRepeat = false): Attempt {
	return {
		entryId: row.id,
		number: 1,
		isRepeat,
		since: row.enteredStageAt,
		until: until === null ? null : new Date(until).toISOString(),
	};
}
