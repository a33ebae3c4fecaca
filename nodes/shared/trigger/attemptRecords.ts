/** Why the last attempt at an entry failed in this process, for the health check. Kept in memory, like polls. */
import type { IDataObject } from 'n8n-workflow';
import { readAttempt } from './attempt';
import { dropOldest, processMemory } from '../processMemory';

/** More entries than this don't wait at one time. */
const MOST = 2_000;

const reasons = processMemory(new Map<string, string>());

/** @param json the item with which a node failed; without an attempt, nothing is kept */
export function attemptFailed(json: IDataObject | undefined, message: string): void {
	const attempt = readAttempt(json?.attempt);
	if (!attempt) return;
	reasons.delete(attempt.entryId);
	reasons.set(attempt.entryId, message);
	dropOldest(reasons, MOST);
}

/** The message of the last failure with this entry, if this process has seen one. */
export function lastFailureOf(entryId: string): string | undefined {
	return reasons.get(entryId);
}
