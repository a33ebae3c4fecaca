/** Rules whose break costs requests or space. The model shows that together they miss nobody. */
import { DateTime } from 'luxon';
import type { Application } from '../../../../nodes/Ashby/client/types.ts';
import type { WatchedStage } from '../../../../nodes/Ashby/stageEntry/watchedStages.ts';
import { keyOf } from '../../../../nodes/Ashby/stageEntry/watchedStages.ts';
import { completeUntil, mark } from '../../../../nodes/Ashby/stageTrigger/decide.ts';
import type { Row, State } from '../../../../nodes/Ashby/stageTrigger/table.ts';
import { emptyState } from '../../../../nodes/Ashby/stageTrigger/table.ts';

const ms = (minute: number) => DateTime.utc(2026, 3, 2, 9).plus({ minutes: minute }).toMillis();

const VIDEO: WatchedStage = { jobId: 'job', stageId: 'video' };
const WANTED = { watchedStages: [VIDEO], includeWhoLeft: false, minMinutesInStage: 0 };

/** A state with a watch since the tenth minute. */
function stateWith(rows: State['rows']): State {
	return { ...emptyState(), watches: { [keyOf(VIDEO)]: { since: ms(10) } }, rows };
}

/** The row after a listing has shown the candidate in the watched stage, changed in this minute. */
function listed(row: Row, minute: number, isCovered: boolean): Row {
	const application = {
		id: 'application',
		candidate: { id: 'candidate' },
		job: { id: 'job' },
		currentInterviewStage: { id: 'video', title: 'Video' },
		updatedAt: new Date(ms(minute)).toISOString(),
	} as Application;
	const state = stateWith({ application: row });
	mark(state, application, { of: 'listing', isUnsure: false, isCovered }, WANTED);
	return state.rows.application;
}

test('a listing leaves known candidates alone if a token returns every change', () => {
	const known = { entry: 'entry-0' };
	expect(listed(known, 11, true)).toEqual(known);
	expect(listed(known, 9, false)).toEqual({ ...known, read: 'listed' });
});

test('somebody unread whom an earlier listing found in another stage is found in this one', () => {
	const found = listed({ stage: 'onsite', read: 'listed' }, 11, false);
	expect(found).toEqual({ stage: 'video', read: 'listed' });
});

test('ended entries are forgotten once no poll can find them again, unless they must be returned', () => {
	const ended = { entry: 'entry-0', application: 'application', endedAt: ms(10) };
	const open = { ...ended, open: { candidateId: 'candidate' } };
	const state = stateWith({ old: ended, open, recent: { ...ended, endedAt: ms(58) } });
	completeUntil(state, ms(60));
	expect(Object.keys(state.rows)).toEqual(['open', 'recent']);
	expect(state.readUntil).toBe(ms(60));
});
