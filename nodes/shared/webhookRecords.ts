/**
 * What this process knows about the published triggers that wait for a webhook, for the health check. Kept in
 * memory, like the records of polls, because a node can't read what n8n stores for another one.
 */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { credentialIdsOf } from './pollRecords';

type Context = IHookFunctions | IWebhookFunctions;

/** Times are in ms since the epoch by this machine's clock. */
export interface WebhookRecord {
	workflow: { id: string; name: string };
	node: { id: string; name: string; type: string };
	credentialIds: string[];
	/** Since when the trigger has waited for deliveries: since it was published, or since n8n started. */
	since: number;
	/** Why the webhook couldn't be checked when n8n started; absent if it was. */
	error?: string;
	/** Deliveries since then, including those that ran nothing. */
	deliveries: number;
	deliveredAt?: number;
}

const records = new Map<string, WebhookRecord>();

/** The triggers of this process that wait for a webhook with one of these credentials. */
export function webhookRecords(type: string, credentialIds: string[]): WebhookRecord[] {
	return [...records.values()].filter(
		({ node, credentialIds: own }) =>
			node.type.endsWith(`.${type}`) && own.some((id) => credentialIds.includes(id)),
	);
}

/** @param error why the webhook couldn't be checked */
export function webhookWaits(context: IHookFunctions, error?: string): void {
	if (isTest(context)) return;
	const { id, name, type } = context.getNode();
	const { id: workflowId, name: workflowName } = context.getWorkflow();
	records.set(keyOf(context), {
		workflow: { id: workflowId ?? '', name: workflowName ?? '' },
		node: { id, name, type },
		credentialIds: credentialIdsOf(context),
		since: Date.now(),
		...(error === undefined ? {} : { error }),
		deliveries: 0,
	});
}

export function webhookRemoved(context: IHookFunctions): void {
	if (!isTest(context)) records.delete(keyOf(context));
}

/** Call this for an authenticated delivery. In queue mode, another process may have received it. */
export function webhookDelivered(context: IWebhookFunctions): void {
	const record = isTest(context) ? undefined : records.get(keyOf(context));
	if (!record) return;
	record.deliveries += 1;
	record.deliveredAt = Date.now();
}

/** The editor's test uses a separate webhook. */
function isTest(context: Context): boolean {
	return context.getMode() === 'manual';
}

function keyOf(context: Context): string {
	return JSON.stringify([context.getWorkflow().id, context.getNode().id]);
}
