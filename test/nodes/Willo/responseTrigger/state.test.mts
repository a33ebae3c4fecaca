import { emptyState, readState } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { waitingFor } from './setting.mts';

const row = { is: 'returned', since: 1 };

it.each([
	undefined,
	null,
	'text',
	[],
	{},
	{ ...emptyState(), version: 2 },
	{ ...emptyState(), rows: [] },
	{ ...emptyState(), rows: { a: 5 } },
	{ ...emptyState(), rows: { a: { ...row, is: 5 } } },
	{ ...emptyState(), rows: { a: { ...row, tries: { count: 1 } } } },
	{ ...emptyState(), cursor: [] },
	{ ...emptyState(), cursor: { pages: 1 } },
	{ ...emptyState(), watches: { '*': 5 } },
	{ ...emptyState(), watches: { '*': { since: 'x' } } },
	{ ...emptyState(), deeperAt: 'x' },
	{ version: 1 },
])('is not read if it is %j', (stored) => {
	expect(readState(stored)).toBeUndefined();
});

it('survives being stored as JSON', async () => {
	const state = await waitingFor(3);
	expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
});
