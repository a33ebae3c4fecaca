import type { Attempt } from '../../shared/trigger/attempt';
import type { HistoryRow } from '../client/types';

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
