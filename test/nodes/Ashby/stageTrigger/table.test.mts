import { randomUUID } from 'node:crypto';
import {
	copyOf,
	emptyState,
	placeIn,
	readState,
} from '../../../../nodes/Ashby/stageTrigger/table.ts';

const FAILED = { count: 1, since: 9, at: 9, due: 9, why: 'HTTP 500', from: 9 };
/** Using it as a number or a text throws. */
const NO_PRIMITIVE = { toString: false };
const row = (a: unknown) => ({ rows: { a } });
test.each<[string, object]>([
	['of another version', { version: 2 }],
	['without rows', { rows: undefined }],
	['with a row that is a text', row('b')],
	['with a row whose entry is an object', row({ entry: { x: 5 } })],
	['with a task that is a number', row({ open: 5 })],
	['with tries without a time', row({ failed: { count: 1, since: 1, due: 1 } })],
	['with a negative number of tries', row({ failed: { ...FAILED, count: -2 } })],
	['with a reading that is a number', { list: { changes: 5 } }],
	['with a listing that is a list', { list: { listing: [] } }],
	['with a listing without those not met', { list: { listing: {} } }],
	['without a list of those who were given up', { givenUp: 'Ada' }],
	['with a watch that is a number', { watches: { a: 5 } }],
	['whose stages were checked at no time', { watchesCheckedAt: NO_PRIMITIVE }],
	['that counts who left since no time', { endedFrom: NO_PRIMITIVE }],
	['with an entry that began at no time', row({ open: { candidateId: 'a', began: NO_PRIMITIVE } })],
	['with an entry that ended at no time', row({ endedAt: NO_PRIMITIVE })],
	['with a name that is an object', row({ name: NO_PRIMITIVE })],
	['with a failure without a reason', row({ failed: { ...FAILED, why: undefined } })],
])('one %s isn’t a state: the trigger starts as if just published', (_what, damage) => {
	expect(readState({ ...emptyState(), ...damage })).toBeUndefined();
});

test('dates that couldn’t be read don’t make it another one', () => {
	const open = { candidateId: 'a', began: NaN, notBefore: NaN };
	const state = { ...emptyState(), ...row({ open, endedAt: NaN }) };
	expect(readState(JSON.parse(JSON.stringify(state)))).toBeDefined();
});

test('a renamed trigger goes back to the start for somebody whom a listing showed and who couldn’t be read', () => {
	const watches = { watch: { since: 5, isComplete: true as const } };
	const placeFor = (read: 'listed' | 'changed') =>
		placeIn({ ...emptyState(), watches, readUntil: 9, rows: { a: { read, failed: FAILED } } });
	expect([placeFor('listed'), placeFor('changed')]).toEqual([{ watch: 5 }, { watch: 9 }]);
});

test.each(['constructor', '__proto__', 'toString'])('%s is an ID like any other', (id) => {
	const { rows } = copyOf(emptyState());
	expect(id in rows).toBe(false);
	rows[id] = { entry: 'entry' };
	expect(copyOf({ ...emptyState(), rows }).rows[id]).toEqual({ entry: 'entry' });
});

const tries = { count: 12, since: Date.now(), at: Date.now(), due: Date.now() };
const ended = () => ({ entry: randomUUID(), application: randomUUID(), endedAt: tries.at });
test.each([
	['of an application', 95, () => ({ entry: randomUUID() })],
	['that waits', 350, () => ({ ...ended(), open: { candidateId: randomUUID(), tries } })],
])('a row %s takes up less than %i bytes', (_which, most, row) => {
	const rows = Object.fromEntries(Array.from({ length: 100 }, () => [randomUUID(), row()]));
	const grown = JSON.stringify({ ...emptyState(), rows }).length;
	expect((grown - JSON.stringify(emptyState()).length) / 100).toBeLessThan(most);
});
