import type { Repeat } from '../../../../nodes/Willo/responseTrigger/repeats.ts';
import {
	MOST_REPEATS,
	dueRepeats,
	handedOver,
	isLast,
	putOff,
	readRepeats,
} from '../../../../nodes/Willo/responseTrigger/repeats.ts';

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
	let next = handedOver(repeat(), NOW, days);
	while (next) {
		at.push((next.due - NOW) / MINUTE);
		next = handedOver(next, next.due, days);
	}
	return at;
}

describe('a response that was handed over', () => {
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
		expect(handedOver(due, NOW + 30 * DAY, 3)).toBeUndefined();
	});

	it('keeps to the days from now on if the clock was ahead at first', () => {
		const ahead = repeat({ since: NOW + 365 * DAY });
		expect(handedOver(ahead, NOW, 3)?.since).toBe(NOW);
	});

	it('keeps an id without a time', () => {
		expect(handedOver(repeat({ undated: true }), NOW, 3)).toMatchObject({ undated: true });
	});
});

describe('somebody who cannot be read', () => {
	it('is tried again later, and counts no hand-over', () => {
		const before = repeat({ times: 2, due: NOW });
		expect(putOff(before, NOW, 3)).toEqual({ ...before, due: NOW + 10 * MINUTE });
	});

	it('is given up when the days have passed', () => {
		expect(putOff(repeat(), NOW + 3 * DAY, 3)).toBeUndefined();
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

describe('reading back', () => {
	it('leaves out what cannot be read', () => {
		const good = repeat({ undated: true });
		const bad = [
			null,
			3,
			'text',
			[],
			{},
			{ ...good, key: 3 },
			{ ...good, key: '' },
			{ ...good, due: null },
			{ ...good, since: 'today' },
			{ ...good, since: -1e300 },
			{ ...good, times: undefined },
		];
		expect(readRepeats([...bad, good])).toEqual([good]);
	});

	it.each([undefined, null, 'text', 3, {}])('takes %j for none', (stored) => {
		expect(readRepeats(stored)).toEqual([]);
	});

	it('is bounded', () => {
		const many = Array.from({ length: MOST_REPEATS + 5 }, (_, times) => repeat({ times }));
		const read = readRepeats(many);
		expect(read).toHaveLength(MOST_REPEATS);
		expect(read[0].times).toBe(5);
	});
});
