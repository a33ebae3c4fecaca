import type { Client } from '../../../../nodes/Willo/responseTrigger/asking.ts';
import { poll } from '../../../../nodes/Willo/responseTrigger/poll.ts';
import { ApiFailure } from '../../../../nodes/shared/failure.ts';
import { NOW, begun, keyOf, numbers, received, settings, willo } from './onePage.mts';

it('does not touch the state it is given', async () => {
	const before = await begun(3);
	const copy = structuredClone(before);
	const { items, state } = await poll(before, settings(), willo([received(1)]).client);
	expect(items).toHaveLength(1);
	expect(state.done).toEqual({ [keyOf(1)]: 'returned' });
	expect(before).toEqual(copy);
});

it('returns 100 at most, the others next time', async () => {
	const before = await begun(110);
	const { client } = willo(numbers(110).map(received));
	const first = await poll(before, settings(), client);
	expect(first.items).toHaveLength(100);
	const second = await poll(first.state, settings(), client);
	expect(second.items).toHaveLength(10);
	expect((await poll(second.state, settings(), client)).items).toEqual([]);
});

it('stops when the time is over, and returns what it has', async () => {
	const before = await begun(10);
	let left = 4;
	const timeLeftMs = () => left--;
	const { client } = willo(numbers(10).map(received));
	const { items, state } = await poll(before, settings({ timeLeftMs }), client);
	expect(items).toHaveLength(4);
	expect(Object.keys(state.found)).toHaveLength(6);
});

it('gives up after three people who cannot be read', async () => {
	const before = await begun(10);
	const { client, asked } = willo(numbers(10).map(received), () => {
		throw new ApiFailure({ kind: 'unavailable', message: 'Out of order', advice: 'Wait' });
	});
	await expect(poll(before, settings(), client)).rejects.toThrow('Out of order');
	expect(asked).toHaveLength(1 + 3);
});

it('stops at once when the key is refused', async () => {
	const before = await begun(10);
	const { client, asked } = willo(numbers(10).map(received), () => {
		throw new ApiFailure({ kind: 'credential', message: 'No such key', advice: 'Copy it' });
	});
	await expect(poll(before, settings(), client)).rejects.toThrow('No such key');
	expect(asked).toHaveLength(1 + 1);
});

it.each([
	['new', '2026-03-02T09:00:01Z', 1],
	['old', '2026-03-02T08:59:59Z', 0],
])(
	'goes by the time that only the single participant shows: %s',
	async (_age, completed_at, count) => {
		const rows = [{ key: keyOf(1) }];
		const { client } = willo(rows, (key) => ({ key, completed_at }));
		// At the beginning, when it would pass for old, and later on, when it would pass for new.
		expect((await poll(undefined, settings(), client)).items).toHaveLength(count);
		const before = await begun(1);
		delete before.wentDeeperAt;
		expect((await poll(before, settings(), client)).items).toHaveLength(count);
	},
);

it('takes who was seen waiting for new, even before everybody has been met', async () => {
	const before = await begun(1);
	before.watches = { '*': { since: NOW } };
	const waiting = { interview: null, since: NOW, listedAt: NOW, askedAt: NOW };
	const { client } = willo([received(1)]);
	before.waiting = { [keyOf(1)]: waiting };
	expect((await poll(before, settings(), client)).items).toHaveLength(1);
	before.waiting = { [keyOf(1)]: { ...waiting, askedAt: 0, mayBeOld: true } };
	expect((await poll(before, settings(), client)).items).toEqual([]);
});

it('drops what was not returned when a person publishes from now on', async () => {
	const before = await begun(1);
	before.found = { [keyOf(1)]: null };
	const { client } = willo([{ key: keyOf(1), completed_at: '2026-03-02T08:00:00Z' }]);
	expect((await poll(before, settings({ publishing: true }), client)).items).toEqual([]);
	const catchUp = settings({ publishing: true, whenActivated: 'catchUp' });
	expect((await poll(before, catchUp, client)).items).toHaveLength(1);
});

describe('some interviews, where the list names none', () => {
	const mine = keyOf(100);
	const other = keyOf(200);
	const of = (interview?: string) => (key: string) => ({ key, stage: 'Received', interview });

	it('are told apart by the single participant', async () => {
		const more = { interviews: [mine] };
		const before = await begun(2, more);
		const rows = [received(1), received(2)];
		const { client } = willo(rows, (key) => of(key === keyOf(1) ? mine : other)(key));
		const { items, state } = await poll(before, settings(more), client);
		expect(items.map(({ participant }) => participant.key)).toEqual([keyOf(1)]);
		const again = willo(rows);
		expect((await poll(state, settings(more), again.client)).items).toEqual([]);
		expect(again.asked).toEqual(['list']);
	});

	it('are told apart among those of whom the list says nothing at all', async () => {
		const more = { interviews: [mine] };
		const before = await begun(1, more);
		delete before.wentDeeperAt;
		const { client } = willo([{ key: keyOf(1) }, { key: keyOf(2) }], (key) =>
			of(key === keyOf(1) ? mine : other)(key),
		);
		const { items } = await poll(before, settings(more), client);
		expect(items.map(({ participant }) => participant.key)).toEqual([keyOf(1)]);
	});

	it('cannot be told apart where nothing names them: a person is told what to do', async () => {
		const more = { interviews: [mine] };
		const before = await begun(1, more);
		const { client } = willo([received(1)], of());
		await expect(poll(before, settings(more), client)).rejects.toMatchObject({
			message:
				"Willo does not name the interview of each participant, so 'Interviews' cannot be applied",
			advice: expect.stringContaining("Leave 'Interviews' empty"),
		});
	});
});

it('asks for the list of one interview, else for that of everybody', async () => {
	const queries: object[] = [];
	const page = async (_resource: string, query: object) => {
		queries.push(query);
		return { rows: [], serverTime: NOW };
	};
	const client = { ...willo([]).client, page } as unknown as Client;
	await poll(undefined, settings({ interviews: [keyOf(1)] }), client);
	await poll(undefined, settings({ interviews: [keyOf(1), keyOf(2)] }), client);
	const ordering = '-created_at';
	expect(queries).toEqual([{ interview: keyOf(1), ordering }, { ordering }]);
});
