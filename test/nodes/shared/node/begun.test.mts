import { Ashby } from '../../../../nodes/Ashby/Ashby.node.ts';
import { beginInWorkflow } from '../../../../nodes/shared/node/begun.ts';
import { executeContext } from '../../../support/contexts.mts';
import { database } from '../../../support/deduplication.mts';

const executed = (options = {}) => executeContext(new Ashby(), { mode: 'trigger', ...options });

test('all executions of a workflow know what one of them began', async () => {
	expect(await beginInWorkflow(executed(), ['a'])).toBe(false);
	expect(await beginInWorkflow(executed(), ['a'])).toBe(true);
	expect(await beginInWorkflow(executed({ workflowId: 'other' }), ['a'])).toBe(false);
});

test('executions at the same time don’t lose each other’s records', async () => {
	const begins = ['a', 'b', 'a'].map(async (one) => await beginInWorkflow(executed(), [one]));
	expect(await Promise.all(begins)).toEqual([false, false, true]);
	expect(await beginInWorkflow(executed(), ['b'])).toBe(true);
});

test('if n8n’s database can’t tell, it counts as not begun', async () => {
	database.isDown = true;
	expect(await beginInWorkflow(executed(), ['a'])).toBe(false);
});
