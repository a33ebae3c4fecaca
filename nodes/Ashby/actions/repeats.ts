import type { IExecuteFunctions } from 'n8n-workflow';
import { processMemory } from '../../shared/processMemory';
import { Remembered } from '../../shared/remembered';

/** Writes that this process has begun. Kept for longer than an execution with many items takes. */
const begun = processMemory(new Remembered(24 * 3_600_000));

/**
 * Whether this step may already have written the same, because the execution or the node runs again. Remembers
 * that it writes it now. n8n's *Retry On Fail* runs a node again with the same items, including those that were
 * written, and the node can't tell.
 *
 * @param what identifies what is about to be written
 */
export function isRepeated(context: IExecuteFunctions, what: string[]): boolean {
	if (context.getMode() === 'retry') return true;
	const executionId = context.getExecutionId() as string | undefined;
	if (executionId === undefined) return false;
	return begun.add(JSON.stringify([executionId, context.getNode().id, ...what]));
}
