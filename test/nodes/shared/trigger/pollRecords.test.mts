import type { IPollFunctions } from 'n8n-workflow';

import { pollRecords, recorded } from '../../../../nodes/shared/trigger/pollRecords.ts';
import { ApiFailure } from '../../../../nodes/shared/api/failure.ts';

let number = 0;

function newContext() {
	const credentialId = `c${number++}`;
	const debug = jest.fn();
	const node = {
		id: 'node-1',
		name: 'Call Ada Lovelace',
		type: 'n8n-nodes-ashby-willo.ashbyStageTrigger',
		credentials: { ashbyApi: { id: credentialId, name: 'Ashby' } },
	};
	const context = {
		getNode: () => node,
		getWorkflow: () => ({ id: credentialId, name: 'Hire Ada' }),
		logger: { debug },
	} as unknown as IPollFunctions;
	return { context, debug, of: () => pollRecords('ashbyStageTrigger', [credentialId]) };
}

afterEach(() => jest.useRealTimers());

const polled = { items: [{ json: {} }], read: { pages: 1, applications: 7 }, summary: { some: 1 } };

test('a poll writes one line, with only counts and IDs', async () => {
	const { context, debug } = newContext();
	await expect(recorded(context, async () => polled)).resolves.toBe(polled);
	const line = expect.stringMatching(
		/^Poll of ashbyStageTrigger: pages 1, applications 7, returned 1, requests 0, \d+ ms$/,
	);
	const ids = { workflowId: context.getWorkflow().id, nodeId: 'node-1' };
	expect(debug.mock.calls).toEqual([[line, ids]]);
});

test('a failed poll writes the kind of failure, but not its message', async () => {
	const { context, debug, of } = newContext();
	await recorded(context, async () => polled);
	const message = 'Given up after a week: Ada Lovelace';
	const failure = new ApiFailure({ kind: 'unavailable', message, advice: 'ada@example.com' });
	await expect(recorded(context, async () => await Promise.reject(failure))).rejects.toBe(failure);
	await expect(recorded(context, async () => await Promise.reject(message))).rejects.toBe(message);
	expect(debug.mock.calls[1][0]).toMatch(/: failed \(unavailable\), requests 0,/);
	expect(debug.mock.calls[2][0]).toMatch(/: failed \(unknown\), requests 0,/);
	expect(JSON.stringify(debug.mock.calls)).not.toMatch(/Ada|example/);
	expect(of()).toMatchObject([{ error: message, polls: 3, returned: 0, summary: { some: 1 } }]);
});

const full = () => {
	throw new Error('disk full');
};

test.each([{ debug: full }, undefined])('no items get lost with the log %p', async (logger) => {
	const { context, of } = newContext();
	Object.assign(context, { logger });
	await expect(recorded(context, async () => polled)).resolves.toBe(polled);
	expect(of()).toHaveLength(1);
});

test('records are found by credential and type, and forgotten after a week', async () => {
	const { context, of } = newContext();
	jest.useFakeTimers({ now: 1_000 });
	await recorded(context, async () => polled);
	jest.setSystemTime(61_000);
	await recorded(context, async () => polled);
	expect(of()).toMatchObject([{ startedAt: 61_000, succeededAt: 61_000, gapsMs: [60_000] }]);
	expect(pollRecords('ashbyStageTrigger', ['another'])).toEqual([]);
	expect(pollRecords('willoResponseTrigger', [context.getWorkflow().id ?? ''])).toEqual([]);
	jest.setSystemTime(8 * 24 * 60 * 60_000);
	await recorded(newContext().context, async () => polled);
	expect(of()).toEqual([]);
});

test.each([
	[[{ mode: 'everyMinute' }], 60_000],
	[[{ mode: 'everyX', value: 5, unit: 'minutes' }, { mode: 'everyDay' }], 300_000],
	[[{ mode: 'everyX', value: 3, unit: 'hours' }], 3 * 60 * 60_000],
	[[{ mode: 'custom', cronExpression: '* * * * *' }], undefined],
	['text', undefined],
])('the plan of %j is %s ms', async (item, plannedGapMs) => {
	const { context, of } = newContext();
	Object.assign(context.getNode(), { parameters: { pollTimes: { item } } });
	await recorded(context, async () => polled);
	expect(of()[0].plannedGapMs).toBe(plannedGapMs);
});
