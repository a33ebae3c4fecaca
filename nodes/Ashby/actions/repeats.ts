import type { IExecuteFunctions } from 'n8n-workflow';
import { Remembered } from '../../shared/remembered';

/** What was begun in this process. Kept for longer than an execution of many items takes. */
const begun = new Remembered(24 * 3_600_000);

/**
 * Whether this very step may have written the same before, because the execution or the node is run again.
 * Remembers that it now does. n8n's own *Retry On Fail* runs a node again with the same items, including
 * those that were written, without telling it.
 *
 * @param what tells what is about to be written from everything else that the step writes
 */
export function isRepeated(context: IExecuteFunctions, what: string[]): boolean {
	if (context.getMode() === 'retry') return true;
	const executionId = context.getExecutionId() as string | undefined;
	if (executionId === undefined) return false;
	return begun.add(JSON.stringify([executionId, context.getNode().id, ...what]));
}
