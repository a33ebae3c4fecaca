/** Rules that decide about an entry, each by its smallest case. The model shows that together they miss nobody. */
import { DateTime } from 'luxon';
import type { ApplicationWithHistory } from '../../../../nodes/Ashby/client/types.ts';
import { keyOf, type WatchedStage } from '../../../../nodes/Ashby/stageEntry/watchedStages.ts';
import type { Wanted } from '../../../../nodes/Ashby/stageTrigger/decide.ts';
import {
	completeUntil,
	countEndedEntries,
	decide,
	mark,
} from '../../../../nodes/Ashby/stageTrigger/decide.ts';
import { emptyState, type Row, type State } from '../../../../nodes/Ashby/stageTrigger/table.ts';
import { application, row } from '../stageEntry/setUp.mts';

const ms = (minute: number) => DateTime.utc(2026, 3, 2, 9).plus({ minutes: minute }).toMillis();
const at = (minute: number) => new Date(ms(minute)).toISOString();

const VIDEO: WatchedStage = { jobId: 'job', stageId: 'video' };
const WANTED: Wanted = { watchedStages: [VIDEO], includeWhoLeft: false, minMinutesInStage: 0 };

/** Somebody who went from another stage to the watched one in this minute. */
const applicationFrom = (minute: number) =>
	({
		...application,
		updatedAt: at(minute),
		applicationHistory: [
			{ ...row(0, 'onsite'), enteredStageAt: at(1), leftStageAt: at(minute) },
			{ ...row(1, 'video'), enteredStageAt: at(minute) },
		],
	}) as unknown as ApplicationWithHistory;

/** A state with a watch since the tenth minute, or another one. */
function known(row?: Row, watch: State['watches'][string] = { since: ms(10) }): State {
	const rows: State['rows'] = row ? { application: row } : {};
	return { ...emptyState(), watches: { [keyOf(VIDEO)]: watch }, readUntil: ms(10), rows };
}

const COMPLETE = { since: ms(10), isComplete: true } as const;

test.each<[string, Row | undefined, number]>([
	['from another watched stage, unread', { stage: 'onsite', isOld: true }, 1],
	['of somebody unknown', undefined, 1],
	['of somebody who was there', { stage: 'video', isOld: true }, 0],
	['that is remembered', { entry: 'row-1', isOld: true }, 0],
])('once everyone is known, an entry with an old date, %s: %2$i is new', (_which, row, count) => {
	const rows = Object.values(decide(applicationFrom(2), known(row, COMPLETE), WANTED, ms(60)));
	expect(rows.filter(({ open }) => open)).toHaveLength(count);
});

test('with Minimum Minutes in Stage, an entry whose date was set to later waits no longer than one of now', () => {
	const wanted = { ...WANTED, minMinutesInStage: 11_520 };
	const { open } = decide(applicationFrom(600), known(), wanted, ms(60)).application;
	expect(open?.notBefore).toBe(ms(60 + 11_520));
});

test('whoever leaves in the second in which those who leave begin to count is not new', () => {
	const wanted = { ...WANTED, includeWhoLeft: true };
	const state = known(undefined, { since: 0 });
	countEndedEntries(state, true, ms(10));
	const isNew = (after: number) => {
		const entry = { ...row(0, 'video'), leftStageAt: new Date(ms(10) + after).toISOString() };
		const left = { ...application, applicationHistory: [entry, row(1, 'onsite')] };
		const rows = decide(left as unknown as ApplicationWithHistory, state, wanted, ms(11));
		return rows['row-0'].open !== undefined;
	};
	expect([isNew(999), isNew(1000)]).toEqual([false, true]);
});

describe('a page of a listing', () => {
	const marked = (state: State, minute: number, isCovered = false) => {
		mark(state, applicationFrom(minute), { of: 'listing', isUnsure: false, isCovered }, WANTED);
		return state.rows.application;
	};

	test.each<[string, State, number]>([
		['have changed since the watch began', known(), 11],
		['are unknown, once everyone else is known', known(undefined, COMPLETE), 9],
		['are all wanted', known(undefined, { since: 0 }), 9],
	])('gives the task to read their history to those who %s', (_who, state, minute) => {
		expect(marked(state, minute)).toMatchObject({ read: 'listed' });
	});

	test.each([
		['Ada', 'Ada'],
		['', undefined],
		[5, undefined],
	])('remembers the name %j as %j', (name, remembered) => {
		const state = known();
		const { candidate, ...given } = applicationFrom(11);
		const named = { ...given, candidate: { ...candidate, name: name as string } };
		mark(state, named, { of: 'listing', isUnsure: false, isCovered: false }, WANTED);
		expect(state.rows.application.name).toBe(remembered);
	});

	test.each<[string, Row]>([
		['unread, whom an earlier listing found in another one', { stage: 'onsite', read: 'listed' }],
		['known, who has moved', { entry: 'row-1' }],
	])('shows the stage of somebody %s, until everyone there is known', (_who, row) => {
		expect(marked(known(row), 11)).toMatchObject({ ...row, stage: 'video' });
		const listed = { name: 'Ada', read: 'listed' };
		expect(marked(known(row, COMPLETE), 11)).toStrictEqual({ ...row, ...listed });
	});

	test('leaves known candidates alone if a token returns every change', () => {
		expect(marked(known({ entry: 'row-0' }), 11, true)).toEqual({ entry: 'row-0' });
		expect(marked(known({ entry: 'row-0' }), 9)).toMatchObject({ read: 'listed' });
	});
});

test('ended entries are forgotten once no poll can find them again, unless they must be returned', () => {
	const ended = { entry: 'row-0', application: 'application', endedAt: ms(10) };
	const state = known();
	state.rows = {
		old: ended,
		open: { ...ended, open: { candidateId: 'candidate' } },
		recent: { ...ended, endedAt: ms(58) },
	};
	completeUntil(state, ms(60));
	expect(Object.keys(state.rows)).toEqual(['open', 'recent']);
	expect(state.readUntil).toBe(ms(60));
});
