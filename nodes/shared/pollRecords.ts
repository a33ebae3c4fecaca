/**
 * The outcomes of the polls in this process: a line in n8n's log for each, and the latest ones for the health check.
 * They are kept in memory, because n8n only stores the state of polls that return items (classic poller), or stores it
 * where nodes can't read it (durable poller).
 */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { requestsOf } from './http';
import { processMemory } from './processMemory';
import type { TriggerRecord } from './triggerRecords';
import { keyOf, recordOf, recordsWith } from './triggerRecords';

/** What one poll read, as counts such as `{ pages: 1, applications: 3 }`. */
export type Counts = Record<string, number>;

/** What is known about a trigger. Times are in ms since the epoch by this machine's clock. */
export interface PollRecord<Summary = unknown> extends TriggerRecord {
	/** When the last poll began. */
	startedAt: number;
	/** The number of polls. */
	polls: number;
	/** The longest time between two polls, 0 after the first. */
	longestGapMs: number;
	/** When the last successful poll began. */
	succeededAt?: number;
	/** Why the last poll failed, if it did. */
	error?: string;
	requests: number;
	/** Items that the last poll returned. */
	returned: number;
	/** The vendor's summary of the state after the last successful poll. */
	summary?: Summary;
}

/** The outcome of a poll. */
export interface Polled<Summary = unknown> {
	items: INodeExecutionData[];
	read: Counts;
	summary: Summary;
}

const records = processMemory(new Map<string, PollRecord>());

/** A trigger that hasn't polled for this long is assumed to be gone. */
const FORGOTTEN_AFTER_MS = 7 * 24 * 60 * 60_000;

/** The triggers of this process that poll with one of these credentials. */
export function pollRecords<Summary>(type: string, credentialIds: string[]): PollRecord<Summary>[] {
	return recordsWith(records, type, credentialIds) as PollRecord<Summary>[];
}

/**
 * Runs a poll and records its outcome.
 *
 * @throws whatever the poll throws
 */
export async function recorded(
	context: IPollFunctions,
	poll: () => Promise<Polled>,
): Promise<Polled> {
	const startedAt = Date.now();
	const before = requestsOf(context);
	const end = (outcome: Outcome) => {
		const requests = requestsOf(context) - before;
		keep(context, startedAt, requests, outcome);
		log(context, Date.now() - startedAt, requests, outcome);
	};
	return await poll().then(
		(polled) => {
			end(polled);
			return polled;
		},
		(error: unknown) => {
			end({ error: error ?? new Error('Unknown error') });
			return Promise.reject(error);
		},
	);
}

type Outcome = Partial<Polled> & { error?: unknown };

function keep(
	context: IPollFunctions,
	startedAt: number,
	requests: number,
	{ items = [], summary, error }: Outcome,
): void {
	for (const [key, { startedAt: last }] of records) {
		if (startedAt - last > FORGOTTEN_AFTER_MS) records.delete(key);
	}
	const key = keyOf(context);
	const last = records.get(key);
	records.set(key, {
		...recordOf(context),
		startedAt,
		polls: (last?.polls ?? 0) + 1,
		longestGapMs: last ? Math.max(last.longestGapMs, startedAt - last.startedAt) : 0,
		succeededAt: error === undefined ? startedAt : last?.succeededAt,
		...(error === undefined ? {} : { error: messageOf(error) }),
		requests,
		returned: items.length,
		summary: error === undefined ? summary : last?.summary,
	});
}

/** Logs only counts and IDs: no names, addresses, or keys, and no messages that may contain them. */
function log(
	context: IPollFunctions,
	tookMs: number,
	requests: number,
	{ items = [], read = {}, error }: Outcome,
): void {
	const counts = Object.entries(read).map(([what, count]) => `${what} ${count}`);
	const outcome = error === undefined ? `returned ${items.length}` : `failed (${kindOf(error)})`;
	const type = context.getNode().type.replace(/^.*\./, '');
	const meta: IDataObject = {
		workflowId: context.getWorkflow().id,
		nodeId: context.getNode().id,
	};
	try {
		context.logger.debug(
			`Poll of ${type}: ${[...counts, outcome, `requests ${requests}`, `${tookMs} ms`].join(', ')}`,
			meta,
		);
	} catch {
		// A failure to log must not fail the poll.
	}
}

function kindOf(error: unknown): string {
	const { kind, name } = Object(error) as { kind?: unknown; name?: unknown };
	return typeof kind === 'string' ? kind : typeof name === 'string' ? name : 'unknown';
}

/** The message of any error. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
