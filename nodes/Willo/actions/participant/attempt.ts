/** The attempt that a trigger hands over, so that what is sent for an entry is sent once. */
import { NodeOperationError } from 'n8n-workflow';
import { parsedJson } from '../../../shared/parameters';
import type { Run } from '../operation';

export interface Attempt {
	/** What the note has to contain. */
	entryId: string;
	/** Whether an earlier attempt may have got somewhere. */
	isRepeat: boolean;
	/** When the entry began, in ms since the epoch. */
	since: number;
	/** After this moment, in ms by n8n's clock, nothing may be sent: the entry comes again. */
	until: number | null;
}

/**
 * The option 'Attempt' of an item, undefined when it is empty.
 *
 * @throws NodeOperationError when it holds something else
 */
export function attemptParameter(run: Run, itemIndex: number): Attempt | undefined {
	const given: unknown = run.context.getNodeParameter('options.attempt', itemIndex, '') ?? '';
	if (given === '' || (typeof given === 'string' && given.trim() === '')) return undefined;
	const attempt = readAttempt(typeof given === 'string' ? parsedJson(given) : given);
	if (attempt) return attempt;
	throw new NodeOperationError(
		run.context.getNode(),
		"The option 'Attempt' does not hold an attempt of the Ashby Stage Trigger",
		{ description: 'Set it to the expression {{ $json.attempt }}, or leave it empty', itemIndex },
	);
}

function readAttempt(given: unknown): Attempt | undefined {
	if (typeof given !== 'object' || given === null) return undefined;
	const { entryId, isRepeat, since, until = null } = given as Record<string, unknown>;
	const attempt = {
		entryId: typeof entryId === 'string' ? entryId.trim() : '',
		// To look once too often does no harm.
		isRepeat: isRepeat !== false,
		since: momentOf(since),
		until: until === null ? null : momentOf(until),
	};
	if (!attempt.entryId || Number.isNaN(attempt.since) || Number.isNaN(attempt.until)) {
		return undefined;
	}
	return attempt;
}

/** ISO 8601 in ms since the epoch, or NaN. */
function momentOf(given: unknown): number {
	const iso = String(given);
	return /^\d{4}-\d{2}-\d{2}T/.test(iso) ? Date.parse(iso) : NaN;
}

/** Longer than an execution of many items takes. */
const REMEMBERED_MS = 24 * 3_600_000;

/** When an invitation was begun in this process, by the attempt and whom it was for. */
const begun = new Map<string, number>();

function keyOf({ entryId, until }: Attempt, whom: object): string {
	return JSON.stringify([entryId, until, whom]);
}

/**
 * Notes that an attempt is about to send. n8n's own *Retry On Fail* runs a node again with the same
 * items, those included that were sent: it does not tell the node, so the process remembers.
 *
 * @param whom the person and the interview
 */
export function begin(attempt: Attempt, whom: object): void {
	const now = Date.now();
	for (const [key, at] of begun) {
		// In the order in which they were begun.
		if (now - at < REMEMBERED_MS) break;
		begun.delete(key);
	}
	begun.delete(keyOf(attempt, whom));
	begun.set(keyOf(attempt, whom), now);
}

/** Whether the attempt has been about to send before, in this process. */
export function hasBegun(attempt: Attempt, whom: object): boolean {
	return begun.has(keyOf(attempt, whom));
}
