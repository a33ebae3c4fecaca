import type { Client, Settings } from '../../../../nodes/Willo/responseTrigger/poll.ts';
import {
	bound,
	MOST_KEPT,
	responded,
	takeRow,
} from '../../../../nodes/Willo/responseTrigger/participants.ts';
import { poll } from '../../../../nodes/Willo/responseTrigger/poll.ts';
import type { Repeat } from '../../../../nodes/Willo/responseTrigger/repeats.ts';
import type { State } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { emptyState, readState } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { ApiFailure } from '../../../../nodes/shared/failure.ts';
import type { WilloObject } from '../../../../nodes/Willo/client/types.ts';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const keyOf = (number: number) => number.toString(16).padStart(32, '0');

const settings = (more: Partial<Settings> = {}): Settings => ({
	interviews: [],
	whenActivated: 'fromNowOn',
	watchForDays: 60,
	repeatForDays: 0,
	publishing: false,
	scheduled: true,
	timeLeftMs: () => Infinity,
	...more,
});

/** A Willo whose list is one page of these rows, in any shape. */
function willo(rows: WilloObject[], whole: (key: string) => WilloObject = (key) => ({ key })) {
	const asked: string[] = [];
	const client = {
		page: async () => {
			asked.push('list');
			return { rows, serverTime: NOW };
		},
		get: async (resource: string, key: string) => {
			asked.push(`${resource} ${key}`);
			return whole(key);
		},
	};
	return { client: client as unknown as Client, asked };
}

const received = (number: number) => ({ key: keyOf(number), stage: 'Received' });
const invited = (number: number) => ({ key: keyOf(number), completed_at: null });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** The state after a first poll of people of whom none has responded. */
async function begun(count: number, more: Partial<Settings> = {}): Promise<State> {
	return (await poll(undefined, settings(more), willo(numbers(count).map(invited)).client)).state;
}

it('does not touch the state it is given', async () => {
	const before = await begun(3);
	const copy = structuredClone(before);
	const { items, state } = await poll(before, settings(), willo([received(1)]).client);
	expect(items).toHaveLength(1);
	expect(state.returned).toEqual([keyOf(1)]);
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
	expect(responded(state)).toHaveLength(6);
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
	const waiting = { interview: null, since: NOW, listedAt: NOW };
	before.waiting = { [keyOf(1)]: { ...waiting, hasResponded: true } };
	const { client } = willo([{ key: keyOf(1), completed_at: '2026-03-02T08:00:00Z' }]);
	expect((await poll(before, settings({ publishing: true }), client)).items).toEqual([]);
	const catchUp = settings({ publishing: true, whenActivated: 'catchUp' });
	expect((await poll(before, catchUp, client)).items).toHaveLength(1);
});

describe('returning again', () => {
	const days = 3;
	const repeat = (number: number, more: Partial<Repeat> = {}): Repeat => ({
		key: keyOf(number),
		since: NOW - 60_000,
		due: NOW,
		times: 1,
		...more,
	});
	/** So many people's responses were returned a minute ago. */
	async function returnedBefore(count: number, more: Partial<Repeat> = {}): Promise<State> {
		const state = await begun(count);
		const keys = numbers(count).map(keyOf);
		return { ...state, returned: keys, repeats: numbers(count).map((n) => repeat(n, more)) };
	}
	const list = (count: number) => numbers(count).map(received);
	const whole = (key: string) => ({ key, completed_at: '2026-03-02T08:00:00Z' });

	it('begins with the first return', async () => {
		const { client } = willo(list(2), whole);
		const before = await begun(2);
		const { items, state } = await poll(before, settings({ repeatForDays: days }), client);
		expect(items.map(({ isRepeat }) => isRepeat)).toEqual([false, false]);
		expect(state.repeats).toEqual(
			[1, 2].map((number) => repeat(number, { since: NOW + 1000, due: NOW + 61_000, times: 1 })),
		);
	});

	it('is not done without the option, which ends what it began', async () => {
		const { client } = willo(list(2), whole);
		const first = await poll(await begun(2), settings(), client);
		expect(first.state.repeats).toEqual([]);
		const before = await returnedBefore(2);
		const { items, state } = await poll(before, settings(), client);
		expect(items).toEqual([]);
		expect(state.repeats).toEqual([]);
	});

	it('tells a repetition from the last one', async () => {
		const before = await returnedBefore(2);
		before.repeats[1].since = NOW - 4 * 24 * 60 * 60_000;
		const { client } = willo(list(2), whole);
		const { items, state } = await poll(before, settings({ repeatForDays: days }), client);
		expect(items.map(({ participant, isRepeat }) => [participant.key, isRepeat])).toEqual([
			[keyOf(1), true],
			[keyOf(2), false],
		]);
		expect(state.repeats).toEqual([repeat(1, { due: NOW + 1000 + 2 * 60_000, times: 2 })]);
	});

	it('comes after what is new, 100 in all, the others next time', async () => {
		const before = await returnedBefore(110);
		const { client } = willo([...list(110), received(200)], whole);
		const more = settings({ repeatForDays: days });
		const first = await poll(before, more, client);
		expect(first.items).toHaveLength(100);
		expect(first.items.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
		expect((await poll(first.state, more, client)).items).toHaveLength(11);
	});

	it('goes on when others cannot be read, who come later', async () => {
		const before = await returnedBefore(2);
		const { client } = willo(list(2), (key) => {
			if (key === keyOf(1)) throw new ApiFailure({ kind: 'unavailable', message: '', advice: '' });
			return whole(key);
		});
		const { items, state } = await poll(before, settings({ repeatForDays: days }), client);
		expect(items).toHaveLength(1);
		expect(state.repeats).toContainEqual(repeat(1, { due: NOW + 1000 + 10 * 60_000 }));
	});

	it('keeps its place when nobody can be read for now', async () => {
		const before = await returnedBefore(2);
		const { client } = willo(list(2), () => {
			throw new ApiFailure({ kind: 'rateLimited', message: 'Too many', advice: 'Wait' });
		});
		const more = settings({ repeatForDays: days });
		await expect(poll(before, more, client)).rejects.toThrow('Too many');
	});

	it('goes on although no further page of the list can be read', async () => {
		const before = await returnedBefore(1);
		delete before.wentDeeperAt;
		const page = async (_resource: string, _query: object, next?: string) => {
			if (next) throw new ApiFailure({ kind: 'unavailable', message: '', advice: '' });
			return { rows: list(1), next: 'https://willo.invalid/2', serverTime: NOW };
		};
		const client = { ...willo([], whole).client, page } as unknown as Client;
		const { items } = await poll(before, settings({ repeatForDays: days }), client);
		expect(items).toHaveLength(1);
	});

	it('ends with who is gone, and with who is followed no more', async () => {
		const { client } = willo(list(2), (key) => {
			if (key === keyOf(2)) return { ...whole(key), interview: keyOf(200) };
			throw new ApiFailure({ kind: 'refused', code: 'not_found', message: '', advice: '' });
		});
		const more = settings({ repeatForDays: days, interviews: [keyOf(100)] });
		const { items, state } = await poll(await returnedBefore(2), more, client);
		expect(items).toEqual([]);
		expect(state.repeats).toEqual([]);
	});

	it('keeps the id and the day of a response that had no time at first', async () => {
		const yesterday = Date.parse('2026-03-01T09:00:00Z');
		const before = await returnedBefore(1, { undated: true, since: yesterday });
		const more = settings({ repeatForDays: days });
		const undated = await poll(before, more, willo(list(1)).client);
		expect(undated.items[0].id).toBe(`response-${keyOf(1)}`);
		expect(undated.items[0].note.text).toContain('Responded: 1 March 2026\n');
		const dated = await poll(before, more, willo(list(1), whole).client);
		expect(dated.items[0].id).toBe(`response-${keyOf(1)}`);
		const known = await poll(await returnedBefore(1), more, willo(list(1), whole).client);
		expect(known.items[0].id).toBe(`response-${keyOf(1)}-20260302T080000Z`);
	});
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

describe('what is remembered', () => {
	const following = { interviews: [], watchedSince: 0, now: NOW };
	const waiting = (since: number) => ({ interview: null, since, listedAt: NOW });

	it('is bounded, and forgets who has not been listed for longest', () => {
		const state: State = {
			...emptyState(),
			watches: { '*': { since: 0, settled: true } },
			returned: numbers(MOST_KEPT + 10).map(keyOf),
			waiting: Object.fromEntries(
				numbers(MOST_KEPT + 10).map((number) => [keyOf(number + 10_000), waiting(number)]),
			),
		};
		takeRow(state, received(1), following);
		bound(state, 0);
		expect(state.returned).toHaveLength(MOST_KEPT);
		expect(state.returned).toContain(keyOf(1));
		expect(state.returned).not.toContain(keyOf(2));
		expect(Object.keys(state.waiting)).toHaveLength(MOST_KEPT);
		expect(state.waiting).not.toHaveProperty(keyOf(10_010));
	});

	it('is nobody who was invited before the days to watch, not even without a date', () => {
		const state: State = {
			...emptyState(),
			watches: { '*': { since: 0, settled: true } },
			waiting: { [keyOf(1)]: waiting(NOW - 2), [keyOf(2)]: waiting(NOW - 2) },
		};
		const late = { ...following, watchedSince: NOW - 1 };
		takeRow(state, { key: keyOf(1) }, late);
		bound(state, late.watchedSince);
		expect(state.waiting).toEqual({});
		takeRow(state, { key: keyOf(2) }, late);
		expect(state.waiting).toEqual({});
	});

	it.each([
		undefined,
		null,
		'text',
		[],
		{},
		{ ...emptyState(), version: 1 },
		{ ...emptyState(), waiting: [] },
		{ ...emptyState(), waiting: { a: 5 } },
		{ ...emptyState(), round: [] },
		{ ...emptyState(), round: { beganAt: 1, pages: 1 } },
		{ ...emptyState(), repeats: {} },
		{ ...emptyState(), repeats: [null] },
		{ ...emptyState(), watches: { '*': 5 } },
		{ ...emptyState(), watches: { '*': { since: 'x' } } },
		{ ...emptyState(), returned: [5] },
	])('is not read when it is %j', (stored) => {
		expect(readState(stored)).toBeUndefined();
	});

	it('survives being stored as JSON', async () => {
		const state = await begun(3);
		expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(JSON.parse(JSON.stringify(state)));
	});
});
