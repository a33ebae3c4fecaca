/**
 * The outcomes of the polls in this process: a line in n8n's log for each, and the latest ones for the health check.
 * They are kept in memory, because n8n only stores the state of polls that return items (classic poller), or stores it
 * where nodes can't read it (durable poller).
 */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { requestsOf } from '../api/http';
import { processMemory } from '../processMemory';
import type { TriggerRecord } from './triggerRecords';
import { recordKeyOf, recordOf, recordsWith } from './triggerRecords';

/** What one poll read, as counts such as `{ pages: 1, applications: 3 }`. */
export type Counts = Record<string, number>;

/** What is known about a trigger. Times are in ms since the epoch by this machine's clock. */
export interface PollRecord<Summary = unknown> extends TriggerRecord {
	/** When the last poll began. */
	startedAt: number;
	/** The number of polls. */
	polls: number;
	/** The latest times between two polls of one activation, latest last. */
	gapsMs: number[];
	/** The longest time between two polls by the node's 'Poll Times'; absent if they can't be read. */
	plannedGapMs?: number;
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

/** Enough for a plan that only polls by day, of which the nights are longer gaps. */
const MOST_GAPS = 1_000;

/** Contexts that have polled. n8n's classic poller uses one for all polls of an activation. */
const polledBefore = new WeakSet<IPollFunctions>();

/** The triggers of this process that poll with one of these credentials; without any given, all of the type. */
export function pollRecords<Summary>(
	type: string,
	credentialIds?: string[],
): PollRecord<Summary>[] {
	return recordsWith(records, type, credentialIds) as PollRecord<Summary>[];
}

/** Whether this process runs any trigger that polls. */
export function seesPolls(): boolean {
	return records.size > 0;
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
	const end = (ending: Ending) => {
		const requests = requestsOf(context) - before;
		keep(context, startedAt, requests, ending);
		log(context, Date.now() - startedAt, requests, ending);
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

type Ending = Partial<Polled> & { error?: unknown };

function keep(
	context: IPollFunctions,
	startedAt: number,
	requests: number,
	{ items = [], summary, error }: Ending,
): void {
	for (const [key, { startedAt: last }] of records) {
		if (startedAt - last > FORGOTTEN_AFTER_MS) records.delete(key);
	}
	const key = recordKeyOf(context);
	const last = records.get(key);
	// The time before an activation, in which nothing was published, is no gap.
	const isFirst = !polledBefore.has(context) && context.getActivationMode?.() !== 'update';
	polledBefore.add(context);
	const gapsMs = last && !isFirst ? [...last.gapsMs, startedAt - last.startedAt] : [];
	const plannedGapMs = plannedGapOf(context);
	records.set(key, {
		...recordOf(context),
		startedAt,
		polls: (last?.polls ?? 0) + 1,
		gapsMs: gapsMs.slice(-MOST_GAPS),
		...(plannedGapMs === undefined ? {} : { plannedGapMs }),
		succeededAt: error === undefined ? startedAt : last?.succeededAt,
		...(error === undefined ? {} : { error: messageOf(error) }),
		requests,
		returned: items.length,
		summary: error === undefined ? summary : last?.summary,
	});
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PLANNED_MS: Record<string, number> = {
	everyMinute: MINUTE_MS,
	everyHour: HOUR_MS,
	everyDay: 24 * HOUR_MS,
	everyWeek: 7 * 24 * HOUR_MS,
	everyMonth: 31 * 24 * HOUR_MS,
};

/** The interval of n8n's own field 'Poll Times', or undefined for a Cron expression. */
function plannedGapOf(context: IPollFunctions): number | undefined {
	const { item: items } = Object(context.getNode().parameters?.pollTimes) as {
		item?: Array<{ mode?: string; value?: number; unit?: string }>;
	};
	const planned = (Array.isArray(items) ? items : []).map(({ mode, value, unit }) =>
		mode === 'everyX'
			? Number(value) * (unit === 'minutes' ? MINUTE_MS : HOUR_MS)
			: (PLANNED_MS[mode ?? ''] ?? NaN),
	);
	const gapMs = Math.min(...planned);
	return Number.isFinite(gapMs) && gapMs > 0 ? gapMs : undefined;
}

/** A trigger may be late: n8n skips a poll while the last one runs, and backs off after a failure. */
const LATE_AFTER_GAPS = 3;
const LATE_AFTER_MS = 15 * 60_000;

/** The assumed interval while it isn't known yet: the longest that people usually choose. */
const LONGEST_GAP_MS = 25 * 60 * 60_000;

/** Whether a trigger polls no more, as far as is known: it was unpublished, or something is wrong. */
export function isLate({ gapsMs, plannedGapMs, startedAt }: PollRecord): boolean {
	// The first gap is between publishing and the first scheduled poll, and may be short.
	const seenMs = gapsMs.length > 1 ? Math.max(...gapsMs) : LONGEST_GAP_MS;
	const gapMs = plannedGapMs ?? seenMs;
	return Date.now() - startedAt > Math.max(LATE_AFTER_GAPS * gapMs, LATE_AFTER_MS);
}

/** Logs only counts and IDs: no names, addresses, or keys, and no messages that may contain them. */
function log(
	context: IPollFunctions,
	tookMs: number,
	requests: number,
	{ items = [], read = {}, error }: Ending,
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
