import { beginInWorkflow } from '../../../../nodes/shared/node/begun.ts';

test('executions at the same time don’t lose each other’s records', async () => {
	let stored: unknown[] = [];
	/** n8n reads all records, and writes them back a little later. */
	const checkProcessedAndRecord = async (items: unknown[], scope: string) => {
		expect(scope).toBe('node');
		const read = stored;
		await new Promise(setImmediate);
		stored = [...read, ...items];
		return { processed: items.filter((item) => read.includes(item)) };
	};
	const context = { helpers: { checkProcessedAndRecord } } as never;
	const begins = ['a', 'b', 'a'].map(async (one) => await beginInWorkflow(context, [one]));
	expect(await Promise.all(begins)).toEqual([false, false, true]);
});
