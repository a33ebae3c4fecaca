import { boundsOf } from './bounds.mts';
import type { Measured, Size } from './cases.mts';

const measured = (requests: number, more: Partial<Measured> = {}): Measured => ({
	requests,
	polls: 1,
	items: 0,
	cpuMs: 10,
	memory: 0,
	bytes: 100,
	state: 100,
	mostAtOnce: 1,
	...more,
});

const kept = (): Size => ({
	applications: 1000,
	standing: 100,
	first: { trigger: measured(13), byHand: measured(10) },
	polls: [
		{ changes: 0, entries: 0, candidates: 0, trigger: measured(1), byHand: measured(10) },
		{
			changes: 101,
			entries: 11,
			candidates: 20,
			trigger: measured(22, { items: 11 }),
			byHand: measured(10, { items: 11 }),
		},
	],
	linksAdded: measured(11),
	quietWithAll: measured(1),
});

const broken = (size: Size) => boundsOf(size).filter(({ holds }) => !holds);

it('holds when every figure is exactly what was promised', () => {
	expect(broken(kept())).toEqual([]);
});

it.each<[string, (size: Size) => Measured]>([
	['quiet poll, 1 watched stage: 2 requests (at most 1)', ({ polls }) => polls[0].trigger],
	['quiet poll, 50 watched stages: 2 requests (at most 1)', ({ quietWithAll }) => quietWithAll],
	['101 changes: 23 requests (at most 2 pages + 20 histories)', ({ polls }) => polls[1].trigger],
	[
		'first listing, 100 in the watched stage: 14 requests (at most 1 for a token + 10 pages + 2 to check the watched stage)',
		({ first }) => first.trigger,
	],
	[
		'49 watched stages added while it runs: 12 requests (at most 1 for what changed + 10 pages)',
		({ linksAdded }) => linksAdded,
	],
])('reports one request too many: %s', (text, of) => {
	const size = kept();
	of(size).requests++;
	expect(broken(size)).toEqual([{ text, holds: false }]);
});

it('allows each poll of a long first listing to read what has changed', () => {
	const size = kept();
	Object.assign(size.first.trigger, { requests: 15, polls: 2 });
	expect(broken(size)).toEqual([]);
});

it('allows each further poll of many changes to read what has changed', () => {
	const size = kept();
	Object.assign(size.polls[1].trigger, { requests: 23, polls: 2 });
	expect(broken(size)).toEqual([]);
});

it('reports an entry that wasn’t found', () => {
	const size = kept();
	size.polls[1].trigger.items = 10;
	expect(broken(size)).toEqual([
		{ text: '101 changes: 10 of 11 entries found (by hand: 11)', holds: false },
	]);
});

it('reports concurrent requests', () => {
	const size = kept();
	size.first.trigger.mostAtOnce = 2;
	expect(broken(size)).toHaveLength(1);
});
