import type { Tries } from '../../../../nodes/shared/trigger/retry.ts';
import { afterClockChange, afterOneMore, isOver } from '../../../../nodes/shared/trigger/retry.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.parse('2026-03-02T09:00:00Z');

test('the waits between tries grow up to three hours, and by a second for each item', () => {
	let tries: Tries | undefined;
	let now = NOW;
	const waits: number[] = [];
	for (let count = 1; count <= 9; count++) {
		tries = afterOneMore(tries, now, { items: 60 });
		expect(tries).toMatchObject({ count, since: NOW, at: now });
		waits.push((tries.due - now) / MINUTE);
		now = tries.due;
	}
	expect(waits).toEqual([5, 9, 17, 33, 65, 129, 181, 181, 181]);
});

test.each([
	['after seven tries and seven days', 7, 7 * DAY, true],
	['not sooner, however many tries', 20, 7 * DAY - 1, false],
	['not after fewer tries, however long ago', 6, 30 * DAY, false],
])('it is over %s', (_when, count, ms, is) => {
	expect(isOver({ count, since: NOW, at: NOW, due: NOW }, NOW + ms)).toBe(is);
});

test('a try by a clock two days ahead is repeated after its own wait by the right clock', () => {
	const wrong = afterOneMore(undefined, NOW + 2 * DAY);
	const right = afterClockChange(wrong, NOW);
	expect(right).toEqual({ count: 1, since: NOW, at: NOW, due: NOW + 4 * MINUTE });
	expect(afterClockChange(right, NOW + MINUTE)).toBe(right);
});
