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

test.each([
	['From Now On starts now', 'fromNowOn', { a: { since: NOW } }, false],
	['Catch Up keeps what there was', 'catchUp', before, false],
	['Include Existing starts at the beginning', 'includeExisting', { a: { since: 0 } }, true],
] as const)('publishing with %s', (_what, whenActivated, watches, listingNeeded) => {
	const after = activate(before, ['a'], publish({ whenActivated }));
	expect(after).toEqual({ watches, listingNeeded, changed: true });
});

test('a restart changes nothing', () => {
	const after = activate(before, ['a'], publish({ publishing: false }));
	expect(after).toEqual({ watches: before, listingNeeded: false, changed: false });
});

test('a change while it runs starts only what is new, and ends what is no longer wanted', () => {
	const added = activate(before, ['a', 'b'], publish({ publishing: false }));
	expect(added.watches).toEqual({ ...before, b: { since: NOW } });
	expect(added).toMatchObject({ listingNeeded: true, changed: true });
	const removed = activate(added.watches, ['b'], publish({ publishing: false }));
	expect(removed.watches).toEqual({ b: { since: NOW } });
	expect(removed).toMatchObject({ listingNeeded: true, changed: true });
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
