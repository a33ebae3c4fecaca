import { Remembered } from '../../../nodes/shared/remembered.ts';

beforeEach(() => {
	jest.useFakeTimers({ now: Date.parse('2026-03-02T09:00:00Z') });
});

afterEach(() => {
	jest.useRealTimers();
});

test('a key is remembered for its time, and no longer', () => {
	const remembered = new Remembered(1000);
	expect(remembered.has('a')).toBe(false);
	expect(remembered.add('a')).toBe(false);
	jest.advanceTimersByTime(999);
	expect(remembered.has('a')).toBe(true);
	jest.advanceTimersByTime(1);
	expect(remembered.has('a')).toBe(false);
});

test('a key that is added again is remembered for the full time again', () => {
	const remembered = new Remembered(1000);
	remembered.add('a');
	remembered.add('b');
	jest.advanceTimersByTime(600);
	expect(remembered.add('a')).toBe(true);
	jest.advanceTimersByTime(600);
	expect([remembered.has('a'), remembered.has('b')]).toEqual([true, false]);
});
