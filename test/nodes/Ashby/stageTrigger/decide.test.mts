/** The rules that decide about an entry, each by its smallest case. The model shows that together they miss nobody. */
import { DateTime } from 'luxon';
import type {
	Application,
	ApplicationWithHistory,
	HistoryRow,
} from '../../../../nodes/Ashby/client/types.ts';
import type { WatchedStage } from '../../../../nodes/Ashby/stageEntry/watchedStages.ts';
import { keyOf } from '../../../../nodes/Ashby/stageEntry/watchedStages.ts';
import type { Wanted } from '../../../../nodes/Ashby/stageTrigger/decide.ts';
import {
	completeUntil,
	decide as decideRows,
	mark,
} from '../../../../nodes/Ashby/stageTrigger/decide.ts';
import type { Row, State } from '../../../../nodes/Ashby/stageTrigger/table.ts';
import { emptyState } from '../../../../nodes/Ashby/stageTrigger/table.ts';

const ms = (minute: number) => DateTime.utc(2026, 3, 2, 9).plus({ minutes: minute }).toMillis();
const at = (minute: number) => new Date(ms(minute)).toISOString();

const VIDEO: WatchedStage = { jobId: 'job', stageId: 'video' };
const BY_NAME: WatchedStage = { jobId: '*', stageName: 'Video Interview' };
const WANTED: Wanted = { watchedStages: [VIDEO], includeWhoLeft: false, minMinutesInStage: 0 };

/** The stages in order, with the minute of entry, which is when the candidate left the one before. */
function application(...stages: Array<[stageId: string, entered: number]>): ApplicationWithHistory {
	const applicationHistory = stages.map(([stageId, entered], index): HistoryRow => {
		const next = stages[index + 1];
		return {
			id: `entry-${index}`,
			stageId,
			title: stageId === 'video' ? 'Video Interview' : stageId,
			enteredStageAt: at(entered),
			...(next ? { leftStageAt: at(next[1]) } : {}),
			stageNumber: index,
		};
	});
	return {
		id: 'application',
		candidate: { id: 'candidate' },
		job: { id: 'job', title: 'Job' },
		applicationHistory,
	} as ApplicationWithHistory;
}

function known(row?: Row, more: Partial<State> = {}): State {
	const watches = { [keyOf(VIDEO)]: { since: ms(10) } };
	const rows: State['rows'] = row ? { application: row } : {};
	return { ...emptyState(), watches, readUntil: ms(10), rows, ...more };
}

const watched = (watch: { since: number; isComplete?: true }) => ({
	watches: { [keyOf(VIDEO)]: watch },
});

const decide = (subject: ApplicationWithHistory, state: State, wanted: Partial<Wanted> = {}) =>
	decideRows(subject, state, { ...WANTED, ...wanted }, ms(60));

const ENDED: Row = { entry: 'entry-0', application: 'application', endedAt: ms(12) };

test('an entry from before the watch is remembered, and isn’t new however its date is changed', () => {
	const state = known();
	state.rows = decide(application(['video', 9]), state);
	expect(state.rows).toEqual({ application: { entry: 'entry-0', isOld: true } });
	expect(decide(application(['video', 12]), state)).toEqual(state.rows);
});

test('an entry is new once, even if the stage is watched by ID and by name', () => {
	const watches = { [keyOf(VIDEO)]: { since: ms(10) }, [keyOf(BY_NAME)]: { since: ms(20) } };
	const state = known(undefined, { watches });
	expect(decide(application(['video', 15]), state, { watchedStages: [VIDEO, BY_NAME] })).toEqual({
		application: { entry: 'entry-0', open: { candidateId: 'candidate', began: ms(15) } },
	});
});

test.each<[string, Row | undefined, number]>([
	['from another watched stage, unread', { stage: 'onsite', isOld: true }, 1],
	['of somebody unknown', undefined, 1],
	['of somebody who was there', { stage: 'video', isOld: true }, 0],
	['that is remembered', { entry: 'entry-1', isOld: true }, 0],
])('once everyone is known, an entry with an old date, %s: %2$i is new', (_which, row, count) => {
	const state = known(row, watched({ since: ms(10), isComplete: true }));
	const rows = Object.values(decide(application(['onsite', 1], ['video', 2]), state));
	expect(rows.filter(({ open }) => open)).toHaveLength(count);
});

test('an entry that was returned before a transfer to another watched job isn’t new', () => {
	const transferred = application(['video', 11], ['screen', 12]);
	transferred.job = { id: 'other', title: 'Other' };
	const state = known({ entry: 'entry-0' });
	state.rows = decide(transferred, state, { includeWhoLeft: true });
	expect(state.rows).toEqual({ 'entry-0': ENDED });
	state.watches[keyOf(BY_NAME)] = { since: 0 };
	const wanted = { watchedStages: [VIDEO, BY_NAME], includeWhoLeft: true };
	expect(decide(transferred, state, wanted)).toEqual({ 'entry-0': ENDED });
});

test.each([
	['waits until it has lasted for long enough', 50, 50 + 11_520],
	['of which the date was set to later waits no longer than one of now', 600, 60 + 11_520],
])('with Minimum Minutes in Stage, an entry %s', (_which, entered, minute) => {
	const wanted = { minMinutesInStage: 11_520 };
	const { open } = decide(application(['video', entered]), known(), wanted).application;
	expect(open?.notBefore).toBe(ms(minute));
});

describe('a page with candidates in a watched stage', () => {
	const ada = { ...application(['video', 9]), updatedAt: at(9) } as Application;
	ada.currentInterviewStage = { id: 'video', title: 'Video', type: 'Active' } as never;
	const marked = (
		state: State,
		isCovered = false,
		updated = 9,
		of: 'listing' | 'changes' = 'listing',
	) => {
		mark(state, { ...ada, updatedAt: at(updated) }, { of, isUnsure: false, isCovered }, WANTED);
		return state.rows.application;
	};
	const unread: Row = { stage: 'video', isOld: true };

	test('gives a row without a task to those who haven’t changed since the watch began', () => {
		expect(marked(known())).toEqual(unread);
		expect(marked(known(unread))).toEqual(unread);
	});

	test.each<[string, State, number]>([
		['have changed since then', known(), 11],
		[
			'are unknown, once everyone else is known',
			known(undefined, watched({ since: ms(10), isComplete: true })),
			9,
		],
		['are all wanted', known(undefined, watched({ since: 0 })), 9],
	])('gives the task to read their history to those who %s', (_who, state, updated) => {
		expect(marked(state, false, updated)).toMatchObject({ read: 'listed' });
	});

	test('leaves known candidates alone if a token returns every change', () => {
		expect(marked(known({ entry: 'entry-0' }), true, 11)).toEqual({ entry: 'entry-0' });
		expect(marked(known({ entry: 'entry-0' }), false)).toMatchObject({ read: 'listed' });
	});
});

test('ended entries are forgotten once no poll can find them again, unless they must be returned', () => {
	const rows: State['rows'] = {
		old: { ...ENDED, endedAt: ms(10) },
		open: { ...ENDED, endedAt: ms(10), open: { candidateId: 'candidate' } },
		recent: { ...ENDED, endedAt: ms(58) },
	};
	const state = known(undefined, { rows });
	completeUntil(state, ms(60));
	expect(Object.keys(state.rows)).toEqual(['open', 'recent']);
	expect(state.readUntil).toBe(ms(60));
});
