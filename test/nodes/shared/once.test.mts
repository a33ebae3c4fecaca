import { claim, endClaims, release } from '../../../nodes/shared/once.ts';
import { ONLY_DATE } from '../../support/onlyDate.mts';

type Context = Parameters<typeof claim>[0];

const MINUTE = 60_000;
const NOW = Date.parse('2026-03-02T09:00:00Z');

beforeEach(() => jest.useFakeTimers({ ...ONLY_DATE, now: NOW }));
afterEach(() => jest.useRealTimers());

/** A trigger in a workflow whose nodes lead to these. */
function contextOf(
	name: string,
	edges: Record<string, string[]> = {},
	workflow = 'workflow',
): Context {
	const after = (of: string): string[] =>
		(edges[of] ?? []).flatMap((next) => [next, ...after(next)]);
	const named = (names: string[]) => names.map((each) => ({ name: each }));
	return {
		getWorkflow: () => ({ id: workflow }),
		getNode: () => ({ id: `id of ${name}`, name }),
		getChildNodes: (of: string) => named(after(of)),
		getParentNodes: (of: string) =>
			named(Object.keys(edges).filter((each) => edges[each].includes(of))),
	} as unknown as Context;
}

const WEBHOOK = contextOf('webhook');
const POLL = contextOf('poll');

test('an entry belongs to the trigger that claims it first, and to one in each workflow', () => {
	expect(claim(WEBHOOK, 'entry', NOW + 1)).toBeUndefined();
	expect(claim(POLL, 'entry', NOW + 2)).toBe(NOW + 1);
	expect(claim(WEBHOOK, 'entry', NOW + 3)).toBeUndefined();
	expect(claim(POLL, 'another entry', NOW)).toBeUndefined();
	expect(claim(contextOf('poll', {}, 'another workflow'), 'entry', NOW)).toBeUndefined();
});

test.each([
	['the same node', { webhook: ['Invite'], poll: ['Invite'] }, false],
	[
		'the same node, one of them through others',
		{ webhook: ['Set'], Set: ['Invite'], poll: ['Invite'] },
		false,
	],
	['different branches', { webhook: ['Invite'], poll: ['Invite 2'] }, true],
	[
		'different branches that meet later',
		{ webhook: ['A'], A: ['Log'], poll: ['B'], B: ['Log'] },
		true,
	],
])('of two triggers that lead to %s, each returns the entry: %3$s', (_where, edges, both) => {
	claim(contextOf('webhook', edges), 'entry', NOW);
	expect(claim(contextOf('poll', edges), 'entry', NOW) === undefined).toBe(both);
});

test('a claim outlasts its attempt, and is taken over after it only by a trigger that repeats', () => {
	claim(WEBHOOK, 'entry', NOW + 3 * MINUTE);
	jest.setSystemTime(NOW + 4 * MINUTE - 1);
	expect(claim(POLL, 'entry', NOW, true)).toBe(NOW + 3 * MINUTE);
	jest.setSystemTime(NOW + 4 * MINUTE);
	expect(claim(POLL, 'entry', NOW)).toBe(NOW + 3 * MINUTE);
	expect(claim(POLL, 'entry', NOW + 9 * MINUTE, true)).toBeUndefined();
	expect(claim(WEBHOOK, 'entry', NOW)).toBe(NOW + 9 * MINUTE);
});

test('an entry that isn’t returned after all is free again', () => {
	claim(WEBHOOK, 'entry', NOW);
	release(POLL, 'entry');
	expect(claim(POLL, 'entry', NOW)).toBe(NOW);
	release(WEBHOOK, 'entry');
	expect(claim(POLL, 'entry', NOW)).toBeUndefined();
});

test('publishing again ends the trigger’s claims, and those of the others from before it', () => {
	claim(POLL, 'own', NOW);
	claim(WEBHOOK, 'of another', NOW);
	endClaims(POLL);
	expect(claim(WEBHOOK, 'own', NOW)).toBeUndefined();
	expect(claim(POLL, 'of another', NOW)).toBe(NOW);
	jest.setSystemTime(NOW + 6 * MINUTE);
	endClaims(contextOf('third', {}, 'another workflow'));
	expect(claim(POLL, 'of another', NOW)).toBe(NOW);
	endClaims(POLL);
	expect(claim(POLL, 'of another', NOW)).toBeUndefined();
});

test('nothing is remembered for ever', () => {
	claim(WEBHOOK, 'entry', NOW);
	jest.setSystemTime(NOW + 15 * 24 * 60 * MINUTE);
	claim(WEBHOOK, 'another entry', NOW);
	expect(claim(POLL, 'entry', NOW)).toBeUndefined();
});
