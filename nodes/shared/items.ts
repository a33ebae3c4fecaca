/** Runs an operation for each item of a node. Contains nothing specific to a vendor. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { attemptFailed } from './attemptRecords';
import type { FailureKind } from './failure';
import { ApiFailure, toNodeError } from './failure';

/** After this many items in a row failed because of an outage, the rest are skipped. */
const MOST_OUTAGES = 3;

/** The maximum number of failed items that an error lists. */
const MOST_NAMED = 10;

/**
 * Runs an operation for each item of the node and links the results to the item.
 *
 * While a vendor is down, all items after the third failure in a row are skipped, so that 500 items don't wait 500
 * times. A refused key has the same effect after the first item.
 *
 * @param finishesAll whether to process the other items after one fails
 * @throws NodeApiError or NodeOperationError of the first item that fails, unless the node continues on error:
 *   immediately, or with `finishesAll` after the last item, listing the failed items
 */
export async function forEachItem(
	context: IExecuteFunctions,
	execute: (itemIndex: number) => Promise<IDataObject[]>,
	finishesAll: (itemIndex: number) => boolean,
): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	const failed: Array<{ itemIndex: number; error: Error }> = [];
	const items = context.getInputData().length;
	let outages = 0;
	let outage: ApiFailure | undefined;
	for (let itemIndex = 0; itemIndex < items; itemIndex++) {
		try {
			if (outage !== undefined) throw notTried(outage);
			const results = await execute(itemIndex);
			outages = 0;
			output.push(...results.map((json) => ({ json, pairedItem: { item: itemIndex } })));
		} catch (error) {
			outages = isOutage(error) ? outages + 1 : 0;
			if (isOutage(error) && (isRefusedKey(error) || outages >= MOST_OUTAGES)) outage ??= error;
			const shown = toNodeError(context.getNode(), error, itemIndex);
			attemptFailed(context.getInputData()[itemIndex]?.json, shown.message);
			if (context.continueOnFail()) {
				// Only the message, because older versions of n8n only send such items to the error output.
				output.push({ json: { error: shown.message }, pairedItem: { item: itemIndex } });
			} else if (finishesAll(itemIndex)) {
				failed.push({ itemIndex, error: shown });
			} else {
				throw shown;
			}
		}
	}
	if (failed.length > 0) throw summaryOf(context, failed, items);
	return [output];
}

const REFUSED_KEY: FailureKind[] = ['credential', 'permission'];
const OUTAGE: FailureKind[] = [...REFUSED_KEY, 'unavailable', 'rateLimited'];

function isRefusedKey({ kind }: ApiFailure): boolean {
	return REFUSED_KEY.includes(kind);
}

function isOutage(error: unknown): error is ApiFailure {
	return error instanceof ApiFailure && OUTAGE.includes(error.kind);
}

function notTried({ kind, message, advice }: ApiFailure): ApiFailure {
	return new ApiFailure({
		kind,
		message: `Skipped because the previous items failed: ${message}`,
		advice,
	});
}

function summaryOf(
	context: IExecuteFunctions,
	failed: Array<{ itemIndex: number; error: Error }>,
	items: number,
): Error {
	if (items === 1) return failed[0].error;
	const lines = failed
		.slice(0, MOST_NAMED)
		.map(({ itemIndex, error }) => `Item ${itemIndex}: ${error.message}`);
	if (failed.length > MOST_NAMED) lines.push(`And ${failed.length - MOST_NAMED} more`);
	if (failed.length < items) lines.unshift('The other items succeeded.');
	return new NodeOperationError(
		context.getNode(),
		`${failed.length} of ${items} items failed: ${failed[0].error.message}`,
		{
			description: lines.join('\n'),
			itemIndex: failed[0].itemIndex,
		},
	);
}

/** Whether an AI agent calls the node. n8n adds this suffix to the type of tool nodes. */
export function isAgentTool(context: Pick<IExecuteFunctions, 'getNode'>): boolean {
	return context.getNode().type.endsWith('Tool');
}
