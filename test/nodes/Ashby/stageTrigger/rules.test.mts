import { DateTime } from 'luxon';
import type {
	Application,
	ApplicationWithHistory,
	HistoryRow,
} from '../../../../nodes/Ashby/client/types.ts';
import type { WatchedStage } from '../../../../nodes/Ashby/stageEntry/watchedStages.ts';
import { keyOf } from '../../../../nodes/Ashby/stageEntry/watchedStages.ts';
import type { Memory } from '../../../../nodes/Ashby/stageTrigger/rules.ts';
import {
	activateWatches,
	completeUntil,
	countEndedEntries,
	decide,
	listed,
	remember,
} from '../../../../nodes/Ashby/stageTrigger/rules.ts';

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
		job: { id: 'job', title: 'Job' },
		applicationHistory,
	} as ApplicationWithHistory;
}

function memory(more: Partial<Memory> = {}): Memory {
	return {
		watches: { [keyOf(VIDEO)]: { since: ms(10) } },
		entries: {},
		readUntil: ms(10),
		ended: {},
		...more,
	};
}

const isNew = (subject: ApplicationWithHistory, known: Memory, includeWhoLeft = false) =>
	decide(subject, [VIDEO], known, includeWhoLeft).fresh.map(({ id }) => id);

describe('which entries are new', () => {
	test('an entry since the stage has been watched is new', () => {
		expect(isNew(application(['review', 1], ['video', 11]), memory())).toEqual(['entry-1']);
	});

	test('an earlier entry isn’t new, and is remembered', () => {
		const decision = decide(application(['video', 9]), [VIDEO], memory(), false);
		expect(decision).toEqual({ fresh: [], remembered: '~entry-0', ended: {} });
	});

	test('an earlier entry isn’t new even if its date is changed later', () => {
		const known = memory({ entries: { application: '~entry-0' } });
		expect(isNew(application(['video', 12]), known)).toEqual([]);
	});

	test('the same entry isn’t new again', () => {
		const known = memory({ entries: { application: 'entry-0' } });
		expect(isNew(application(['video', 11]), known)).toEqual([]);
	});

	test('the next entry into the same stage is new', () => {
		const known = memory({ entries: { application: 'entry-0' } });
		expect(isNew(application(['video', 11], ['onsite', 12], ['video', 13]), known)).toEqual([
			'entry-2',
		]);
	});

	test('an entry is new once, even if the stage is watched by ID and by name', () => {
		const known = memory({
			watches: { [keyOf(VIDEO)]: { since: ms(10) }, [keyOf(BY_NAME)]: { since: ms(20) } },
		});
		const { fresh } = decide(application(['video', 15]), [VIDEO, BY_NAME], known, false);
		expect(fresh).toHaveLength(1);
	});

	test('an entry that has ended isn’t new, unless Include Candidates Who Left is on', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		expect(isNew(gone, memory())).toEqual([]);
		expect(isNew(gone, memory(), true)).toEqual(['entry-0']);
	});

	test('an entry that has ended and was returned isn’t new', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		expect(isNew(gone, memory({ entries: { application: 'entry-0' } }), true)).toEqual([]);
		expect(isNew(gone, memory({ ended: { 'entry-0': ms(12) } }), true)).toEqual([]);
	});

	test('an entry that was returned before a transfer to another watched job isn’t new', () => {
		const transferred = application(['video', 11], ['screen', 12]);
		transferred.job = { id: 'other', title: 'Other' };
		const known = memory({ entries: { application: 'entry-0' } });
		remember(known, 'application', decide(transferred, [VIDEO], known, true));
		known.watches[keyOf(BY_NAME)] = { since: 0 };
		expect(decide(transferred, [VIDEO, BY_NAME], known, true).fresh).toEqual([]);
	});

	test('an entry that ended long before the last poll isn’t new', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		expect(isNew(gone, memory({ readUntil: ms(30) }), true)).toEqual([]);
	});

	test('an entry that ended before the option was turned on isn’t new', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		const known = memory({ readUntil: ms(13) });
		countEndedEntries(known, true, ms(13));
		expect(isNew(gone, known, true)).toEqual([]);
	});

	test('an entry that ended in the same second isn’t new', () => {
		const known = memory({ readUntil: ms(12) });
		countEndedEntries(known, true, ms(12));
		expect(isNew(application(['video', 11], ['onsite', 12]), known, true)).toEqual([]);
	});
});

describe('once everyone who was in the stage is remembered', () => {
	const complete = (more: Partial<Memory> = {}) =>
		memory({ watches: { [keyOf(VIDEO)]: { since: ms(10), isComplete: true } }, ...more });

	test('an entry is new whatever its date', () => {
		expect(isNew(application(['review', 1], ['video', 2]), complete())).toEqual(['entry-1']);
	});

	test('an entry that was there or whose history wasn’t read isn’t new', () => {
		const there = application(['video', 2]);
		expect(isNew(there, complete({ entries: { application: '~entry-0' } }))).toEqual([]);
		expect(isNew(there, complete({ entries: { application: '~/video' } }))).toEqual([]);
	});

	test('an entry that has ended isn’t new', () => {
		expect(isNew(application(['video', 2], ['onsite', 11]), complete(), true)).toEqual([]);
	});

	test('an entry from another watched stage is new, whether it was read or not', () => {
		const moved = application(['onsite', 1], ['video', 2]);
		expect(isNew(moved, complete({ entries: { application: '~/onsite' } }))).toEqual(['entry-1']);
	});

	test('an entry back into the stage in which the candidate was listed unread is decided by its date', () => {
		const known = complete({ entries: { application: '~/video' } });
		const returned = application(['video', 1], ['onsite', 2], ['video', 11]);
		expect(isNew(returned, known)).toEqual(['entry-2']);
	});
});

describe('a listing of candidates in a watched stage', () => {
	const ada = { ...application(['video', 9]), updatedAt: at(9) } as Application;
	ada.currentInterviewStage = { id: 'video', title: 'Video', type: 'Active' } as never;
	const verdict = (known: Memory, isCovered = false, updated = 9) =>
		listed({ ...ada, updatedAt: at(updated) }, [VIDEO], known, isCovered);

	test('needs no request for candidates who haven’t changed since then', () => {
		expect(verdict(memory())).toBe('earlier');
		expect(verdict(memory({ entries: { application: '~/video' } }))).toBe('earlier');
	});

	test('reads the history of candidates who have changed since then', () => {
		expect(verdict(memory(), false, 11)).toBe('read');
	});

	test('reads the history of candidates who aren’t remembered, once all others are', () => {
		const watches = { [keyOf(VIDEO)]: { since: ms(10), isComplete: true as const } };
		expect(verdict(memory({ watches }))).toBe('read');
	});

	test('skips remembered candidates if a token returns every change', () => {
		const known = memory({ entries: { application: 'entry-0' } });
		expect(verdict(known, true, 11)).toBe('known');
		expect(verdict(known, false)).toBe('read');
	});

	test('reads the histories of all candidates for Include Existing', () => {
		expect(verdict(memory({ watches: { [keyOf(VIDEO)]: { since: 0 } } }))).toBe('read');
	});
});

describe('memory', () => {
	test('keeps an application only while it is in a watched stage', () => {
		const known = memory();
		const there = application(['video', 11]);
		remember(known, there.id, decide(there, [VIDEO], known, false));
		expect(known.entries).toEqual({ application: 'entry-0' });
		const gone = application(['video', 11], ['onsite', 12]);
		remember(known, gone.id, decide(gone, [VIDEO], known, false));
		expect(known.entries).toEqual({});
	});

	test('forgets ended entries once no poll can find them again', () => {
		const known = memory({ ended: { old: ms(10), recent: ms(58) } });
		completeUntil(known, ms(60));
		expect(known).toMatchObject({ readUntil: ms(60), ended: { recent: ms(58) } });
		expect(known.ended).not.toHaveProperty('old');
	});
});

describe('how watches begin', () => {
	const now = ms(30);
	const before = { [keyOf(VIDEO)]: { since: ms(10) } };

	test.each([
		['fromNowOn', true, now],
		['fromNowOn', false, ms(10)],
		['catchUp', true, ms(10)],
		['includeExisting', true, 0],
		['includeExisting', false, ms(10)],
	] as const)(
		'%s, publishing %s: a known watch counts from %s',
		(whenActivated, publishing, since) => {
			const known = memory({ watches: { ...before } });
			activateWatches(known, [VIDEO], { publishing, whenActivated, now });
			expect(known.watches).toEqual({ [keyOf(VIDEO)]: { since } });
		},
	);

	test('a new watch starts now and needs a listing, and a removed one is forgotten', () => {
		const known = memory({ watches: { ...before } });
		const activation = { publishing: false, whenActivated: 'fromNowOn', now } as const;
		expect(activateWatches(known, [BY_NAME], activation)).toEqual({
			listingNeeded: true,
			changed: true,
		});
		expect(known.watches).toEqual({ [keyOf(BY_NAME)]: { since: now } });
		expect(activateWatches(known, [BY_NAME], activation)).toEqual({
			listingNeeded: false,
			changed: false,
		});
	});

	test('Include Existing returns candidates who were there and weren’t returned, and only those', () => {
		const known = memory({ entries: { application: '~entry-0' } });
		const activation = { publishing: true, whenActivated: 'includeExisting', now } as const;
		expect(activateWatches(known, [VIDEO], activation).listingNeeded).toBe(true);
		const there = application(['video', 9]);
		const decision = decide(there, [VIDEO], known, false);
		expect(decision.fresh.map(({ id }) => id)).toEqual(['entry-0']);
		remember(known, there.id, decision);
		expect(known.entries).toEqual({ application: 'entry-0' });
		expect(isNew(there, known)).toEqual([]);
	});
});
