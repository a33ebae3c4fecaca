import { processMemory } from './processMemory';

/** The last task in the queue for each key. */
const queues = processMemory(new Map<string, Promise<unknown>>());

/**
 * Runs tasks with the same key one after the other, in all runs of this process. A task that checks whether something
 * exists and then creates it must finish before the next one checks.
 *
 * @param key identifies the subject of the tasks, such as a candidate
 */
export async function inTurn<T>(key: string, task: () => Promise<T>): Promise<T> {
	const turn = (queues.get(key) ?? Promise.resolve()).then(task, task);
	queues.set(key, turn);
	try {
		return await turn;
	} finally {
		if (queues.get(key) === turn) queues.delete(key);
	}
}
