import { NodeApiError, NodeOperationError, type IDataObject } from 'n8n-workflow';
import { Ashby } from '../../../../nodes/Ashby/Ashby.node.ts';
import { lastFailureOf } from '../../../../nodes/shared/trigger/attemptRecords.ts';
import { ApiFailure, type FailureKind } from '../../../../nodes/shared/api/failure.ts';
import { forEachItem } from '../../../../nodes/shared/node/items.ts';
import { executeContext } from '../../../support/contexts.mts';

const failure = (kind: FailureKind) =>
	new ApiFailure({ kind, message: `It is ${kind}`, advice: 'What to do' });

interface Run {
	/** The outcome of each item: a failure, or success. */
	outcomes: Array<Error | undefined>;
	/** The items, empty ones by default. */
	jsons?: IDataObject[];
	finishesAll?: boolean;
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	/** What the vendor answers when asked. */
	asked?: Error;
}

/** Runs one item for each outcome; returns which were tried in which order, how often the vendor was asked, and the results. */
async function run({ outcomes, jsons, finishesAll = true, onError, asked }: Run) {
	const items = outcomes.map((_, index) => ({ json: jsons?.[index] ?? {} }));
	const context = executeContext(new Ashby(), { onError }, items);
	const tried: number[] = [];
	const execute = async (itemIndex: number) => {
		tried.push(itemIndex);
		const outcome = outcomes[itemIndex];
		if (outcome) throw outcome;
		return [{ done: itemIndex }];
	};
	const ask = jest.fn(async () => {
		if (asked) throw asked;
	});
	const how = { execute, finishesAll: () => finishesAll, ask };
	const [output, error] = await forEachItem(context, how).then(
		([rows]) => [rows, undefined] as const,
		(reason: NodeOperationError) => [undefined, reason] as const,
	);
	return { output, error, tried, asks: ask.mock.calls.length };
}

const WELL = undefined;
const since = '2026-03-02T09:00:00.000Z';
const times = <T,>(count: number, value: T) => Array.from({ length: count }, () => value);

test('no items return nothing', async () => {
	await expect(run({ outcomes: [] })).resolves.toMatchObject({ output: [], tried: [] });
});

test('an operation that only reads stops at the first failed item', async () => {
	const outcomes = [WELL, failure('refused'), WELL];
	const { error, tried } = await run({ outcomes, finishesAll: false });
	expect(tried).toEqual([0, 1]);
	expect(error).toBeInstanceOf(NodeApiError);
	expect(error).toMatchObject({ message: 'It is refused', context: { itemIndex: 1 } });
});

describe('an item that failed and continues', () => {
	const jsons = [{ candidate: { name: 'Ada' }, attempt: { entryId: 'entry' }, id: 1 }, {}, {}];
	const outcomes = [failure('refused'), new Error('Odd'), WELL];

	test('to the regular output names the person and the attempt for the next step', async () => {
		const { output } = await run({ outcomes, jsons, onError: 'continueRegularOutput' });
		const attempt = { entryId: 'entry' };
		const refused = { error: 'It is refused', advice: 'What to do', name: 'Ada', attempt };
		expect(output).toEqual([
			{ json: refused, pairedItem: { item: 0 } },
			{ json: { error: 'Odd' }, pairedItem: { item: 1 } },
			{ json: { done: 2 }, pairedItem: { item: 2 } },
		]);
	});

	test('to the error output only has the message, by which older versions of n8n recognize it', async () => {
		const { output } = await run({ outcomes, jsons, onError: 'continueErrorOutput' });
		expect(output?.[0].json).toEqual({ error: 'It is refused' });
	});
});

describe('failures in a row', () => {
	const [down, key] = [failure('unavailable'), failure('credential')];

	test.each([
		['due to the vendor being down, the others aren’t tried', down, down, 3],
		['due to a refused key, the others aren’t tried', key, key, 1],
		['due to a throttled key, the others aren’t tried', failure('rateLimited'), key, 1],
		['due to one item that may not be changed, the others are processed', key, WELL, 8],
	])('that are %s', async (_what, first, asked, most) => {
		const outcomes = [first, first, first, WELL, WELL, WELL, WELL, WELL];
		const { tried, error } = await run({ outcomes, asked });
		expect(tried).toHaveLength(most);
		const untried = most < 8 ? `Not tried: ${8 - most > 5 ? 'Item' : 'Item 3'}` : 'succeeded';
		expect(error?.description).toContain(untried);
	});

	test('that the vendor explains, or that happen without asking it, aren’t counted', async () => {
		const outcomes = [...times(25, failure('refused')), ...times(25, new Error('Odd')), WELL];
		const { tried, asks } = await run({ outcomes });
		expect([tried.length, asks]).toEqual([51, 0]);
	});

	test('end the run after twenty, although the vendor is up, which is asked after every third', async () => {
		const { tried, asks } = await run({ outcomes: times(30, down) });
		expect([tried.length, asks]).toEqual([20, 6]);
	});

	test('end the run after five minutes', async () => {
		let now = 0;
		const clock = jest.spyOn(Date, 'now').mockImplementation(() => (now += 3 * 60_000));
		const { tried } = await run({ outcomes: times(5, down) });
		clock.mockRestore();
		expect(tried).toEqual([0, 1]);
	});

	test('are not in a row if others succeed in between', async () => {
		const { tried, asks } = await run({ outcomes: times(6, [down, WELL]).flat() });
		expect([tried.length, asks]).toEqual([12, 0]);
	});

	test('with continuing items, those that weren’t tried say so', async () => {
		const outcomes = [down, down, down, WELL];
		const { output } = await run({ outcomes, asked: down, onError: 'continueErrorOutput' });
		expect(output?.[3].json).toEqual({ error: 'Not tried: It is unavailable' });
	});
});

test('who failed goes behind who wasn’t tried, and the output keeps its order', async () => {
	const attempt = (number: number) => ({ attempt: { entryId: 'entry', number, since } });
	const jsons = [...times(23, attempt(2)), attempt(1)];
	const { tried, output } = await run({ outcomes: times(24, WELL), jsons });
	expect(tried.slice(0, 3)).toEqual([23, 14, 15]);
	expect(tried.slice(-2)).toEqual([12, 13]);
	expect(output?.map((each) => each.pairedItem)).toEqual(times(24, 0).map((_, item) => ({ item })));
});

test('nobody starves behind those who fail each time, although each takes so long that a run ends early', async () => {
	let now = 0;
	const clock = jest.spyOn(Date, 'now').mockImplementation(() => (now += 27_000));
	let left = [...times(14, failure('unavailable')), ...times(26, WELL)];
	for (let number = 1; number <= 8; number++) {
		const jsons = left.map(() => ({ attempt: { entryId: 'entry', number, since } }));
		const { tried } = await run({ outcomes: left, jsons });
		left = left.filter((outcome, index) => outcome || !tried.includes(index));
	}
	clock.mockRestore();
	expect(left).toHaveLength(14);
});

test('why an attempt failed is kept for the health check', async () => {
	const jsons = [{ attempt: { entryId: 'entry-1', since } }];
	const { error } = await run({ outcomes: [failure('unavailable')], jsons });
	expect(lastFailureOf('entry-1')).toBe(error?.message);
	expect(lastFailureOf('entry-2')).toBeUndefined();
});
