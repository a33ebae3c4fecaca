import type { Client } from '../../../../nodes/Willo/responseTrigger/asking.ts';
import { poll } from '../../../../nodes/Willo/responseTrigger/poll.ts';
import type { Repeat } from '../../../../nodes/Willo/responseTrigger/repeats.ts';
import type { State } from '../../../../nodes/Willo/responseTrigger/state.ts';
import { ApiFailure } from '../../../../nodes/shared/failure.ts';
import { NOW, begun, keyOf, numbers, received, settings, willo } from './onePage.mts';

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
		const done = Object.fromEntries(keys.map((key) => [key, 'returned' as const]));
		return { ...state, done, repeats: numbers(count).map((n) => repeat(n, more)) };
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
