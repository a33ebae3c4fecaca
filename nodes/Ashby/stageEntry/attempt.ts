import type { IDataObject } from 'n8n-workflow';
import type { HistoryRow } from '../client/types';

/** What the workflow must know about an attempt, so that it sends everything once. */
export interface Attempt extends IDataObject {
	/** What the note must contain: the ID of the entry. */
	entryId: string;
	/** How often the trigger has returned the entry. */
	number: number;
	/** Somebody may have dealt with the entry before, or begun to. */
	isRepeat: boolean;
	/** When the entry began, ISO 8601: an invitation sent since then was sent for it. */
	since: string;
	/** ISO 8601, by n8n's clock: nothing may be sent later, because the entry is returned again. */
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
