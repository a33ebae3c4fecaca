import type { Activation, Watches } from '../../../../nodes/shared/trigger/watch.ts';
import {
	activate,
	areWatches,
	complete,
	continued,
	placeOver,
} from '../../../../nodes/shared/trigger/watch.ts';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const before: Watches = { a: { since: 5, isComplete: true } };
const publish = (more: Partial<Activation> = {}): Activation => ({
	publishing: true,
	whenActivated: 'fromNowOn',
	now: NOW,
	...more,
});

const all = { a: { since: 0 } };
const running = { publishing: false };
test.each<[string, string, Partial<Activation>, Watches, boolean, boolean]>([
	['From Now On starts now', 'a', {}, { a: { since: NOW } }, false, true],
	['Catch Up keeps what there was', 'a', { whenActivated: 'catchUp' }, before, false, true],
	['Include Existing starts at 0', 'a', { whenActivated: 'includeExisting' }, all, true, true],
	['a restart changes nothing', 'a', running, before, false, false],
	['a change starts only what is new', 'ab', running, { ...before, b: { since: NOW } }, true, true],
	['a change ends what is no longer wanted', '', running, {}, true, true],
])('%s', (_what, keys, more, watches, listingNeeded, changed) => {
	expect(activate(before, [...keys], publish(more))).toEqual({ watches, listingNeeded, changed });
});

test('of two, a change ends the one that is no longer wanted', () => {
	const both = { ...before, b: { since: 7 } };
	expect(activate(both, ['b'], publish(running)).watches).toEqual({ b: { since: 7 } });
});

test('new watches do not share an object, and are complete once everyone is known', () => {
	const { watches } = activate({}, ['a', 'b'], publish());
	watches.a.since = 1;
	expect(watches.b.since).toBe(NOW);
	complete(watches);
	expect(watches.b.isComplete).toBe(true);
	expect(areWatches(watches)).toBe(true);
	expect(areWatches({ a: {} })).toBe(false);
});

test('a renamed trigger continues at what is open, but not before each watch, and goes on when it is published', () => {
	const watches: Watches = {
		old: { since: 1, isComplete: true },
		late: { since: 7, isComplete: true },
		listing: { since: 0 },
	};
	expect(placeOver(watches, 9, [])).toEqual({ old: 9, late: 9, listing: 0 });
	const place = placeOver(watches, 9, [8, 5]);
	expect(place).toEqual({ old: 5, late: 7, listing: 0 });
	const after = continued(['old', 'new'], place);
	expect(after).toEqual({ old: { since: 5, isContinued: true } });
	const { watches: next } = activate(after, ['old', 'new'], publish({ goesOn: true }));
	expect(next).toEqual({ ...after, new: { since: NOW } });
});
