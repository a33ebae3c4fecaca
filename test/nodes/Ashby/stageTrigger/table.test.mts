import { randomUUID } from 'node:crypto';
import {
	copyOf,
	emptyState,
	readState,
	tasksIn,
} from '../../../../nodes/Ashby/stageTrigger/table.ts';

test('a state is read as it was stored', () => {
	const list = { syncToken: 'token', changes: { cursor: 'next' } };
	const tries = { count: 1, since: 1, at: 1, due: 2 };
	const rows = { application: { entry: 'entry', open: { candidateId: 'candidate', tries } } };
	const state = { ...emptyState(), list, rows };
	expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
});

const row = (a: unknown) => ({ rows: { a } });
test.each<[string, object]>([
	['of another version', { version: 2 }],
	['without rows', { rows: undefined }],
	['with a row that is a text', row('b')],
	['with a row whose entry is an object', row({ entry: { x: 5 } })],
	['with a task that is a number', row({ open: 5 })],
	['with tries without a time', row({ failed: { count: 1 } })],
	['with a reading that is a number', { list: { changes: 5 } }],
	['with a listing that is a list', { list: { listing: [] } }],
	['with a listing without those not met', { list: { listing: {} } }],
	['without a list of those who were given up', { givenUp: 'Ada' }],
	['with a watch that is a number', { watches: { a: 5 } }],
])('one %s isn’t a state: the trigger starts as if just published', (_what, damage) => {
	expect(readState({ ...emptyState(), ...damage })).toBeUndefined();
});

test.each(['constructor', '__proto__', 'toString'])('%s is an ID like any other', (id) => {
	const { rows } = copyOf(emptyState());
	expect(id in rows).toBe(false);
	rows[id] = { entry: 'entry' };
	expect(copyOf({ ...emptyState(), rows }).rows[id]).toEqual({ entry: 'entry' });
});

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

const TRIES = { count: 12, since: Date.now(), at: Date.now(), due: Date.now() };
test.each([
	['of an application', 95, () => ({ entry: randomUUID() })],
	[
		'that waits for its note',
		350,
		() => ({
			entry: randomUUID(),
			application: randomUUID(),
			endedAt: TRIES.at,
			open: { candidateId: randomUUID(), tries: TRIES },
		}),
	],
])('a row %s takes up less than %i bytes', (_which, most, row) => {
	const rows = Object.fromEntries(Array.from({ length: 100 }, () => [randomUUID(), row()]));
	const grown = JSON.stringify({ ...emptyState(), rows }).length;
	expect((grown - JSON.stringify(emptyState()).length) / 100).toBeLessThan(most);
});
