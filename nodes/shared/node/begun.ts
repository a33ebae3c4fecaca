/**
 * What a node has begun to send or write, so that it looks before it does so again. It is recorded before the request,
 * whose answer may get lost. docs/decisions/n8n-deduplication.md explains both places.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { inTurn } from '../inTurn';

/**
 * Records in the data of the execution that the node begins something. n8n keeps this data for *Retry On Fail* and
 * *Retry*, in workers, too.
 *
 * @param what identifies it
 * @returns when this execution began it before, in ms since the epoch by n8n's clock, undefined if it didn't
 */
export function beginInExecution(
	context: Pick<IExecuteFunctions, 'getContext'>,
	what: unknown[],
): number | undefined {
	const begun = context.getContext('node') as Record<string, number>;
	const key = JSON.stringify(what);
	const before = begun[key];
	begun[key] ??= Date.now();
	return before;
}

/** Whether this execution has begun something before, or is a retry, whose data n8n may have lost. Records it. */
export function isBegunAgain(
	context: Pick<IExecuteFunctions, 'getContext' | 'getMode'>,
	what: unknown[],
): boolean {
	return beginInExecution(context, what) !== undefined || context.getMode() === 'retry';
}

/** The oldest records are dropped beyond this number, about 27 bytes each. An entry is returned for a week at most. */
const MOST_RECORDS = 3_000;

/**
 * Records in n8n's database that the node begins something. All executions see it, in workers and other processes, too.
 *
 * @returns whether any execution began it before; false if the database can't tell
 */
export async function beginInWorkflow(
	{ helpers }: Pick<IExecuteFunctions, 'helpers'>,
	what: unknown[],
): Promise<boolean> {
	// n8n reads all records and writes them back without a lock.
	return await inTurn('begun', async () => {
		const options = { mode: 'entries', maxEntries: MOST_RECORDS } as const;
		const recorded = await helpers.checkProcessedAndRecord([JSON.stringify(what)], 'node', options);
		return recorded.processed.length > 0;
	}).catch(() => false);
}
