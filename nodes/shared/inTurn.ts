/** The last in the queue for each key. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs one task after the other for one key, in all runs of this process: a task that checks whether
 * something exists must have created its own before the next one checks.
 *
 * @param key what the tasks are about, such as one candidate
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
