import type { Scope } from '../../../../nodes/Willo/responseTrigger/rules.ts';
import { MOST_KEPT, bound, take, watch } from '../../../../nodes/Willo/responseTrigger/rules.ts';
import type { State, Watch } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { emptyState } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { NOW, keyOf, numbers, received, settings } from './setting.mts';

const scope: Scope = { ...settings(), now: NOW, invitedSince: 0 };
const stateWith = (more: Partial<State>): State => ({
	...emptyState(),
	watches: { '*': { since: 0, listed: true } },
	...more,
});

describe('whether a response is new', () => {
	const before = '2026-03-02T08:59:59Z';
	const since = '2026-03-02T09:00:00Z';
	const stage = 'Received';
	const waiting = { since: NOW };
	const asked = { since: NOW, askedAt: NOW };
	const unasked = { since: NOW, askedAt: 0, mayBeOld: true as const };

	it.each([
		['after the watch began', false, { completed_at: since }, undefined, 'new'],
		['before it began', false, { completed_at: before }, undefined, undefined],
		['before, the whole list was read', true, { completed_at: before }, undefined, undefined],
		['no time', false, { stage }, undefined, 'skipped'],
		// A day is not enough: it may be the very day on which the workflow was published.
		['only the day', false, { completed_at: '2026-03-02' }, undefined, 'skipped'],
		['no time, invited later', false, { stage, created_at: since }, undefined, 'new'],
		['no time, invited before', false, { stage, created_at: before }, undefined, 'skipped'],
		['no time, but not in the whole list', true, { stage }, undefined, 'new'],
		['no time, was waiting', false, { stage }, waiting, 'new'],
		['only the day, was waiting', false, { completed_at: '2026-03-02' }, waiting, 'new'],
		['the row was unclear before', false, { stage }, unasked, 'new'],
	])('in a row of the list: %s', (_case, listed, row, was, outcome) => {
		const watched: Watch = listed ? { since: NOW, listed } : { since: NOW };
		const state = stateWith({
			watches: { '*': watched },
			...(was && { waiting: { [keyOf(1)]: was } }),
		});
		take(state, { key: keyOf(1), ...row }, scope);
		expect(state.waiting[keyOf(1)]?.responded ? 'new' : state.done[keyOf(1)]).toBe(outcome);
	});

	it.each([
		['no time, never asked before', { stage }, unasked, 'skipped'],
		['a time before the watch, never asked', { completed_at: before }, unasked, 'skipped'],
		['a time since the watch, never asked', { completed_at: since }, unasked, 'new'],
		['no time, was waiting when last asked', { stage }, asked, 'new'],
		['a time before the watch, but was waiting', { completed_at: before }, asked, 'new'],
		['no sign, but the list had one', {}, { since: NOW, responded: true as const }, 'new'],
	])('in a whole participant: %s', (_case, raw, was, outcome) => {
		const watches = { '*': { since: NOW, listed: true as const } };
		const state = stateWith({ watches, waiting: { [keyOf(1)]: was } });
		take(state, { key: keyOf(1), ...raw }, scope, true);
		expect(state.waiting[keyOf(1)]?.responded ? 'new' : state.done[keyOf(1)]).toBe(outcome);
	});

	it('is decided by the strictest watch if Willo does not name the interview', () => {
		const watches = { a: { since: 1 }, b: { since: 5 }, c: { since: 3 } };
		const isNew = (time: number, interview?: string) => {
			const state = stateWith({ watches });
			const completed_at = new Date(time).toISOString();
			take(state, { key: keyOf(1), completed_at, interview }, scope);
			return keyOf(1) in state.waiting;
		};
		expect([isNew(1, 'a'), isNew(4), isNew(5)]).toEqual([true, false, true]);
	});
});

describe('the watches', () => {
	const a = { since: 1, listed: true as const };
	const [now, all] = [{ since: 9 }, { since: 3 }];
	const publishing = { publishing: true };
	const catchUp = { publishing: true, whenActivated: 'catchUp' as const };
	const existing = { publishing: true, whenActivated: 'includeExisting' as const };

	it.each<[string, Record<string, Watch>, string[], Partial<Scope>, Record<string, Watch>]>([
		['at the very first poll', {}, ['a'], {}, { a: now }],
		['at the very first poll, to catch up', {}, ['a'], catchUp, { a: now }],
		['for all interviews', {}, [], publishing, { '*': now }],
		['in the polls that follow', { a }, ['a'], {}, { a }],
		['when published again', { a }, ['a'], publishing, { a: now }],
		['with Catch Up', { a }, ['a'], catchUp, { a }],
		['with Include Existing', { a }, ['a'], existing, { a: { since: 0 } }],
		['with one more interview', { a }, ['a', 'b'], {}, { a, b: now }],
		['with one fewer', { a, b: all }, ['a'], {}, { a }],
		['all after some', { a }, [], {}, { a, '*': now }],
		['some after all', { '*': all }, ['a'], {}, { a: all }],
	])('%s', (_when, watches, interviews, more, expected) => {
		const state = stateWith({ watches });
		watch(state, { ...scope, ...more, interviews, now: 9 });
		expect(state.watches).toEqual(expected);
		const isSame = Object.keys(watches).join() === Object.keys(expected).join();
		expect(state.revision).toBe(isSame && !more.publishing ? 0 : 1);
	});
});

describe('what is kept', () => {
	it('is bounded, without those who were not listed for longest', () => {
		const many = numbers(MOST_KEPT + 10);
		const state = stateWith({
			done: Object.fromEntries(many.map((number) => [keyOf(number), 'returned'])),
			waiting: Object.fromEntries(many.map((number) => [keyOf(number + 10_000), { since: NOW }])),
		});
		take(state, received(1), scope);
		bound(state, 0);
		expect(Object.keys(state.done)).toHaveLength(MOST_KEPT);
		expect(state.done).toHaveProperty(keyOf(1));
		expect(state.done).not.toHaveProperty(keyOf(2));
		expect(Object.keys(state.waiting)).toHaveLength(MOST_KEPT);
	});

	it('is nobody who was invited before the days to watch, even without a time', () => {
		const state = stateWith({ waiting: { [keyOf(1)]: { since: NOW - 2 } } });
		const late = { ...scope, invitedSince: NOW - 1 };
		take(state, { key: keyOf(1) }, late);
		bound(state, late.invitedSince);
		take(state, { key: keyOf(1) }, late);
		take(state, { key: keyOf(2), created_at: '2026-03-01' }, late);
		expect(state.waiting).toEqual({});
	});

	it('is no name that JavaScript has already', () => {
		const state = stateWith({});
		for (const key of ['constructor', '__proto__']) take(state, { key }, scope);
		expect(state).toEqual(stateWith({}));
	});
});
