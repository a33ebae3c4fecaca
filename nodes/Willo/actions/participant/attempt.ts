/** The attempt returned by a trigger, which makes sure that everything for an entry is sent once. */
import { NodeOperationError } from 'n8n-workflow';
import { parsedJson } from '../../../shared/parameters';
import { Remembered } from '../../../shared/remembered';
import type { Run } from '../operation';

export interface Attempt {
	/** What the note must contain. */
	entryId: string;
	/** Whether an earlier attempt may have sent something. */
	isRepeat: boolean;
	/** The time of the entry, in ms since the epoch. */
	since: number;
	/** Nothing may be sent after this time, in ms by n8n's clock, because the entry is returned again. */
	until: number | null;
}

/**
 * The option 'Attempt' for an item, undefined if it is empty.
 *
 * @throws NodeOperationError if it contains something else
 */
export function attemptParameter(run: Run, itemIndex: number): Attempt | undefined {
	const given: unknown = run.context.getNodeParameter('options.attempt', itemIndex, '') ?? '';
	if (given === '' || (typeof given === 'string' && given.trim() === '')) return undefined;
	const attempt = readAttempt(typeof given === 'string' ? parsedJson(given) : given);
	if (attempt) return attempt;
	throw new NodeOperationError(
		run.context.getNode(),
		"'Attempt' doesn't contain an attempt returned by an Ashby trigger",
		{ description: 'Set it to the expression {{ $json.attempt }}, or leave it empty', itemIndex },
	);
}

function readAttempt(given: unknown): Attempt | undefined {
	if (typeof given !== 'object' || given === null) return undefined;
	const { entryId, isRepeat, since, until = null } = given as Record<string, unknown>;
	const attempt = {
		entryId: typeof entryId === 'string' ? entryId.trim() : '',
		// An unnecessary check does no harm.
		isRepeat: isRepeat !== false,
		since: momentOf(since),
		until: until === null ? null : momentOf(until),
	};
	if (!attempt.entryId || Number.isNaN(attempt.since) || Number.isNaN(attempt.until)) {
		return undefined;
	}
	return attempt;
}

/** ISO 8601 as ms since the epoch, or NaN. */
function momentOf(given: unknown): number {
	const iso = String(given);
	return /^\d{4}-\d{2}-\d{2}T/.test(iso) ? Date.parse(iso) : NaN;
}

/** Invitations that this process has begun. Kept for longer than an execution with many items takes. */
const begun = new Remembered(24 * 3_600_000);

function keyOf({ entryId, until }: Attempt, invitee: object): string {
	return JSON.stringify([entryId, until, invitee]);
}

/**
 * Records that an attempt is about to send. n8n's *Retry On Fail* runs a node again with the same items, including those
 * that were sent, and the node can't tell, so the process remembers.
 *
 * @param invitee the person and the interview
 */
export function begin(attempt: Attempt, invitee: object): void {
	begun.add(keyOf(attempt, invitee));
}

/** Whether this process has already been about to send for the attempt. */
export function hasBegun(attempt: Attempt, invitee: object): boolean {
	return begun.has(keyOf(attempt, invitee));
}
