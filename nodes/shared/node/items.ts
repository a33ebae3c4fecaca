/** Runs an operation for each item of a node. Contains nothing specific to a vendor. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { readAttempt } from '../trigger/attempt';
import { attemptFailed } from '../trigger/attemptRecords';
import { ApiFailure, toNodeError } from '../api/failure';
import type { Stop } from './giveUp';
import { Failures } from './giveUp';
import type { FailedItem } from './summary';
import { personIn, summaryOf } from './summary';

/** How to run the items. */
export interface HowToRun {
	execute: (itemIndex: number) => Promise<IDataObject[]>;
	/** Whether to process the other items after one fails. */
	finishesAll: (itemIndex: number) => boolean;
	/** Sends one cheap request, and throws if the vendor is down or doesn't accept the key. */
	ask: () => Promise<unknown>;
}

/**
 * Runs an operation for each item of the node and links the results to the item. A run that meets failures asks the
 * vendor before it gives up on the rest (`giveUp.ts`). What wasn't tried comes first when a trigger returns it again.
 *
 * @throws NodeApiError or NodeOperationError of the first item that fails, unless the node continues on error:
 *   immediately, or with `finishesAll` after the last item, naming those that failed
 */
export async function forEachItem(
	context: IExecuteFunctions,
	{ execute, finishesAll, ask }: HowToRun,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const results: INodeExecutionData[][] = items.map(() => []);
	const failed: FailedItem[] = [];
	const failures = new Failures(ask);
	let stop: Stop | undefined;
	for (const itemIndex of orderOf(items)) {
		const wasTried = stop === undefined;
		try {
			if (stop) throw notTried(stop);
			const rows = await execute(itemIndex);
			failures.succeeded();
			results[itemIndex] = rows.map((json) => ({ json, pairedItem: { item: itemIndex } }));
		} catch (failure) {
			const error = toNodeError(context.getNode(), failure, itemIndex);
			attemptFailed(items[itemIndex].json, error.message);
			if (!context.continueOnFail() && !finishesAll(itemIndex)) throw error;
			if (!stop && mayBeVendors(failure)) stop = await failures.failed(failure);
			failed.push({ itemIndex, failure, wasTried });
			const json = {
				error: error.message,
				...whoFailed(context, items[itemIndex], error.description),
			};
			// A later step that reports the item still knows that a person has to act.
			const kept = error.context.needsAttention === true ? { error } : {};
			results[itemIndex] = [{ json, ...kept, pairedItem: { item: itemIndex } }];
		}
	}
	if (failed.length > 0 && !context.continueOnFail()) {
		failed.sort((one, other) => one.itemIndex - other.itemIndex);
		throw summaryOf(context, failed);
	}
	return [results.flat()];
}

/**
 * What the next step needs to report the person. Not for an error output: older versions of n8n recognize items for it
 * by having only the message, and n8n adds the rest of the item.
 */
function whoFailed(
	context: IExecuteFunctions,
	{ json }: INodeExecutionData,
	advice: string | null | undefined,
): IDataObject {
	if (context.getNode().onError !== 'continueRegularOutput') return {};
	const name = personIn(json);
	return {
		...(advice && { advice }),
		...(name && { name }),
		...(json.attempt ? { attempt: json.attempt } : {}),
	};
}

/** What the vendor says about the item itself, and what fails without asking, says nothing about the other items. */
function mayBeVendors(failure: unknown): boolean {
	return failure instanceof ApiFailure && failure.kind !== 'refused';
}

/**
 * How far a later attempt moves on, as a share of the items: the golden ratio spreads the beginnings evenly, however many
 * items there are and however few a run gets through.
 */
const STEP = (Math.sqrt(5) - 1) / 2;

/**
 * The order in which to try the items: those that were returned least often first. Those of a later attempt begin with
 * others than before, because the first ones may be the problem.
 */
function orderOf(items: INodeExecutionData[]): number[] {
	const byNumber = new Map<number, number[]>();
	items.forEach(({ json }, itemIndex) => {
		const number = readAttempt(json.attempt)?.number ?? 1;
		byNumber.set(number, [...(byNumber.get(number) ?? []), itemIndex]);
	});
	return [...byNumber]
		.sort(([one], [other]) => one - other)
		.flatMap(([number, group]) => {
			const start = Math.floor((((number - 1) * STEP) % 1) * group.length);
			return [...group.slice(start), ...group.slice(0, start)];
		});
}

function notTried({ because, failure }: Stop): Error {
	const said = failure instanceof Error ? failure.message : String(failure);
	const message =
		because === 'vendor'
			? `Not tried: ${said}`
			: `Not tried, because too many others failed: ${said}`;
	return failure instanceof ApiFailure ? failure.with({ message }) : new Error(message);
}

/** Whether an AI agent calls the node. n8n adds this suffix to the type of tool nodes. */
export function isAgentTool(context: Pick<IExecuteFunctions, 'getNode'>): boolean {
	return context.getNode().type.endsWith('Tool');
}
