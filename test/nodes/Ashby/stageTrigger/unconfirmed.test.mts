import {
	dueEntries,
	afterAttempt,
	isGivenUp,
	type UnconfirmedEntry,
} from '../../../../nodes/Ashby/stageTrigger/unconfirmed.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.parse('2026-03-02T09:00:00Z');

const found: UnconfirmedEntry = {
	applicationId: 'application',
	candidateId: 'candidate',
	attempts: 0,
	since: 0,
	due: NOW,
	checkNotes: true,
};

test('the waits between attempts grow up to three hours', () => {
	let entry = found;
	let now = NOW;
	const waits: number[] = [];
	for (let attempt = 1; attempt <= 9; attempt++) {
		entry = afterAttempt(entry, now, 0);
		expect(entry).toMatchObject({ attempts: attempt, since: NOW, candidateId: 'candidate' });
		waits.push((entry.due - now) / MINUTE);
		now = entry.due;
	}
	expect(waits).toEqual([4, 8, 16, 32, 64, 128, 180, 180, 180]);
});

test('the wait grows by a second for each entry returned at the same time', () => {
	expect(afterAttempt(found, NOW, 200).due - NOW).toBe(4 * MINUTE + 200_000);
});

test('the notes are read before every attempt but the first, so no mark is needed', () => {
	expect(afterAttempt(found, NOW, 1)).not.toHaveProperty('checkNotes');
});

test.each([
	['after seven attempts and seven days', 7, 7 * DAY, true],
	['not sooner, however many attempts', 20, 7 * DAY - 1, false],
	['not after fewer attempts, however long ago', 6, 30 * DAY, false],
])('an entry is given up %s', (_when, attempts, ms, isOver) => {
	expect(isGivenUp({ ...found, attempts, since: NOW }, NOW + ms)).toBe(isOver);
});

test('entries whose time has come are due, the earliest first', () => {
	const due = (ms: number) => ({ ...found, due: NOW + ms });
	const entries = { later: due(1), second: due(0), first: due(-5), never: due(DAY) };
	expect(dueEntries(entries, NOW)).toEqual(['first', 'second']);
});

test('a time that is further away than any wait is due, because it comes from a wrong clock', () => {
	expect(dueEntries({ wrong: { ...found, due: NOW + 8 * DAY } }, NOW)).toEqual(['wrong']);
});
