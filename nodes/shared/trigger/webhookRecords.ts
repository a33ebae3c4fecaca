/**
 * What this process knows about the published triggers that wait for a webhook, for the health check. Kept in
 * memory, like the records of polls, because a node can't read what n8n stores for another one.
 */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { processMemory } from '../processMemory';
import type { TriggerRecord } from './triggerRecords';
import { recordKeyOf, recordOf, recordsWith } from './triggerRecords';

type Context = IHookFunctions | IWebhookFunctions;

/** Times are in ms since the epoch by this machine's clock. */
export interface WebhookRecord extends TriggerRecord {
	/** Since when the trigger has waited for deliveries: since it was published, or since n8n started. */
	since: number;
	/** Why the webhook couldn't be checked when n8n started; absent if it was. */
	error?: string;
	/** `webhookIdOf` the node, which is part of the registered address. */
	registration?: string;
	/** The vendor's ID of the webhook. */
	webhookId?: string;
	/** The address of another webhook that the vendor has for this node and that n8n can't remove. */
	leftBehind?: string;
	/** When a delivery to the registered address was last refused, because it wasn't authenticated. */
	refusedAt?: number;
	/** Deliveries since then, including those that ran nothing. */
	deliveries: number;
	deliveredAt?: number;
}

const records = processMemory(new Map<string, WebhookRecord>());

/** The triggers of this process that wait for a webhook with one of these credentials. */
export function webhookRecords(type: string, credentialIds: string[]): WebhookRecord[] {
	return recordsWith(records, type, credentialIds);
}

type Known = Pick<WebhookRecord, 'registration' | 'webhookId' | 'leftBehind' | 'error'>;

export function webhookWaits(context: IHookFunctions, known: Known = {}): void {
	if (isTest(context)) return;
	records.set(recordKeyOf(context), {
		...recordOf(context),
		since: Date.now(),
		...known,
		deliveries: 0,
	});
}

export function webhookRemoved(context: IHookFunctions): void {
	if (!isTest(context)) records.delete(recordKeyOf(context));
}

/** Call this for an authenticated delivery. In queue mode, another process may have received it. */
export function webhookDelivered(context: IWebhookFunctions): void {
	const record = isTest(context) ? undefined : records.get(recordKeyOf(context));
	if (!record) return;
	record.deliveries += 1;
	record.deliveredAt = Date.now();
}

/** Call this for a delivery that names the node's registration but isn't authenticated. */
export function webhookRefused(context: IWebhookFunctions): void {
	const record = isTest(context) ? undefined : records.get(recordKeyOf(context));
	if (record) record.refusedAt = Date.now();
}

/** Whether this process runs any trigger with a webhook. */
export function seesWebhooks(): boolean {
	return records.size > 0;
}

/** The editor's test uses a separate webhook. */
function isTest(context: Context): boolean {
	return context.getMode() === 'manual';
}
