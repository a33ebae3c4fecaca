import type { WhenActivated } from '../../../../nodes/Willo/responseTrigger/rules.ts';
import { MOST_KEPT, bound, take, watch } from '../../../../nodes/Willo/responseTrigger/rules.ts';
import type { State, Watch } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { emptyState } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { NOW, keyOf, numbers, received } from './onePage.mts';

const following = { interviews: [], watchedSince: 0, now: NOW };
const waiting = (since: number) => ({ interview: null, since, listedAt: NOW });
const stateWith = (more: Partial<State>): State => ({
	...emptyState(),
	watches: { '*': { since: 0, settled: true } },
	...more,
});
const isFound = (state: State) => keyOf(1) in state.found;

describe('whether a response is new', () => {
	const since = Date.parse('2026-03-02T09:00:00Z');
	/** Takes a row under this watch. */
	function taken(watched: Watch, row: object, before: State['waiting'] = {}): State {
		const state = stateWith({ watches: { '*': watched }, waiting: before });
		take(state, { key: keyOf(1), ...row }, following);
		return state;
	}

	it('by its time, where there is one', () => {
		const at = (completed_at: string) => ({ completed_at });
		expect(isFound(taken({ since }, at('2026-03-02T09:00:00Z')))).toBe(true);
		const old = taken({ since, settled: true }, at('2026-03-02T08:59:59Z'));
		expect(isFound(old)).toBe(false);
		expect(old.done).toEqual({});
	});

	it.each([
		[{ since }, undefined, false, false],
		[{ since }, '2026-03-02T09:00:00Z', false, true],
		[{ since }, '2026-03-02T08:59:59Z', false, false],
		[{ since }, undefined, true, true],
		[{ since, settled: true as const }, undefined, false, true],
	])(
		'else by who was there before: %j, created %p, was waiting %p',
		(watched, created_at, was, isNew) => {
			const created = created_at ? { created_at } : {};
			// A day is not enough: it may be the very day on which the workflow was published.
			for (const sign of [{ stage: 'Received' }, { completed_at: '2026-03-02' }]) {
				const before = was ? { [keyOf(1)]: waiting(NOW) } : {};
				const state = taken(watched, { ...created, ...sign }, before);
				expect(isFound(state)).toBe(isNew);
				expect(state.done).toEqual(isNew ? {} : { [keyOf(1)]: 'skipped' });
			}
		},
	);
});

describe('what is watched', () => {
	const before: Record<string, Watch> = { a: { since: 1, settled: true } };

	it.each<[string, Record<string, Watch>, string[], boolean, WhenActivated, Record<string, Watch>]>(
		[
			['at the very first poll', {}, ['a'], true, 'fromNowOn', { a: { since: 9 } }],
			['at the very first poll, to catch up', {}, ['a'], true, 'catchUp', { a: { since: 9 } }],
			['for all interviews', {}, [], true, 'fromNowOn', { '*': { since: 9 } }],
			['in the polls that follow', before, ['a'], false, 'fromNowOn', before],
			['when published again', before, ['a'], true, 'fromNowOn', { a: { since: 9 } }],
			['with catch up', before, ['a'], true, 'catchUp', before],
			[
				'with include existing',
				before,
				['a'],
				true,
				'includeExisting',
				{ a: { since: 0, settled: true } },
			],
			[
				'with include existing, later on',
				before,
				['a', 'b'],
				false,
				'includeExisting',
				{ ...before, b: { since: 9 } },
			],
			[
				'with one more interview',
				before,
				['a', 'b'],
				false,
				'fromNowOn',
				{ ...before, b: { since: 9 } },
			],
			['with one fewer', { ...before, b: { since: 2 } }, ['a'], false, 'fromNowOn', before],
			['all after some', before, [], false, 'fromNowOn', { ...before, '*': { since: 9 } }],
			['some after all', { '*': { since: 3 } }, ['a'], false, 'fromNowOn', { a: { since: 3 } }],
		],
	)('%s', (_when, watches, interviews, isPublishing, whenActivated, expected) => {
		const state = stateWith({ watches });
		watch(state, { ...following, interviews, now: 9 }, whenActivated, isPublishing);
		expect(state.watches).toEqual(expected);
		const isChange = isPublishing || Object.keys(watches).join() !== Object.keys(expected).join();
		expect(state.revision).toBe(isChange ? 1 : 0);
	});

	it('holds the strictest watch over whom Willo does not name the interview of', () => {
		const watches = { a: { since: 1 }, b: { since: 5 }, c: { since: 3 } };
		const at = (time: number, interview?: string) => {
			const state = stateWith({ watches });
			const completed_at = new Date(time).toISOString();
			take(state, { key: keyOf(1), completed_at, interview }, following);
			return isFound(state);
		};
		expect([at(1, 'a'), at(4), at(5)]).toEqual([true, false, true]);
	});
});

describe('what is remembered', () => {
	it('is bounded, and forgets who has not been listed for longest', () => {
		const many = numbers(MOST_KEPT + 10);
		const state = stateWith({
			done: Object.fromEntries(many.map((number) => [keyOf(number), 'returned'])),
			waiting: Object.fromEntries(many.map((number) => [keyOf(number + 10_000), waiting(number)])),
		});
		take(state, received(1), following);
		bound(state, 0);
		expect(Object.keys(state.done)).toHaveLength(MOST_KEPT);
		expect(state.done).toHaveProperty(keyOf(1));
		expect(state.done).not.toHaveProperty(keyOf(2));
		expect(Object.keys(state.waiting)).toHaveLength(MOST_KEPT);
		expect(state.waiting).not.toHaveProperty(keyOf(10_010));
	});

	it('is nobody who was invited before the days to watch, not even without a date', () => {
		const state = stateWith({
			waiting: { [keyOf(1)]: waiting(NOW - 2), [keyOf(2)]: waiting(NOW - 2) },
		});
		const late = { ...following, watchedSince: NOW - 1 };
		take(state, { key: keyOf(1) }, late);
		bound(state, late.watchedSince);
		expect(state.waiting).toEqual({});
		take(state, { key: keyOf(2) }, late);
		expect(state.waiting).toEqual({});
	});

	it('is no name that JavaScript knows already', () => {
		const state = stateWith({});
		for (const key of ['constructor', '__proto__']) take(state, { key }, following);
		expect(state).toEqual(stateWith({}));
	});
});
