import type { IExecuteFunctions } from 'n8n-workflow';
import { Remembered } from '../../shared/remembered';

/** The last in the queue for each candidate or application. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs one task after the other for one candidate or application, in all runs of this process: a task that
 * checks whether something exists must have written its own before the next one checks.
 */
export async function inTurn<T>(id: string, task: () => Promise<T>): Promise<T> {
	const turn = (queues.get(id) ?? Promise.resolve()).then(task, task);
	queues.set(id, turn);
	try {
		return await turn;
	} finally {
		if (queues.get(id) === turn) queues.delete(id);
	}
}

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
