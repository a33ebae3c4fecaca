import { poll, type Client } from '../../../../nodes/Willo/responseTrigger/poll.ts';
import type { Row, State } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { ApiFailure, type FailureKind } from '../../../../nodes/shared/api/failure.ts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { NOW, answers, keyOf, onePage, received, settings, upTo, waitingFor } from './setting.mts';

const DAY = 24 * 60 * MINUTE;
const rows = (count: number) => upTo(count).map(received);
const failing = (kind: FailureKind, code?: string) => () => {
	throw new ApiFailure({ kind, code, message: 'Not now', advice: 'Wait' });
};
const keysIn = (items: Array<{ participant: { key: string | null } }>) =>
	items.map(({ participant }) => participant.key);

it('does not change the state it is given', async () => {
	const before = await waitingFor(3);
	const copy = structuredClone(before);
	const { items, state } = await poll(before, settings(), onePage([received(1)]).client);
	expect(items).toHaveLength(1);
	expect(state.rows[keyOf(1)].is).toBe('returned');
	expect(before).toEqual(copy);
});

it('stops when the time is over, and returns what it has', async () => {
	let left = 4;
	const timeLeftMs = () => left--;
	const before = await waitingFor(10);
	const { items, state } = await poll(before, settings({ timeLeftMs }), onePage(rows(10)).client);
	expect(items).toHaveLength(4);
	expect(Object.values(state.rows).filter(({ is }) => is === 'responded')).toHaveLength(6);
});

describe('participants who cannot be read', () => {
	it('get three tries in all, and others have their turn in the next poll', async () => {
		const { client, asked } = onePage(rows(10), failing('unavailable'));
		const { items, state, obstacle } = await poll(await waitingFor(10), settings(), client);
		expect([items, asked.length]).toEqual([[], 1 + 3]);
		expect(obstacle).toMatchObject({ message: 'Not now' });
		const later = onePage(rows(10));
		await poll(state, settings(), later.client);
		const last = asked.slice(1);
		expect(later.asked.slice(-3)).toEqual(last);
	});

	it.each<[FailureKind, number]>([
		['credential', 1],
		['unexpectedAnswer', 3],
	])('fail the poll if that does not pass by itself: %s', async (kind, tries) => {
		const { client, asked } = onePage(rows(10), failing(kind));
		await expect(poll(await waitingFor(10), settings(), client)).rejects.toThrow('Not now');
		expect(asked).toHaveLength(1 + tries);
	});
});

it('asks about those who are waiting even if a page of the list cannot be read', async () => {
	const page = async (_resource: string, _query: object, next?: string) => {
		if (next) failing('unavailable')();
		return { rows: [{ key: keyOf(1) }], next: 'https://willo.invalid/2', serverTime: NOW };
	};
	const { client } = onePage([]);
	const before = { ...(await waitingFor(1)), deeperAt: undefined };
	const { items } = await poll(before, settings(), { ...client, page } as unknown as Client);
	expect(items).toHaveLength(1);
});

it('loses no response, however many are waiting, if the list shows neither times nor stages', async () => {
	const people = upTo(401).map(keyOf);
	const responded = new Set([people[0]]);
	let serverTime = NOW;
	const page = async (_resource: string, _query: object, next = '0') => {
		const end = 30 * Number(next) + 30;
		const more = end < people.length && { next: String(Number(next) + 1) };
		return { rows: people.slice(end - 30, end).map((key) => ({ key })), ...more, serverTime };
	};
	const get = async (_of: string, key: string) => ({ key, ...(responded.has(key) && { answers }) });
	const client = { page, get } as unknown as Client;
	const returned: Array<string | null> = [];
	let state: State | undefined;
	for (let hour = 0; hour < 45; hour++) {
		const polled = await poll(state, settings({ publishing: hour === 0 }), client);
		({ state } = polled);
		returned.push(...keysIn(polled.items));
		if (hour < 20) for (const each of [1, 2]) responded.add(people[20 * hour + each]);
		serverTime += 60 * MINUTE;
	}
	expect(returned.sort()).toEqual([...responded].slice(1).sort());
});

describe('some interviews, if the list names none', () => {
	const [mine, other] = [keyOf(0xa), keyOf(0xb)];
	const more = { interviews: [mine] };
	const interviewOf = (key: string) => (key === keyOf(1) ? mine.toUpperCase() : other);
	const whole = (key: string) => ({ key, answers, interview: interviewOf(key) });

	it.each([
		['responded', [received(1), received(2)]],
		['may have responded', [{ key: keyOf(1) }, { key: keyOf(2) }]],
	])('are found by asking about each participant who %s', async (_who, list) => {
		const before = { ...(await waitingFor(2, more)), deeperAt: undefined };
		const { items, state } = await poll(before, settings(more), onePage(list, whole).client);
		expect(keysIn(items)).toEqual([keyOf(1)]);
		const again = onePage(list, whole);
		expect((await poll(state, settings(more), again.client)).items).toEqual([]);
		expect(again.asked).toEqual(['list']);
	});

	it('fail with what to do if nothing names them', async () => {
		const { client } = onePage([received(1)]);
		await expect(poll(await waitingFor(1, more), settings(more), client)).rejects.toMatchObject({
			message: expect.stringMatching(/^Willo doesn't return the interview/),
			advice: expect.stringContaining("Leave 'Interviews' empty"),
		});
	});
});

it.each([
	[[keyOf(1)], { interview: keyOf(1) }],
	[[keyOf(1), keyOf(2)], {}],
])('asks for one list, however many interviews there are: %j', async (interviews, query) => {
	const page = jest.fn().mockResolvedValue({ rows: [], serverTime: NOW });
	const client = { ...onePage([]).client, page } as unknown as Client;
	await poll(undefined, settings({ interviews }), client);
	expect(page.mock.calls.map(([, asked]) => asked as object)).toEqual([
		{ ...query, ordering: '-created_at' },
	]);
});

const at = (ms: number) => new Date(NOW + ms).toISOString();

it.each([
	['are missing', {}, [0, 0, 1]],
	['and the time are missing', { completed_at: null }, [0, 0, 1]],
	['have been missing for five minutes', { completed_at: at(-5 * MINUTE) }, [0, 1, 0]],
	['have been missing for long', { completed_at: at(-11 * MINUTE) }, [1, 0, 0]],
	['are missing, at a time that is yet to come', { completed_at: at(DAY) }, [0, 0, 1]],
	['are shown, but not the time', { completed_at: null, answers }, [0, 0, 1]],
	['are shown', { answers }, [1, 0, 0]],
])('a response waits ten minutes if its answers %s', async (_what, raw, counts) => {
	const returned: number[] = [];
	let state = await waitingFor(1);
	for (const minutes of [0, 9, 11]) {
		const whole = (key: string) => ({ key, stage: 'Received', ...raw });
		const { client } = onePage([received(1)], whole, NOW + minutes * MINUTE);
		const polled = await poll(state, settings(), client);
		({ state } = polled);
		returned.push(polled.items.length);
	}
	expect(returned).toEqual(counts);
});

describe('returning again', () => {
	const more = settings({ repeatForDays: 7 });
	const whole = (key: string) => ({ key, answers });
	/** The responses of this many people were returned before. */
	async function returnedBefore(count: number, since = NOW - 5 * MINUTE): Promise<State> {
		const tries = { count: 1, since, at: since, due: since + 4 * MINUTE };
		const row: Row = { is: 'returned', since, tries };
		const rows = Object.fromEntries(upTo(count).map((number) => [keyOf(number), { ...row }]));
		return { ...(await waitingFor(0)), rows };
	}

	it('begins with the first return, if it is on', async () => {
		const { client } = onePage(rows(1), whole);
		const { items, state } = await poll(await waitingFor(1), more, client);
		expect(items.map(({ isRepeat }) => isRepeat)).toEqual([false]);
		expect(state.rows[keyOf(1)].tries).toMatchObject({ count: 1, since: NOW + 1000 });
		const off = await poll(state, settings(), client);
		expect(off.state.rows[keyOf(1)]).not.toHaveProperty('tries');
	});

	it('comes after what is new, 100 in all, and the others next time', async () => {
		const { client } = onePage([...rows(110), received(200)], whole);
		const before = await returnedBefore(110);
		before.rows[keyOf(200)] = { is: 'waiting', since: NOW };
		const first = await poll(before, more, client);
		expect(first.items).toHaveLength(100);
		expect(first.items.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
		expect((await poll(first.state, more, client)).items).toHaveLength(11);
	});

	it('continues although others cannot be read, and ends with who is gone', async () => {
		const { client } = onePage(rows(3), (key) => {
			if (key === keyOf(1)) failing('unavailable')();
			if (key === keyOf(2)) failing('refused', 'not_found')();
			return whole(key);
		});
		const before = await returnedBefore(3, NOW - 8 * DAY);
		for (const { tries } of Object.values(before.rows)) tries!.count = 20;
		const { items, state } = await poll(before, more, client);
		expect(items).toMatchObject([{ participant: { key: keyOf(3) }, isLast: true }]);
		const repeated = Object.keys(state.rows).filter((key) => state.rows[key].tries);
		expect(repeated).toEqual([keyOf(1)]);
	});

	it('keeps the day of the first return if there is no time', async () => {
		const before = await returnedBefore(1, Date.parse('2026-03-01T09:00:00Z'));
		const { items } = await poll(before, more, onePage(rows(1)).client);
		expect(items[0].note.text).toContain('Responded: 1 March 2026\n');
	});
});
