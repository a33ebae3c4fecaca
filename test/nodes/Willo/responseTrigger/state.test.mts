import { emptyState, readState } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { waitingFor } from './setting.mts';

it.each([
	undefined,
	null,
	'text',
	[],
	{},
	{ ...emptyState(), version: 2 },
	{ ...emptyState(), waiting: [] },
	{ ...emptyState(), waiting: { a: 5 } },
	{ ...emptyState(), cursor: [] },
	{ ...emptyState(), cursor: { pages: 1 } },
	{ ...emptyState(), repeats: [] },
	{ ...emptyState(), repeats: { a: null } },
	{ ...emptyState(), watches: { '*': 5 } },
	{ ...emptyState(), watches: { '*': { since: 'x' } } },
	{ ...emptyState(), done: [5] },
	{ ...emptyState(), done: { a: 5 } },
	{ ...emptyState(), deeperAt: 'x' },
])('is not read if it is %j', (stored) => {
	expect(readState(stored)).toBeUndefined();
});

it('survives being stored as JSON', async () => {
	const state = await waitingFor(3);
	expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
});
