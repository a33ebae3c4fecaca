import { emptyState, readState } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { begun } from './onePage.mts';

it.each([
	undefined,
	null,
	'text',
	[],
	{},
	{ ...emptyState(), version: 2 },
	{ ...emptyState(), waiting: [] },
	{ ...emptyState(), waiting: { a: 5 } },
	{ ...emptyState(), round: [] },
	{ ...emptyState(), round: { beganAt: 1, pages: 1 } },
	{ ...emptyState(), repeats: {} },
	{ ...emptyState(), repeats: [null] },
	{ ...emptyState(), watches: { '*': 5 } },
	{ ...emptyState(), watches: { '*': { since: 'x' } } },
	{ ...emptyState(), done: [5] },
	{ ...emptyState(), done: { a: 5 } },
	{ ...emptyState(), found: { a: 5 } },
])('is not read when it is %j', (stored) => {
	expect(readState(stored)).toBeUndefined();
});

it('survives being stored as JSON', async () => {
	const state = await begun(3);
	expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
});
