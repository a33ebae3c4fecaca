/** The attempt returned by a trigger, which makes sure that everything for an entry is sent once. */
import { NodeOperationError } from 'n8n-workflow';
import type { Attempt } from '../../../shared/attempt';
import { readAttempt } from '../../../shared/attempt';
import { parsedJson } from '../../../shared/parameters';
import { processMemory } from '../../../shared/processMemory';
import { Remembered } from '../../../shared/remembered';
import type { Run } from '../operation';

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

/** Invitations that this process has begun. Kept for longer than an execution with many items takes. */
const begun = processMemory(new Remembered(24 * 3_600_000));

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
