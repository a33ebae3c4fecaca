import type { Met } from '../../../../nodes/Willo/responseTrigger/round.ts';
import { newRound, withPage } from '../../../../nodes/Willo/responseTrigger/round.ts';
import type { Reading } from '../../../../nodes/Willo/responseTrigger/state.ts';

const HOUR = 3_600_000;
const NOW = 1000 * HOUR;

/** A row for each hour, those marked by a `!` waiting. */
const rows = (...hours: string[]): Met[] =>
	hours.map((hour) => ({
		createdAt: hour.startsWith('?') ? undefined : parseInt(hour) * HOUR,
		isWaiting: hour.endsWith('!'),
	}));

function read(pages: Met[][], closedBefore?: number, bounds = {}): Reading[] {
	let reading: Reading = { closedBefore };
	return pages.map((page, index) => {
		const next = index === pages.length - 1 ? undefined : `page ${index + 2}`;
		reading = withPage({ ...reading, round: reading.round ?? newRound(NOW) }, page, next, {
			watchedSince: 0,
			mostPages: 100,
			...bounds,
		});
		return reading;
	});
}

const hasRound = (readings: Reading[]) => readings.map(({ round }) => round !== undefined);

it('goes down to the end the first time, and notes the earliest who waits', () => {
	const readings = read([rows('999!', '998'), rows('997!', '996'), rows('995')]);
	expect(hasRound(readings)).toEqual([true, true, false]);
	expect(readings[1].round).toMatchObject({
		cursor: 'page 3',
		pages: 2,
		oldestWaiting: 997 * HOUR,
	});
	expect(readings[2]).toEqual({ closedBefore: 997 * HOUR });
});

it('stops where everybody further down has responded', () => {
	const pages = [rows('999!', '998'), rows('997!', '996'), rows('995')];
	expect(hasRound(read(pages, 997 * HOUR))).toEqual([true, false, false]);
	expect(hasRound(read(pages, 998.5 * HOUR))[0]).toBe(false);
});

it('never takes those who came during the reading for known', () => {
	const [reading] = read([rows('999', '998')]);
	expect(reading.closedBefore).toBe(NOW - 5 * 60_000);
});

it('stops at the days to watch and at the most pages', () => {
	const pages = [rows('999!', '998!'), rows('997!', '996!'), rows('995!'), rows('994!')];
	expect(hasRound(read(pages, undefined, { watchedSince: 998.5 * HOUR }))[0]).toBe(false);
	expect(hasRound(read(pages, undefined, { mostPages: 2 })).slice(0, 2)).toEqual([true, false]);
});

it.each([
	['the oldest come first', [rows('995', '996'), rows('997', '998'), rows('999')]],
	['only the pages are out of order', [rows('996', '995'), rows('998', '997'), rows('999')]],
	['there are no dates', [rows('?', '?'), rows('?', '?'), rows('?')]],
	['one date is missing', [rows('999', '998'), rows('?', '996'), rows('995')]],
])('goes to the end, and concludes nothing, where %s', (_order, pages) => {
	const readings = read(pages, 1, { watchedSince: 0 });
	expect(hasRound(readings)).toEqual([true, true, false]);
	expect(readings[2]).toEqual({});
});

it('bears people that newer ones have pushed onto the next page', () => {
	const readings = read([rows('999', '998'), rows('998', '997'), rows('997!')]);
	expect(readings[2]).toEqual({ closedBefore: 997 * HOUR });
});
