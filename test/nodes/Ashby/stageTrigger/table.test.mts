import { randomUUID } from 'node:crypto';
import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import {
	copyOf,
	emptyState,
	readState,
	tasksIn,
} from '../../../../nodes/Ashby/stageTrigger/table.ts';
import { pollContext } from '../../../support/contexts.mts';
import { setUpTwoJobs } from './setUp.mts';

const twoJobs = setUpTwoJobs();

test('a state is read as it was stored', () => {
	const list = { syncToken: 'token', changes: { cursor: 'next' } };
	const tries = { count: 1, since: 1, at: 1, due: 2 };
	const rows = { application: { entry: 'entry', open: { candidateId: 'candidate', tries } } };
	const state = { ...emptyState(), list, rows };
	expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
});

test.each<[string, unknown]>([
	['nothing', undefined],
	['a text', 'state'],
	['a list', []],
	['another version', { ...emptyState(), version: 2 }],
	['no rows', { ...emptyState(), rows: undefined }],
	['a row that is a text', { ...emptyState(), rows: { a: 'b' } }],
	['a row whose entry is an object', { ...emptyState(), rows: { a: { entry: { x: 5 } } } }],
	['a task that is a number', { ...emptyState(), rows: { a: { open: 5 } } }],
	['tries without a time', { ...emptyState(), rows: { a: { failed: { count: 1 } } } }],
	['a reading that is a number', { ...emptyState(), list: { changes: 5 } }],
	['a listing that is a list', { ...emptyState(), list: { listing: [] } }],
	['a listing without those not met', { ...emptyState(), list: { listing: {} } }],
	['no list of those who were given up', { ...emptyState(), givenUp: 'Ada' }],
	['a watch that is a number', { ...emptyState(), watches: { a: 5 } }],
])('%s isn’t a state: the trigger starts as if just published', (_what, stored) => {
	expect(readState(stored)).toBeUndefined();
});

test.each<[string, object]>([
	['of another version', { version: 2 }],
	['with a number for a reading', { list: { changes: 5 } }],
	['with a task that is none', { rows: { application: { open: { x: 5 } } } }],
])('a stored state %s doesn’t stop the trigger', async (_what, damage) => {
	const org = await twoJobs();
	org.apply('Ada', org.job, 'Video Interview');
	org.pass();
	const trigger = new AshbyStageTrigger();
	const context = pollContext(trigger, {
		parameters: org.parameters({ options: { repeatUntilNoted: true } }),
		credentials: org.credentials(),
		activation: 'init',
		staticData: { state: { ...emptyState(), ...damage } },
	});
	expect(await trigger.poll.call(context)).toBeNull();
	org.pass();
	const entry = org.move(org.apply('Bea'), 'Video Interview');
	expect(await trigger.poll.call(context)).toMatchObject([[{ json: { id: entry } }]]);
	expect(await trigger.poll.call(context)).toBeNull();
});

test.each(['constructor', '__proto__', 'toString'])(
	'IDs with a special meaning in JavaScript are IDs like any other: %s',
	(id) => {
		const { rows } = copyOf(emptyState());
		expect(id in rows).toBe(false);
		rows[id] = { entry: 'entry' };
		expect(copyOf({ ...emptyState(), rows }).rows[id]).toEqual({ entry: 'entry' });
	},
);

test('tasks are done in their order, those that failed last, and those whose time hasn’t come not at all', () => {
	const due = (at: number) => ({ candidateId: 'c', tries: { count: 1, since: 1, at: 1, due: at } });
	const failed = (at: number) => ({ count: 1, since: 1, at: 1, due: at, why: 'down', from: 0 });
	const rows = {
		done: { entry: 'a' },
		listed: { read: 'listed' as const },
		second: { entry: 'b', open: due(9) },
		first: { entry: 'c', open: due(5) },
		later: { entry: 'd', open: due(11) },
		waiting: { entry: 'e', open: { candidateId: 'c', notBefore: 21 } },
		known: { entry: 'f', read: 'changed' as const },
		unknown: { read: 'changed' as const },
		failing: { read: 'changed' as const, failed: failed(10) },
		failingLater: { read: 'changed' as const, failed: failed(11) },
	};
	const order = ['unknown', 'known', 'first', 'second', 'listed', 'failing'];
	expect(tasksIn(rows, { now: 10, ashbyNow: 20 })).toEqual(order);
});

test('a state takes up about 90 bytes for each application, and 350 for each that waits for its note', () => {
	const bytes = (rows: object) => JSON.stringify({ ...emptyState(), rows }).length;
	const id = () => randomUUID();
	const now = Date.now();
	const tries = { count: 12, since: now, at: now, due: now };
	const grown = (row: () => object) =>
		bytes(Object.fromEntries(Array.from({ length: 100 }, () => [id(), row()]))) / 100;
	expect(grown(() => ({ entry: id() }))).toBeLessThan(95);
	expect(
		grown(() => ({
			entry: id(),
			application: id(),
			endedAt: now,
			open: { candidateId: id(), tries },
		})),
	).toBeLessThan(350);
});
