import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { Ashby } from '../../../nodes/Ashby/Ashby.node.ts';
import type { FailureKind } from '../../../nodes/shared/failure.ts';
import { lastFailureOf } from '../../../nodes/shared/attemptRecords.ts';
import { ApiFailure } from '../../../nodes/shared/failure.ts';
import { forEachItem } from '../../../nodes/shared/items.ts';
import { executeContext } from '../../support/contexts.mts';

const failure = (kind: FailureKind) =>
	new ApiFailure({ kind, message: `It is ${kind}`, advice: 'What to do' });

const untried = (kind: FailureKind) => `Skipped because the previous items failed: It is ${kind}`;

interface Run {
	/** The outcome of each item: a failure, or success. */
	outcomes: Array<Error | undefined>;
	finishesAll?: boolean;
	continueOnFail?: boolean;
}

/** Runs one item for each outcome; returns which were tried, and the results. */
async function run({ outcomes, finishesAll = true, continueOnFail }: Run) {
	const items = outcomes.map(() => ({ json: {} }));
	const context = executeContext(new Ashby(), { continueOnFail }, items);
	const tried: number[] = [];
	const execute = async (itemIndex: number) => {
		tried.push(itemIndex);
		const outcome = outcomes[itemIndex];
		if (outcome) throw outcome;
		return [{ done: itemIndex }, { more: itemIndex }];
	};
	const running = forEachItem(context, execute, () => finishesAll);
	const [output, error] = await running.then(
		([rows]) => [rows, undefined] as const,
		(reason: NodeOperationError) => [undefined, reason] as const,
	);
	return { output, error, tried };
}

const WELL = undefined;

test('output items are linked to their input item', async () => {
	const { output } = await run({ outcomes: [WELL, WELL] });
	expect(output).toEqual([
		{ json: { done: 0 }, pairedItem: { item: 0 } },
		{ json: { more: 0 }, pairedItem: { item: 0 } },
		{ json: { done: 1 }, pairedItem: { item: 1 } },
		{ json: { more: 1 }, pairedItem: { item: 1 } },
	]);
});

test('no items return nothing', async () => {
	await expect(run({ outcomes: [] })).resolves.toEqual({ output: [], error: WELL, tried: [] });
});

test('an operation that only reads stops at the first failed item', async () => {
	const outcomes = [WELL, failure('refused'), WELL];
	const { error, tried } = await run({ outcomes, finishesAll: false });
	expect(tried).toEqual([0, 1]);
	expect(error).toBeInstanceOf(NodeApiError);
	expect(error).toMatchObject({ message: 'It is refused', context: { itemIndex: 1 } });
});

test('with Continue On Fail, a failed item only contains the message', async () => {
	const outcomes = [failure('refused'), new Error('Odd'), WELL];
	const { output, error } = await run({ outcomes, continueOnFail: true });
	expect(error).toBeUndefined();
	expect(output?.slice(0, 2)).toEqual([
		{ json: { error: 'It is refused' }, pairedItem: { item: 0 } },
		{ json: { error: 'Odd' }, pairedItem: { item: 1 } },
	]);
	expect(output).toHaveLength(4);
});

describe('an operation that finishes all its items', () => {
	test('then fails and names the failed items', async () => {
		const outcomes = [WELL, failure('refused'), WELL, new Error('Odd')];
		const { error, tried } = await run({ outcomes });
		expect(tried).toEqual([0, 1, 2, 3]);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error?.message).toBe('2 of 4 items failed: It is refused');
		expect(error?.description).toBe(
			'The other items succeeded.\nItem 1: It is refused\nItem 3: Odd',
		);
		expect(error?.context.itemIndex).toBe(1);
	});

	test('names ten of them, and how many more there are', async () => {
		const outcomes = Array.from({ length: 13 }, (_, number) => new Error(`Odd ${number}`));
		const { error } = await run({ outcomes });
		expect(error?.message).toBe('13 of 13 items failed: Odd 0');
		expect(error?.description).toContain('Item 9: Odd 9\nAnd 3 more');
		expect(error?.description).not.toContain('Odd 10');
	});

	test('shows the failure of a single item unchanged', async () => {
		const { error } = await run({ outcomes: [failure('refused')] });
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({ message: 'It is refused', description: 'What to do' });
	});
});

describe('while a vendor is down', () => {
	test.each(['unavailable', 'rateLimited'] as const)(
		'%s: items after the third failure in a row aren’t tried',
		async (kind) => {
			const outcomes = [WELL, failure(kind), failure(kind), failure(kind), WELL, WELL];
			const { error, tried } = await run({ outcomes });
			expect(tried).toEqual([0, 1, 2, 3]);
			expect(error?.message).toBe(`5 of 6 items failed: It is ${kind}`);
			expect(error?.description).toContain(`Item 3: It is ${kind}\nItem 4: ${untried(kind)}`);
		},
	);

	test('counts failures of both kinds together', async () => {
		const outcomes = [failure('unavailable'), failure('rateLimited'), failure('unavailable'), WELL];
		expect((await run({ outcomes })).tried).toEqual([0, 1, 2]);
	});

	test.each([
		['goes well', WELL],
		['fails by itself', failure('refused')],
		['fails without asking', new Error('Odd')],
	])('starts counting again after an item that %s', async (_how, between) => {
		const down = failure('unavailable');
		const outcomes = [down, down, between, down, down, between, WELL];
		expect((await run({ outcomes })).tried).toEqual([0, 1, 2, 3, 4, 5, 6]);
	});

	test('with Continue On Fail, gives the items that weren’t tried the message, too', async () => {
		const down = failure('unavailable');
		const outcomes = [down, down, down, WELL, WELL];
		const { output, tried } = await run({ outcomes, continueOnFail: true });
		expect(tried).toEqual([0, 1, 2]);
		expect(output).toEqual(
			outcomes.map((_, item) => ({
				json: { error: item < 3 ? 'It is unavailable' : untried('unavailable') },
				pairedItem: { item },
			})),
		);
	});
});

test.each(['credential', 'permission'] as const)(
	'a refused key (%s) stops the rest immediately',
	async (kind) => {
		const { error, tried } = await run({ outcomes: [WELL, failure(kind), WELL, WELL] });
		expect(tried).toEqual([0, 1]);
		expect(error?.message).toBe(`3 of 4 items failed: It is ${kind}`);
	},
);

test.each(['refused', 'unexpectedAnswer'] as const)(
	'doesn’t stop after failures that are %s',
	async (kind) => {
		const outcomes = Array.from({ length: 5 }, () => failure(kind));
		expect((await run({ outcomes })).tried).toHaveLength(5);
	},
);

test('why an attempt failed is kept for the health check', async () => {
	const since = '2026-03-02T09:00:00.000Z';
	const attempt = { entryId: 'entry-1', number: 1, isRepeat: false, since, until: null };
	const context = executeContext(new Ashby(), {}, [{ json: { attempt } }]);
	const failing = forEachItem(
		context,
		async () => await Promise.reject(failure('unavailable')),
		() => false,
	);
	await expect(failing).rejects.toThrow('It is unavailable');
	expect(lastFailureOf('entry-1')).toBe('It is unavailable');
	expect(lastFailureOf('entry-2')).toBeUndefined();
});
