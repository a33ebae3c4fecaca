import { emptyState, readState } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { waitingFor } from './setting.mts';

const row = { is: 'returned', since: 1 };

it.each([
	undefined,
	null,
	'text',
	[],
	{},
	{ ...emptyState(), version: 3 },
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
	{ version: 1, watches: {}, waiting: {}, done: {}, repeats: {} },
	{ version: 1, revision: 1, watches: {}, waiting: { a: {} }, done: {}, repeats: {} },
])('is not read if it is %j', (stored) => {
	expect(readState(stored)).toBeUndefined();
});

it('is converted from version 1', () => {
	const stored = {
		version: 1,
		revision: 4,
		watches: { '*': { since: 5, listed: true }, a: { since: 6 } },
		waiting: {
			a: { since: 1 },
			b: { since: 1, askedAt: 2, mayBeOld: true },
			c: { since: 1, askedAt: 2, responded: true },
		},
		done: { d: 'returned', e: 'returned', f: 'skipped' },
		repeats: { d: { since: 3, at: 4, undated: true } },
		cursor: { next: 'https://willo.invalid/2', pages: 2 },
		deeperAt: 7,
	};
	expect(readState(JSON.parse(JSON.stringify(stored)))).toEqual({
		version: 2,
		revision: 4,
		watches: { '*': { since: 5, isComplete: true }, a: { since: 6 } },
		rows: {
			a: { is: 'waiting', since: 1 },
			b: { is: 'unclear', since: 1, askedAt: 2, mayBeOld: true },
			c: { is: 'responded', since: 1, askedAt: 2 },
			d: { is: 'returned', since: 0, tries: expect.objectContaining({ since: 3, at: 4, due: 4 }) },
			e: { is: 'returned', since: 0 },
			f: { is: 'old', since: 0 },
		},
		cursor: stored.cursor,
		deeperAt: 7,
	});
});

it('survives being stored as JSON', async () => {
	const state = await waitingFor(3);
	expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
});
