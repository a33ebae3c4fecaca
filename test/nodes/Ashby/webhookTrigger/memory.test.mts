import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { isFirst, MOST_RECENT } from '../../../../nodes/Ashby/webhookTrigger/memory.ts';
import { webhookContext } from '../../../support/contexts.mts';
import type { ContextOptions } from '../../../support/nodeWorkflow.mts';
import { node } from './setUp.mts';

let staticData: IDataObject;

beforeEach(() => {
	staticData = {};
});

afterEach(() => {
	jest.restoreAllMocks();
});

function asks(key: string, options: ContextOptions = {}): boolean {
	return isFirst(webhookContext(node, { staticData, ...options }).context, key);
}

/** As long after now as makes the process forget. */
function later(minutes: number): void {
	const now = Date.now();
	jest.spyOn(Date, 'now').mockReturnValue(now + minutes * 60_000);
}

test('only the first delivery counts as the first', () => {
	const key = randomUUID();
	expect([asks(key), asks(key), asks(randomUUID())]).toEqual([true, false, true]);
});

test('two concurrent deliveries, each with the state that n8n read before, count once', () => {
	const key = randomUUID();
	expect([asks(key, { staticData: {} }), asks(key, { staticData: {} })]).toEqual([true, false]);
});

test('entries in the state are remembered even after a restart', () => {
	const key = randomUUID();
	asks(key);
	later(60);
	expect(asks(key)).toBe(false);
});

test('an event without an ID only counts as repeated for 12 hours', () => {
	const key = randomUUID();
	const event = () => isFirst(webhookContext(node, { staticData }).context, key, 12 * 60 * 60_000);
	expect(event()).toBe(true);
	later(11 * 60);
	expect(event()).toBe(false);
	later(60);
	expect(event()).toBe(true);
});

test('entries that aren’t in the state are forgotten before Ashby tries again', () => {
	const key = randomUUID();
	asks(key, { staticData: {} });
	later(4);
	expect(asks(key)).toBe(true);
});

test('each node has a memory of its own', () => {
	const key = randomUUID();
	const { context } = webhookContext(node, { staticData: {} });
	jest.spyOn(context, 'getNode').mockReturnValue({ ...context.getNode(), id: 'node-2' });
	expect([asks(key), isFirst(context, key)]).toEqual([true, true]);
});

test('in a test run, every delivery counts as the first, and nothing is remembered', () => {
	const key = randomUUID();
	const options: ContextOptions = { mode: 'manual' };
	expect([asks(key, options), asks(key, options), asks(key)]).toEqual([true, true, true]);
	expect(staticData).toEqual({ recent: [key] });
});

test('the state is limited: the oldest entry is removed', () => {
	const keys = Array.from({ length: MOST_RECENT + 1 }, () => randomUUID());
	keys.forEach((key) => asks(key));
	expect(staticData.recent).toEqual(keys.slice(1));
});

test('an invalid state is ignored', () => {
	staticData = { recent: 'text' };
	expect(asks(randomUUID())).toBe(true);
});
