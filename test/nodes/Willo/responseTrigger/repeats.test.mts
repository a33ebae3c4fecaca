import { toRepeat } from '../../../../nodes/Willo/responseTrigger/repeats.ts';
import { emptyState } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { DAY, MINUTE, NOW } from './setting.mts';

describe('a response that was returned', () => {
	const at = (repeat: { since: number; at: number }, now: number, days = 3) =>
		toRepeat({ ...emptyState(), repeats: { a: repeat } }, now, days)[0];

	it('comes again ever later, at least every 12 hours, until the days have passed', () => {
		const repeat = { since: NOW, at: NOW };
		const minutes: number[] = [];
		for (let now = NOW; !at(repeat, now)?.isLast; now += MINUTE) {
			if (!at(repeat, now)) continue;
			minutes.push((now - NOW) / MINUTE);
			repeat.at = now;
		}
		expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1744, 2464, 3184, 3904]);
	});

	it('comes a last time, however long nobody polled', () => {
		const repeat = { since: NOW, at: NOW + 3 * DAY - 1 };
		expect(at(repeat, NOW + 3 * DAY)).toEqual({ key: 'a', isLast: true });
		expect(at(repeat, NOW + 30 * DAY)).toEqual({ key: 'a', isLast: true });
	});

	it('comes again at once if it was noted by a clock that was ahead', () => {
		const future = NOW + 365 * DAY;
		expect(at({ since: future, at: future }, NOW)).toEqual({ key: 'a', isLast: false });
	});
});
