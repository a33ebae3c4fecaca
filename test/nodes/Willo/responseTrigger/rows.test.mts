import type { Scope } from '../../../../nodes/Willo/responseTrigger/rows.ts';
import { MOST_ROWS, bound, take, watch } from '../../../../nodes/Willo/responseTrigger/rows.ts';
import { emptyState, type Row, type State } from '../../../../nodes/Willo/responseTrigger/state.ts';
import type { Watch } from '../../../../nodes/shared/trigger/watch.ts';
import { NOW, keyOf, upTo, received, settings } from './setting.mts';

const scope: Scope = { ...settings(), now: NOW, invitedSince: 0 };
const whole: State['watches'] = { '*': { since: 0, isComplete: true } };
const stateWith = (more: Partial<State>) => ({ ...emptyState(), watches: whole, ...more });

describe('whether a response is new', () => {
	const before = '2026-03-02T08:59:59Z';
	const since = '2026-03-02T09:00:00Z';
	const stage = 'Received';
	const waiting: Row = { is: 'waiting', since: NOW };
	const asked: Row = { is: 'unclear', since: NOW, askedAt: NOW };
	const unasked: Row = { is: 'unclear', since: NOW, askedAt: 0, mayBeOld: true };

	it.each([
		['after the watch began', false, { completed_at: since }, undefined, 'responded'],
		['before it began', false, { completed_at: before }, undefined, undefined],
		['before, the whole list was read', true, { completed_at: before }, undefined, undefined],
		['no time', false, { stage }, undefined, 'old'],
		// A day is not enough: it may be the very day on which the workflow was published.
		['only the day', false, { completed_at: '2026-03-02' }, undefined, 'old'],
		['no time, invited later', false, { stage, created_at: since }, undefined, 'responded'],
		['no time, invited before', false, { stage, created_at: before }, undefined, 'old'],
		['no time, but not in the whole list', true, { stage }, undefined, 'responded'],
		['no time, was waiting', false, { stage }, waiting, 'responded'],
		['only the day, was waiting', false, { completed_at: '2026-03-02' }, waiting, 'responded'],
		['the row was unclear before', false, { stage }, unasked, 'responded'],
	])('in a row of the list: %s', (_case, listed, row, was, outcome) => {
		const watched: Watch = listed ? { since: NOW, isComplete: true } : { since: NOW };
		const rows = was && { [keyOf(1)]: was };
		const state = stateWith({ watches: { '*': watched }, ...(rows && { rows }) });
		take(state, { key: keyOf(1), ...row }, scope);
		expect(state.rows[keyOf(1)]?.is).toBe(outcome);
	});

	it.each([
		['no time, never asked before', { stage }, unasked, 'old'],
		['a time before the watch, never asked', { completed_at: before }, unasked, 'old'],
		['a time since the watch, never asked', { completed_at: since }, unasked, 'responded'],
		['no time, was waiting when last asked', { stage }, asked, 'responded'],
		['a time before the watch, but was waiting', { completed_at: before }, asked, 'responded'],
		['no sign, but the list had one', {}, { is: 'responded', since: NOW } as Row, 'responded'],
	])('in a whole participant: %s', (_case, raw, was, outcome) => {
		const watches = { '*': { since: NOW, isComplete: true as const } };
		const state = stateWith({ watches, rows: { [keyOf(1)]: was } });
		take(state, { key: keyOf(1), ...raw }, scope, true);
		expect(state.rows[keyOf(1)]?.is).toBe(outcome);
	});

	it('is decided by the strictest watch if Willo does not name the interview', () => {
		const watches = { a: { since: 1 }, b: { since: 5 }, c: { since: 3 } };
		const isNew = (time: number, interview?: string) => {
			const state = stateWith({ watches });
			const completed_at = new Date(time).toISOString();
			take(state, { key: keyOf(1), completed_at, interview }, scope);
			return keyOf(1) in state.rows;
		};
		expect([isNew(1, 'a'), isNew(4), isNew(5)]).toEqual([true, false, true]);
	});
});

it.each<[string, string, string[], State['watches']]>([
	['all after some', 'a', [], { a: { since: 1 }, '*': { since: 9 } }],
	['some after all, which were watched before', '*', ['a'], { a: { since: 1 } }],
	['one more', 'a', ['a', 'b'], { a: { since: 1 }, b: { since: 9 } }],
])('since when interviews are watched: %s', (_when, before, interviews, watches) => {
	const state = stateWith({ watches: { [before]: { since: 1 } } });
	watch(state, { ...scope, interviews, now: 9 });
	expect(state.watches).toEqual(watches);
	expect(state.revision).toBe(1);
	watch(state, { ...scope, interviews, now: 10 });
	expect(state.revision).toBe(1);
});

describe('what is kept', () => {
	it('is bounded, without those who are done and were not listed for longest', () => {
		const tries = { count: 12, since: NOW, at: NOW, due: NOW };
		const rows = (is: Row['is'], from: number, more: Partial<Row> = {}) =>
			Object.fromEntries(
				upTo(MOST_ROWS / 2).map((number) => [keyOf(number + from), { is, since: NOW, ...more }]),
			);
		const state = stateWith({
			rows: {
				...rows('unclear', 0, { askedAt: NOW, mayBeOld: true }),
				...rows('old', 10_000),
				...rows('returned', 20_000, { tries }),
			},
		});
		take(state, received(10_001), scope);
		bound(state);
		const left = Object.values(state.rows).map(({ is }) => is);
		expect(left).toHaveLength(MOST_ROWS);
		expect(left.filter((is) => is === 'old')).toEqual([]);
		expect(JSON.stringify(state).length).toBeLessThan(700_000);
	});

	it('is no name that JavaScript has already', () => {
		const state = stateWith({});
		for (const key of ['constructor', '__proto__']) take(state, { key }, scope);
		expect(state).toEqual(stateWith({}));
	});
});

const includes = { whenActivated: 'includeExisting', publishing: true } as const;
it.each<[string, Row['is'], Partial<Scope>, boolean]>([
	['another interview, once that is selected', 'another', { interviews: ['a', 'b'] }, false],
	['another interview, while nothing changes', 'another', {}, true],
	['an old response, with From Now On', 'old', { publishing: true }, true],
	['an old response, with Include Existing', 'old', includes, false],
])('whether somebody stays skipped for %s', (_why, is, more, isKept) => {
	const rows = { [keyOf(1)]: { is, since: NOW } };
	const state = stateWith({ rows, watches: { a: { since: 0 } } });
	watch(state, { ...scope, interviews: ['a'], ...more });
	expect(keyOf(1) in state.rows).toBe(isKept);
});
