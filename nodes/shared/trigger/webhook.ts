/**
 * The parts that both vendors' webhooks share: an ID that identifies the node's webhook, and a secret that n8n doesn't
 * need to store.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IHookFunctions, INode, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { ApiFailure } from '../api/failure';

type Context = IHookFunctions | IWebhookFunctions;

/** The address where n8n listens for this node, without a query. */
export function webhookAddress(context: Context): string {
	return String(context.getNodeWebhookUrl('default'));
}

/**
 * Identifies the webhook of this node among all others, including those of a copied workflow, another n8n, and the
 * editor's test webhook. Doesn't change with n8n's address, its paths, or the API key. 32 hexadecimal digits; not a
 * secret.
 */
export function webhookIdOf(context: Context): string {
	const isTest = context.getMode() === 'manual';
	const node = [context.getInstanceId(), context.getWorkflow().id, context.getNode().id, isTest];
	return createHash('sha256').update(JSON.stringify(node)).digest('hex').slice(0, 32);
}

/**
 * The secret of a webhook, 32 bytes as hexadecimal digits. Without the key, it looks random.
 *
 * It is derived from the key because n8n can't store it reliably: anything with an older state of the workflow, such as a
 * poll that began earlier, overwrites the newer one. Also, stored data is part of every export of the workflow.
 *
 * @param apiKey as it is sent
 * @param id `webhookIdOf` the node, which every delivery includes
 * @returns undefined for a blank key, with which anyone could derive the secret
 */
export function secretFor(apiKey: string, id: string): string | undefined {
	return apiKey ? createHmac('sha256', apiKey).update(`webhook ${id}`).digest('hex') : undefined;
}

/** The error for a credential with a blank key. */
export function blankKey(node: INode, vendor: string, keysPage: string): NodeOperationError {
	return new NodeOperationError(node, `The API key of the ${vendor} credential is blank`, {
		description: `Paste the key from ${keysPage} into the credential`,
	});
}

/** Used to detect a replaced API key without storing the secret. */
export function hashOf(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}

/** Compares in constant time. */
export function isSecret(given: unknown, expectedHash: unknown): boolean {
	if (typeof given !== 'string' || typeof expectedHash !== 'string') return false;
	const expected = Buffer.from(expectedHash);
	const hash = Buffer.from(hashOf(given));
	return hash.length === expected.length && timingSafeEqual(hash, expected);
}

/** Removes the secret from a failure, since a refusal may quote the request. */
export function withoutSecret(failure: unknown, secret: string): unknown {
	if (!(failure instanceof ApiFailure)) return failure;
	return failure.with({ message: failure.message.replaceAll(secret, '…') });
}
