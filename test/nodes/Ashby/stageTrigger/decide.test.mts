import { DateTime } from 'luxon';
import type {
	Application,
	ApplicationWithHistory,
	HistoryRow,
} from '../../../../nodes/Ashby/client/types.ts';
import type { WatchedStage } from '../../../../nodes/Ashby/stageEntry/watchedStages.ts';
import { keyOf } from '../../../../nodes/Ashby/stageEntry/watchedStages.ts';
import type { Known, Wanted } from '../../../../nodes/Ashby/stageTrigger/decide.ts';
import {
	completeUntil,
	countEndedEntries,
	decide as decideRows,
	mark,
} from '../../../../nodes/Ashby/stageTrigger/decide.ts';
import type { Row, State } from '../../../../nodes/Ashby/stageTrigger/table.ts';
import { emptyState } from '../../../../nodes/Ashby/stageTrigger/table.ts';

const moment = (minute: number) => DateTime.utc(2026, 3, 2, 9).plus({ minutes: minute });
const at = (minute: number) => moment(minute).toJSDate().toISOString();
const ms = (minute: number) => moment(minute).toMillis();

const VIDEO: WatchedStage = { jobId: 'job', stageId: 'video' };
const BY_NAME: WatchedStage = { jobId: '*', stageName: 'Video Interview' };

/** A history: the stages in order, with the minute of entry, and of leaving for all but the last. */
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
	return {
		...emptyState(),
		watches,
		readUntil: ms(10),
		rows: row ? { application: row } : {},
		...more,
	};
}

const WANTED: Wanted = { watchedStages: [VIDEO], includeWhoLeft: false, minMinutesInStage: 0 };

const decide = (subject: ApplicationWithHistory, state: Known, wanted: Partial<Wanted> = {}) =>
	decideRows(subject, state, { ...WANTED, ...wanted }, ms(60));

const isNew = (subject: ApplicationWithHistory, state: Known, includeWhoLeft = false) =>
	Object.values(decide(subject, state, { includeWhoLeft }))
		.filter(({ open }) => open)
		.map(({ entry }) => entry);

const ENDED: Row = { entry: 'entry-0', application: 'application', endedAt: ms(12) };

describe('which entries are new', () => {
	test('an entry since the stage has been watched is new', () => {
		expect(isNew(application(['review', 1], ['video', 11]), known())).toEqual(['entry-1']);
	});

	test('an earlier entry isn’t new, and is remembered', () => {
		const after = decide(application(['video', 9]), known());
		expect(after).toEqual({ application: { entry: 'entry-0', isOld: true } });
	});

	test('an earlier entry isn’t new even if its date is changed later', () => {
		const old = known({ entry: 'entry-0', isOld: true });
		expect(isNew(application(['video', 12]), old)).toEqual([]);
	});

	test('the same entry isn’t new again', () => {
		expect(isNew(application(['video', 11]), known({ entry: 'entry-0' }))).toEqual([]);
	});

	test('the next entry into the same stage is new', () => {
		const back = application(['video', 11], ['onsite', 12], ['video', 13]);
		expect(isNew(back, known({ entry: 'entry-0' }))).toEqual(['entry-2']);
	});

	test('an entry is new once, even if the stage is watched by ID and by name', () => {
		const watches = { [keyOf(VIDEO)]: { since: ms(10) }, [keyOf(BY_NAME)]: { since: ms(20) } };
		const watchedStages = [VIDEO, BY_NAME];
		const after = decide(application(['video', 15]), known(undefined, { watches }), {
			watchedStages,
		});
		expect(after).toEqual({
			application: { entry: 'entry-0', open: { candidateId: 'candidate', began: ms(15) } },
		});
	});

	test('an entry that has ended isn’t new, unless Include Candidates Who Left is on', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		expect(isNew(gone, known())).toEqual([]);
		expect(isNew(gone, known(), true)).toEqual(['entry-0']);
	});

	test('an entry that has ended and was returned isn’t new', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		expect(isNew(gone, known({ entry: 'entry-0' }), true)).toEqual([]);
		expect(isNew(gone, known(undefined, { rows: { 'entry-0': ENDED } }), true)).toEqual([]);
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

	test('an entry that ended long before the last poll isn’t new', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		expect(isNew(gone, known(undefined, { readUntil: ms(30) }), true)).toEqual([]);
	});

	test('an entry that ended before the option was turned on isn’t new', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		const state = known(undefined, { readUntil: ms(13) });
		countEndedEntries(state, true, ms(13));
		expect(isNew(gone, state, true)).toEqual([]);
	});

	test('an entry that ended in the same second isn’t new', () => {
		const state = known(undefined, { readUntil: ms(12) });
		countEndedEntries(state, true, ms(12));
		expect(isNew(application(['video', 11], ['onsite', 12]), state, true)).toEqual([]);
	});
});

describe('once everyone who was in the stage is remembered', () => {
	const watches = { [keyOf(VIDEO)]: { since: ms(10), isComplete: true as const } };
	const complete = (row?: Row) => known(row, { watches });

	test('an entry is new whatever its date', () => {
		expect(isNew(application(['review', 1], ['video', 2]), complete())).toEqual(['entry-1']);
	});

	test('an entry that was there or whose history wasn’t read isn’t new', () => {
		const there = application(['video', 2]);
		expect(isNew(there, complete({ entry: 'entry-0', isOld: true }))).toEqual([]);
		expect(isNew(there, complete({ stage: 'video', isOld: true }))).toEqual([]);
	});

	test('an entry that has ended isn’t new', () => {
		expect(isNew(application(['video', 2], ['onsite', 11]), complete(), true)).toEqual([]);
	});

	test('an entry from another watched stage is new, whether it was read or not', () => {
		const moved = application(['onsite', 1], ['video', 2]);
		expect(isNew(moved, complete({ stage: 'onsite', isOld: true }))).toEqual(['entry-1']);
	});

	test('an entry back into the stage in which the candidate was listed unread is decided by its date', () => {
		const returned = application(['video', 1], ['onsite', 2], ['video', 11]);
		expect(isNew(returned, complete({ stage: 'video', isOld: true }))).toEqual(['entry-2']);
	});
});

describe('minutes in the stage', () => {
	const waiting = (entered: number, minMinutesInStage: number) =>
		decide(application(['video', entered]), known(), { minMinutesInStage }).application;

	test('an entry waits until the candidate has been there for long enough, by Ashby’s clock', () => {
		expect(waiting(50, 11_520)).toEqual({
			entry: 'entry-0',
			isUnsure: true,
			open: { candidateId: 'candidate', began: ms(50), notBefore: ms(50 + 11_520) },
		});
	});

	test('an entry whose date was set to later waits no longer than one of now', () => {
		expect(waiting(600, 5)?.open?.notBefore).toBe(ms(60 + 5));
	});

	test('an entry that ended sooner is ignored', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		const wanted = { includeWhoLeft: true, minMinutesInStage: 5 };
		expect(decide(gone, known(), wanted)).toEqual({ 'entry-0': ENDED });
	});
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
			known(undefined, {
				watches: { [keyOf(VIDEO)]: { since: ms(10), isComplete: true as const } },
			}),
			9,
		],
		[
			'are all wanted, for Include Existing',
			known(undefined, { watches: { [keyOf(VIDEO)]: { since: 0 } } }),
			9,
		],
	])('gives the task to read their history to those who %s', (_who, state, updated) => {
		expect(marked(state, false, updated)).toMatchObject({ read: 'listed' });
	});

	test('leaves known candidates alone if a token returns every change', () => {
		expect(marked(known({ entry: 'entry-0' }), true, 11)).toEqual({ entry: 'entry-0' });
		expect(marked(known({ entry: 'entry-0' }), false)).toMatchObject({ read: 'listed' });
	});

	test('a change comes before what a listing shows, and may be a new entry', () => {
		expect(marked(known(), false, 9, 'changes')).toMatchObject({ read: 'changed' });
		expect(marked(known({ read: 'listed' }), false, 9, 'changes')).toMatchObject({
			read: 'changed',
		});
	});

	test('somebody who is no longer there has no row', () => {
		const state = known({ entry: 'entry-0' });
		mark(
			state,
			{ ...ada, currentInterviewStage: { id: 'onsite', title: 'Onsite' } } as Application,
			{ of: 'changes', isUnsure: false, isCovered: true },
			WANTED,
		);
		expect(state.rows).toEqual({});
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

test('Include Existing returns candidates who were there and weren’t returned, and only those', () => {
	const state = known(
		{ entry: 'entry-0', isOld: true },
		{ watches: { [keyOf(VIDEO)]: { since: 0 } } },
	);
	const there = application(['video', 9]);
	expect(isNew(there, state)).toEqual(['entry-0']);
	expect(isNew(there, { ...state, rows: { application: { entry: 'entry-0' } } })).toEqual([]);
});
