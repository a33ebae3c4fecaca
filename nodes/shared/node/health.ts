/** The parts of a health check that both vendors share. Contains nothing specific to a vendor. */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { DateTime } from 'luxon';
import type { ApiFailure } from '../api/failure';
import type { PollRecord } from '../trigger/pollRecords';
import { isLate, messageOf, seesPolls } from '../trigger/pollRecords';
import type { TriggerRecord } from '../trigger/triggerRecords';
import type { WebhookRecord } from '../trigger/webhookRecords';
import { seesWebhooks } from '../trigger/webhookRecords';

/** If clocks differ by more than this, deadlines and signatures may fail. */
const CLOCK_MARGIN_MS = 5 * 60_000;

export const includeTriggersProperty: INodeProperties = {
	displayName: 'Include Triggers',
	name: 'includeTriggers',
	type: 'boolean',
	default: true,
	description:
		"Whether to also check the triggers that use this credential in any workflow. In queue mode, turn this off in scheduled workflows, since only n8n's main process knows about triggers.",
};

/** Sentences for people, with problems first. */
export class Findings {
	private readonly problems: string[] = [];
	private readonly others: string[] = [];

	problem(sentence: string): void {
		this.problems.push(sentence);
	}

	fine(sentence: string): void {
		this.others.push(sentence);
	}

	failure({ message, advice }: ApiFailure): void {
		// The vendor's message may end with a period.
		this.problem(`${message.replace(/\.+$/, '')}. ${advice}`);
	}

	/** How many of the sentences need attention, in one sentence. */
	get summary(): string {
		const [problems, all] = [this.problems.length, this.problems.length + this.others.length];
		if (problems === 0) return 'Nothing needs attention';
		return `${problems} of ${all} need${problems === 1 ? 's' : ''} attention`;
	}

	/** The item of a health check. Its summary is also shown as a hint on the node. */
	item(context: IExecuteFunctions, more: IDataObject): IDataObject {
		const isFine = this.problems.length === 0;
		const message = isFine ? this.summary : `${this.summary}: ${this.problems[0]}`;
		context.addExecutionHints?.({ message, location: 'outputPane' });
		return {
			summary: this.summary,
			status: isFine ? 'ok' : 'attention',
			findings: [...this.problems, ...this.others],
			checkedAt: iso(Date.now()),
			...more,
		};
	}
}

/** @param aheadMs how far the vendor's clock is ahead of this machine's */
export function checkClock(findings: Findings, vendor: string, aheadMs: number): void {
	if (Math.abs(aheadMs) < CLOCK_MARGIN_MS) return;
	const minutes = Math.round(Math.abs(aheadMs) / 60_000);
	const side = aheadMs > 0 ? 'behind' : 'ahead of';
	findings.problem(
		`n8n's clock is ${minutes} minutes ${side} ${vendor}'s. Correct the clock of the machine that runs n8n`,
	);
}

/** Reports whether each trigger polls, to distinguish quiet triggers from broken ones. */
export function checkPolls(findings: Findings, triggerName: string, records: PollRecord[]): void {
	if (records.length === 0) checkUnseen(findings, triggerName);
	for (const record of records) {
		const { startedAt, error, returned } = record;
		const name = nameOf(record);
		const ago = agoOf(startedAt);
		if (error !== undefined) {
			findings.problem(`${name} failed at its last poll ${ago}: ${error}`);
		} else if (isLate(record)) {
			findings.problem(
				`${name} last polled ${ago}, although it is set to poll more often. If its workflow is unpublished, publish it. Otherwise, restart n8n`,
			);
		} else {
			const found = returned === 0 ? 'found nothing new' : `returned ${counted(returned, 'item')}`;
			findings.fine(`${name} is working: it polled ${ago} and ${found}`);
		}
	}
}

/**
 * Reports that no trigger is seen. Where another one is, this process runs triggers, so the missing one isn't published.
 * Otherwise, nothing can be said about it, which is never fine.
 *
 * @param isNeeded whether every workflow with this vendor has such a trigger
 */
export function checkUnseen(findings: Findings, triggerName: string, isNeeded = true): void {
	if (!seesPolls() && !seesWebhooks()) {
		findings.problem(
			`The ${triggerName} can't be seen from this process, which hasn't run any trigger. If its workflow is published, this check ran on a worker: in queue mode, and always from n8n 3 on, triggers run in n8n's main process. Look at the workflow's executions, and with N8N_LOG_LEVEL=debug in the log of the main process for 'Poll of'`,
		);
		return;
	}
	const none = `No ${triggerName} that uses this credential has polled since n8n started. Publish its workflow, then check again after the first poll`;
	if (isNeeded) findings.problem(none);
	else findings.fine(none);
}

/** What the vendor says about a webhook; a sentence if it can't be asked. */
export type VendorsView = 'healthy' | 'missing' | 'disabled' | { unknown: string };

/**
 * Reports since when each trigger has been waiting for a webhook, when the last delivery came, and what the vendor says.
 */
export async function checkWebhooks(
	findings: Findings,
	vendor: string,
	records: WebhookRecord[],
	ask: (record: WebhookRecord) => Promise<VendorsView>,
): Promise<void> {
	for (const record of records) {
		const { since, error, deliveredAt, refusedAt, leftBehind } = record;
		const name = nameOf(record);
		const view = await ask(record).catch((failure: unknown) => ({ unknown: messageOf(failure) }));
		if (leftBehind !== undefined) {
			findings.problem(
				`${name} has a second webhook in ${vendor}, which n8n can't remove. Delete the one with this address there, then publish the workflow again: ${leftBehind}`,
			);
		}
		if (typeof view === 'object') {
			findings.fine(`${name}: its webhook was not checked in ${vendor}: ${view.unknown}`);
		}
		if (view === 'missing') {
			findings.problem(
				`${name}: its webhook doesn't exist in ${vendor}. Publish its workflow again`,
			);
		} else if (view === 'disabled') {
			findings.problem(
				`${name}: ${vendor} has disabled its webhook, usually because it couldn't reach your n8n. Check that n8n can be reached from the internet, then publish the workflow again`,
			);
		} else if (refusedAt !== undefined && refusedAt > (deliveredAt ?? 0)) {
			findings.problem(
				`${name} refused the last delivery ${agoOf(refusedAt)}, because it wasn't authenticated with this credential's API key. Publish its workflow again`,
			);
		} else if (deliveredAt !== undefined) {
			findings.fine(`${name} is working: the last delivery came ${agoOf(deliveredAt)}`);
		} else if (error !== undefined) {
			findings.problem(
				`${name} has had no delivery yet, and its webhook could not be checked when n8n started: ${error}. Publish its workflow again`,
			);
		} else {
			findings.fine(
				`${name} is waiting for its first delivery: it was published, or n8n was started, ${agoOf(since)}`,
			);
		}
	}
}

/** The last poll of a trigger, for the item. */
export function pollOf(record: PollRecord): IDataObject {
	const { startedAt, succeededAt, error, requests, returned } = record;
	return {
		...triggerOf(record),
		lastPollAt: iso(startedAt),
		lastGoodPollAt: succeededAt === undefined ? null : iso(succeededAt),
		error: error ?? null,
		requests,
		returned,
	};
}

/** A trigger that waits for a webhook, for the item. */
export function webhookOf(record: WebhookRecord): IDataObject {
	const { since, deliveredAt, deliveries, error } = record;
	return {
		...triggerOf(record),
		since: iso(since),
		lastDeliveryAt: deliveredAt === undefined ? null : iso(deliveredAt),
		deliveries,
		error: error ?? null,
	};
}

function triggerOf({ workflow, node }: TriggerRecord): IDataObject {
	return { workflow, node: { id: node.id, name: node.name } };
}

/** The name of a trigger in sentences. */
export function nameOf({ node, workflow }: TriggerRecord): string {
	return `'${node.name}' in the workflow '${workflow.name}'`;
}

export function counted(count: number, what: string): string {
	return `${count} ${what}${count === 1 ? '' : 's'}`;
}

export function agoOf(time: number): string {
	// For the current time, luxon returns "in 0 seconds".
	const past = Math.min(time, Date.now() - 1_000);
	return DateTime.fromMillis(past).toRelative({ locale: 'en' }) ?? 'earlier';
}

function iso(time: number): string {
	return new Date(time).toISOString();
}
