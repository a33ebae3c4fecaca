import type { Repeat } from '../../../../nodes/Willo/responseTrigger/repeats.ts';
import { dueRepeats, isLast, withNext } from '../../../../nodes/Willo/responseTrigger/repeats.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.parse('2026-03-02T09:00:00Z');

const repeat = (more: Partial<Repeat> = {}): Repeat => ({
	key: 'a'.repeat(32),
	since: NOW,
	due: 0,
	times: 0,
	...more,
});

/** The minutes after the first hand-over at which a response comes again. */
function minutes(days: number): number[] {
	const at: number[] = [];
	let [next] = withNext([], repeat(), NOW, days);
	while (next) {
		at.push((next.due - NOW) / MINUTE);
		[next] = withNext([next], next, next.due, days);
	}
	return at;
}

describe('a response that was returned', () => {
	it('comes again with growing gaps, 12 hours at most, until the days have passed', () => {
		expect(minutes(3)).toEqual([
			1,
			3,
			7,
			15,
			31,
			63,
			127,
			255,
			511,
			1023,
			1023 + 720,
			1023 + 2 * 720,
			1023 + 3 * 720,
			1023 + 4 * 720,
			3 * 24 * 60,
		]);
	});

	it('does not come again for no days', () => {
		expect(minutes(0)).toEqual([]);
	});

	it('comes a last time, and no more, however long nobody polled', () => {
		const due = repeat({ times: 3, due: NOW + MINUTE });
		expect(isLast(due, NOW + 3 * DAY - 1, 3)).toBe(false);
		expect(isLast(due, NOW + 30 * DAY, 3)).toBe(true);
		expect(withNext([due], due, NOW + 30 * DAY, 3)).toEqual([]);
	});

	it('keeps to the days from now on if the clock was ahead at first', () => {
		const ahead = repeat({ since: NOW + 365 * DAY });
		expect(withNext([], ahead, NOW, 3)[0].since).toBe(NOW);
	});

	it('keeps an id without a time', () => {
		expect(withNext([], repeat({ undated: true }), NOW, 3)).toMatchObject([{ undated: true }]);
	});
});

describe('somebody who cannot be read', () => {
	it('is tried again later, and counts no return', () => {
		const before = repeat({ times: 2, due: NOW });
		const other = repeat({ key: 'b'.repeat(32) });
		const after = [other, { ...before, due: NOW + 10 * MINUTE }];
		expect(withNext([before, other], before, NOW, 3, false)).toEqual(after);
	});

	it('is given up when the days have passed', () => {
		expect(withNext([repeat()], repeat(), NOW + 3 * DAY, 3, false)).toEqual([]);
	});
});

describe('what is due', () => {
	it('comes in the order of its time', () => {
		const [late, soon, early] = [NOW, NOW + 1, NOW - 1].map((due) => repeat({ due }));
		expect(dueRepeats([late, soon, early], NOW)).toEqual([early, late]);
	});

	it('is also what a wrong clock has put further off than any gap', () => {
		const far = repeat({ due: NOW + DAY });
		expect(dueRepeats([far, repeat({ due: NOW + DAY / 2 })], NOW)).toEqual([far]);
	});
});
