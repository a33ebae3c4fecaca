import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import {
	claim,
	claimDelivery,
	endClaims,
	MOST_RECENT,
	release,
} from '../../../../nodes/shared/trigger/once.ts';
import { ONLY_DATE } from '../../../support/onlyDate.mts';

type Context = Parameters<typeof claim>[0];

const MINUTE = 60_000;
const NOW = Date.parse('2026-03-02T09:00:00Z');

beforeEach(() => jest.useFakeTimers({ ...ONLY_DATE, now: NOW }));
afterEach(() => jest.useRealTimers());

/** A trigger in a workflow whose nodes lead to these. */
function contextOf(name: string, edges: Record<string, string[]> = {}, workflow = 'workflow') {
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

test('a trigger that finds its entry done still has it, so that another one knows', () => {
	expect(claim(WEBHOOK, 'entry', NOW)).toBe('now');
	jest.setSystemTime(NOW + 5 * MINUTE);
	for (let look = 0; look < 2; look++) expect(claim(WEBHOOK, 'entry', Infinity)).toBe('now');
	release(WEBHOOK, 'entry');
	expect(claim(POLL, 'entry', Infinity)).toBe('held');
	expect(claim(POLL, 'entry', Infinity, { takesOver: true })).toBe('again');
});

test.each([
	['the same node', { webhook: ['Invite'], poll: ['Invite'] }, false],
	['the same node, one through others', { webhook: ['A'], A: ['Invite'], poll: ['Invite'] }, false],
	['different branches', { webhook: ['Invite'], poll: ['Invite 2'] }, true],
	['branches that meet later', { webhook: ['A'], A: ['Log'], poll: ['B'], B: ['Log'] }, true],
])('of two triggers that lead to %s, each returns the entry: %3$s', (_where, edges, both) => {
	claim(contextOf('webhook', edges), 'entry', NOW);
	expect(claim(contextOf('poll', edges), 'entry', NOW)).toBe(both ? 'now' : 'held');
});

test('a claim outlasts its attempt, and is taken over after it only by a trigger that repeats', () => {
	claim(WEBHOOK, 'entry', NOW + 3 * MINUTE);
	jest.setSystemTime(NOW + 4 * MINUTE - 1);
	expect(claim(POLL, 'entry', NOW, { takesOver: true })).toBe('held');
	jest.setSystemTime(NOW + 4 * MINUTE);
	expect(claim(POLL, 'entry', NOW)).toBe('held');
	expect(claim(POLL, 'entry', NOW + 9 * MINUTE, { takesOver: true })).toBe('again');
	expect(claim(WEBHOOK, 'entry', NOW)).toBe('held');
});

test('a claim only counts while it is kept', () => {
	claim(WEBHOOK, 'entry', NOW, { keptForMs: MINUTE });
	jest.setSystemTime(NOW + MINUTE - 1);
	expect(claim(POLL, 'entry', NOW)).toBe('held');
	jest.setSystemTime(NOW + MINUTE);
	expect(claim(POLL, 'entry', NOW)).toBe('now');
});

test('an entry that isn’t returned after all is free again', () => {
	claim(WEBHOOK, 'entry', Infinity);
	release(POLL, 'entry');
	expect(claim(POLL, 'entry', NOW)).toBe('held');
	release(WEBHOOK, 'entry');
	expect(claim(POLL, 'entry', NOW)).toBe('now');
	// Another poll of the trigger has returned it.
	release(POLL, 'entry');
	expect(claim(WEBHOOK, 'entry', NOW)).toBe('held');
	jest.setSystemTime(NOW + MINUTE);
	expect(claim(WEBHOOK, 'entry', Infinity, { takesOver: true })).toBe('again');
	release(WEBHOOK, 'entry');
	expect(claim(WEBHOOK, 'entry', Infinity)).toBe('held');
	expect(claim(WEBHOOK, 'entry', Infinity, { takesOver: true })).toBe('again');
});

test('publishing again ends the trigger’s claims, and those of the others from before it', () => {
	claim(POLL, 'own', NOW);
	claim(WEBHOOK, 'of another', NOW);
	endClaims(POLL);
	expect(claim(WEBHOOK, 'own', NOW)).toBe('now');
	expect(claim(POLL, 'of another', NOW)).toBe('held');
	jest.setSystemTime(NOW + 6 * MINUTE);
	endClaims(contextOf('third', {}, 'another workflow'));
	expect(claim(POLL, 'of another', NOW)).toBe('held');
	endClaims(POLL);
	expect(claim(POLL, 'of another', NOW)).toBe('now');
});

test('nothing is remembered for ever', () => {
	claim(WEBHOOK, 'entry', NOW);
	jest.setSystemTime(NOW + 15 * 24 * 60 * MINUTE);
	claim(WEBHOOK, 'another entry', NOW);
	expect(claim(POLL, 'entry', NOW)).toBe('now');
});

describe('of the deliveries of an event', () => {
	const HOUR = 60 * MINUTE;
	let staticData: IDataObject;
	beforeEach(() => (staticData = {}));

	const isFirst = (key: string, { of = staticData, forMs = 0 } = {}) => {
		const context = { ...WEBHOOK, getMode: () => 'webhook', getWorkflowStaticData: () => of };
		const until = Date.now() + 3 * MINUTE;
		return claimDelivery(context as unknown as IWebhookFunctions, key, until, forMs || undefined);
	};
	const later = (ms: number) => jest.setSystemTime(Date.now() + ms);

	test('entries in the state are remembered, also after a restart; others are forgotten before the vendor tries again', () => {
		isFirst('a');
		isFirst('b', { of: {} });
		later(4 * MINUTE);
		expect([isFirst('a'), isFirst('b')]).toEqual([false, true]);
	});

	test('an event without an ID only counts as repeated for its time', () => {
		const forMs = 12 * HOUR;
		expect(isFirst('body', { forMs })).toBe(true);
		later(11 * HOUR);
		expect(isFirst('body', { forMs })).toBe(false);
		later(HOUR);
		expect(isFirst('body', { forMs })).toBe(true);
	});

	test('the state is limited to the latest, and one that isn’t valid is ignored', () => {
		staticData.recent = 'text';
		const keys = Array.from({ length: MOST_RECENT + 1 }, (_, index) => `${index}`);
		expect(keys.every((key) => isFirst(key))).toBe(true);
		expect(staticData.recent).toEqual(keys.slice(1));
	});
});
