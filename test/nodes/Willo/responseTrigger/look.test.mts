import type { Client, Settings } from '../../../../nodes/Willo/responseTrigger/look.ts';
import { MOST_KEYS } from '../../../../nodes/Willo/responseTrigger/limits.ts';
import { look } from '../../../../nodes/Willo/responseTrigger/look.ts';
import { People } from '../../../../nodes/Willo/responseTrigger/people.ts';
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

/** The state after a first look at people of whom none has responded. */
async function begun(count: number, more: Partial<Settings> = {}): Promise<State> {
	return (await look(undefined, settings(more), willo(numbers(count).map(invited)).client)).state;
}

it('does not touch the state it is given', async () => {
	const before = await begun(3);
	const copy = structuredClone(before);
	const { items, state } = await look(before, settings(), willo([received(1)]).client);
	expect(items).toHaveLength(1);
	expect(state.handedOver).toEqual([keyOf(1)]);
	expect(before).toEqual(copy);
});

it('hands over 50 at most, the others next time', async () => {
	const before = await begun(60);
	const { client } = willo(numbers(60).map(received));
	const first = await look(before, settings(), client);
	expect(first.items).toHaveLength(50);
	const second = await look(first.state, settings(), client);
	expect(second.items).toHaveLength(10);
	expect((await look(second.state, settings(), client)).items).toEqual([]);
});

it('stops when the time is over, and hands over what it has', async () => {
	const before = await begun(10);
	let left = 4;
	const timeLeftMs = () => left--;
	const { client } = willo(numbers(10).map(received));
	const { items, state } = await look(before, settings({ timeLeftMs }), client);
	expect(items).toHaveLength(4);
	expect(state.toFetch).toHaveLength(6);
});

it('gives up after three people who cannot be read', async () => {
	const before = await begun(10);
	const { client, asked } = willo(numbers(10).map(received), () => {
		throw new ApiFailure({ kind: 'unavailable', message: 'Out of order', advice: 'Wait' });
	});
	await expect(look(before, settings(), client)).rejects.toThrow('Out of order');
	expect(asked).toHaveLength(1 + 3);
});

it('stops at once when the key is refused', async () => {
	const before = await begun(10);
	const { client, asked } = willo(numbers(10).map(received), () => {
		throw new ApiFailure({ kind: 'credential', message: 'No such key', advice: 'Copy it' });
	});
	await expect(look(before, settings(), client)).rejects.toThrow('No such key');
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
		expect((await look(undefined, settings(), client)).items).toHaveLength(count);
		const before = await begun(1);
		delete before.lookedDeeperAt;
		expect((await look(before, settings(), client)).items).toHaveLength(count);
	},
);

it('takes who was seen waiting for new, even before everybody has been met', async () => {
	const before = await begun(1);
	before.watches = { '*': { since: NOW } };
	const waiting = { key: keyOf(1), interview: null, metAt: NOW, lookedAt: NOW };
	const { client } = willo([received(1)]);
	before.toLookAt = [waiting];
	expect((await look(before, settings(), client)).items).toHaveLength(1);
	for (const unlike of [{ lookedAt: 0 }, { mayBeOld: true as const }]) {
		before.toLookAt = [{ ...waiting, ...unlike }];
		expect((await look(before, settings(), client)).items).toEqual([]);
	}
});

it('drops what was not handed over when a person publishes from now on', async () => {
	const before = await begun(1);
	before.toFetch = [{ key: keyOf(1), interview: null }];
	const { client } = willo([{ key: keyOf(1), completed_at: '2026-03-02T08:00:00Z' }]);
	expect((await look(before, settings({ publishing: true }), client)).items).toEqual([]);
	const catchUp = settings({ publishing: true, whenActivated: 'catchUp' });
	expect((await look(before, catchUp, client)).items).toHaveLength(1);
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
		const { items, state } = await look(before, settings(more), client);
		expect(items.map(({ participant }) => participant.key)).toEqual([keyOf(1)]);
		const again = willo(rows);
		expect((await look(state, settings(more), again.client)).items).toEqual([]);
		expect(again.asked).toEqual(['list']);
	});

	it('are told apart among those of whom the list says nothing at all', async () => {
		const more = { interviews: [mine] };
		const before = await begun(1, more);
		delete before.lookedDeeperAt;
		const { client } = willo([{ key: keyOf(1) }, { key: keyOf(2) }], (key) =>
			of(key === keyOf(1) ? mine : other)(key),
		);
		const { items } = await look(before, settings(more), client);
		expect(items.map(({ participant }) => participant.key)).toEqual([keyOf(1)]);
	});

	it('cannot be told apart where nothing names them: a person is told what to do', async () => {
		const more = { interviews: [mine] };
		const before = await begun(1, more);
		const { client } = willo([received(1)], of());
		await expect(look(before, settings(more), client)).rejects.toMatchObject({
			message:
				"Willo does not name the interview of each participant, so 'Interviews' cannot be applied",
			advice: expect.stringContaining("Leave 'Interviews' empty"),
		});
	});
});

it('asks for one list of everybody rather than for more than ten', async () => {
	const { client, asked } = willo([]);
	await look(undefined, settings({ interviews: numbers(11).map(keyOf) }), client);
	expect(asked).toEqual(['list']);
	await look(undefined, settings({ interviews: numbers(10).map(keyOf) }), client);
	expect(asked).toHaveLength(1 + 10);
});

describe('what is remembered', () => {
	it('is bounded, and forgets whom the list has not shown for longest', () => {
		const state: State = {
			...emptyState(),
			watches: { '*': { since: 0, settled: true } },
			handedOver: numbers(MOST_KEYS + 10).map(keyOf),
			toLookAt: numbers(600).map((number) => ({
				key: keyOf(number + 10_000),
				interview: null,
				metAt: number,
				lookedAt: 0,
			})),
		};
		const people = new People(state, []);
		people.meet(received(1), null, NOW, true);
		people.meet({ key: keyOf(10_001) }, null, NOW, true);
		people.write();
		expect(state.handedOver).toHaveLength(MOST_KEYS);
		expect(state.handedOver).toContain(keyOf(1));
		expect(state.handedOver).not.toContain(keyOf(2));
		expect(state.toLookAt).toHaveLength(500);
		const keys = state.toLookAt.map(({ key }) => key);
		expect(keys).toContain(keyOf(10_001));
		expect(keys).not.toContain(keyOf(10_002));
	});

	it.each([
		undefined,
		null,
		'text',
		[],
		{},
		{ ...emptyState(), version: 2 },
		{ ...emptyState(), toFetch: {} },
	])('is not read when it is %j', (stored) => {
		expect(readState(stored)).toBeUndefined();
	});

	it('survives being stored as JSON', async () => {
		const state = await begun(3);
		expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
	});
});
