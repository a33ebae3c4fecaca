/**
 * The trigger's own webhook at Ashby. Ashby has no list of webhooks: what is known of this one is
 * what was stored when it was made, and what its address tells.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { NodeOperationError, sleep } from 'n8n-workflow';
import { ApiFailure } from '../../shared/failure';
import type { AshbyClient } from '../client/client';
import { isNotFound, KEYS_PAGE, withAdvice } from '../client/failures';
import { API_KEYS_WRITE } from '../client/permissions';
import type { Webhook } from '../client/types';
import { readEvent, WEBHOOKS_PAGE } from './parameters';

/** What the node keeps of its webhook. */
export interface Registration extends IDataObject {
	webhookId?: string;
	/** The address with which it was made. */
	requestUrl?: string;
	/** Kept beside what `secretTokenFor` gives, for the day on which the API key is replaced. */
	secretToken?: string;
}

/**
 * The secret token of a registration, 32 bytes as hexadecimal digits. Without the key it cannot be
 * told from a random one.
 *
 * It is made from the key instead of being random because n8n cannot be relied upon to keep it. It
 * does not know it yet when Ashby pings, and whatever holds an older state of the workflow (a poller
 * that was started before, a delivery that is still being looked up) writes the whole of that back
 * later. A true delivery would then look like a forged one, and Ashby does not come again after 401.
 *
 * @param registration the random part of the address, which each delivery brings along
 */
export function secretTokenFor(apiKey: string, registration: string): string {
	return createHmac('sha256', apiKey.trim()).update(`webhook ${registration}`).digest('hex');
}

/** Waits before the tries to enable a webhook: whatever stands before n8n may still be starting. */
const ENABLING_WAITS_MS = [0, 1_000, 3_000];

/** Nothing tells whether Ashby waits for the ping before it answers. */
const SECOND_LOOK_MS = 1_000;

/**
 * Whether the node's webhook is at Ashby as it ought to be, and enabled: one that is switched off,
 * because a ping of it had no good answer, is switched on again.
 *
 * @throws ApiFailure when Ashby cannot be asked, NodeOperationError when it stays switched off
 */
export async function isRegistered(
	context: IHookFunctions,
	client: AshbyClient,
	registration: Registration,
): Promise<boolean> {
	const { webhookId } = registration;
	if (!webhookId || !isOfThisNode(context, registration)) return false;
	const webhook = await fetchWebhook(client, webhookId);
	if (webhook === 'unknown') return true;
	if (webhook?.webhookType !== readEvent(context)) return false;
	if (withoutQuery(webhook.requestUrl) !== addressOf(context)) return false;
	if (!webhook.enabled) await enable(context, client, webhookId);
	return true;
}

/**
 * Creates the webhook, in place of one that is not as it ought to be.
 *
 * n8n already listens when it calls this (it stores the route before), so Ashby's ping is answered.
 *
 * @throws ApiFailure when Ashby does not let it, NodeOperationError when Ashby cannot reach this n8n
 */
export async function register(
	context: IHookFunctions,
	client: AshbyClient,
	registration: Registration,
): Promise<void> {
	await unregister(context, client, registration);
	const { apiKey } = await context.getCredentials<{ apiKey: string }>('ashbyApi');
	if (apiKey.trim() === '') {
		throw new NodeOperationError(
			context.getNode(),
			'The API key of the Ashby credential is blank',
			{
				description: `Paste the key from ${KEYS_PAGE} into the credential`,
			},
		);
	}
	const url = new URL(addressOf(context));
	// Ashby refuses a second webhook of one type and address. One whose creation we never heard of
	// can neither be found nor removed: with an address of its own, the next one is not in its way.
	const random = randomBytes(16).toString('hex');
	url.searchParams.set('registration', random);
	const secretToken = secretTokenFor(apiKey, random);
	const { results } = await client
		.call<Webhook>('webhook.create', {
			webhookType: readEvent(context),
			requestUrl: url.href,
			secretToken,
		})
		.catch((failure: unknown) => Promise.reject(advised(failure)));
	Object.assign(registration, { webhookId: results.id, requestUrl: url.href, secretToken });
	if (await isEnabled(client, results)) return;
	await enable(context, client, results.id).catch(async (reason: unknown) => {
		// n8n forgets the id when publishing does not succeed.
		await unregister(context, client, registration).catch(() => undefined);
		return await Promise.reject(reason);
	});
}

/** Removes the node's webhook; one that is gone already is as good. No other is touched. */
export async function unregister(
	context: IHookFunctions,
	client: AshbyClient,
	registration: Registration,
): Promise<void> {
	const { webhookId } = registration;
	if (webhookId && isOfThisNode(context, registration)) {
		await client
			.call('webhook.delete', { webhookId })
			.catch((failure: unknown) =>
				isNotFound(failure) ? undefined : Promise.reject(advised(failure)),
			);
	}
	delete registration.webhookId;
	delete registration.requestUrl;
	delete registration.secretToken;
}

/**
 * Whether the stored webhook was made for this very node: a copy of the workflow comes with the state
 * of the original. n8n gives each webhook node a path of its own, and another one for tests.
 */
function isOfThisNode(context: IHookFunctions, { requestUrl }: Registration): boolean {
	return (
		requestUrl !== undefined &&
		new URL(requestUrl).pathname === new URL(addressOf(context)).pathname
	);
}

/**
 * The webhook, undefined when it is not there any more, or 'unknown' for a key that may neither read
 * nor write webhooks: then what was stored has to be trusted.
 */
async function fetchWebhook(
	client: AshbyClient,
	webhookId: string,
): Promise<Webhook | undefined | 'unknown'> {
	const told = await ask(client, 'webhook.info', { webhookId });
	// Needs another permission, the one that the key was given for this node.
	return told === 'unknown'
		? await ask(client, 'webhook.update', { webhookId, enabled: true })
		: told;
}

async function ask(
	client: AshbyClient,
	method: string,
	body: IDataObject,
): Promise<Webhook | undefined | 'unknown'> {
	return await client.call<Webhook>(method, body).then(
		({ results }) => results,
		(failure: unknown) => {
			if (isNotFound(failure)) return undefined;
			return isPermission(failure) ? 'unknown' : Promise.reject(failure);
		},
	);
}

/** Whether a new webhook is on, which may be told before the answer to the ping has been seen. */
async function isEnabled(client: AshbyClient, { id, enabled }: Webhook): Promise<boolean> {
	if (!enabled) return false;
	await sleep(SECOND_LOOK_MS);
	const webhook = await fetchWebhook(client, id);
	return webhook === undefined || webhook === 'unknown' || webhook.enabled;
}

/** Switches the webhook on. Ashby pings its address again for that. */
async function enable(
	context: IHookFunctions,
	client: AshbyClient,
	webhookId: string,
): Promise<void> {
	for (const waitMs of ENABLING_WAITS_MS) {
		if (waitMs > 0) await sleep(waitMs);
		const { results } = await client
			.call<Webhook>('webhook.update', { webhookId, enabled: true })
			.catch((failure: unknown) => Promise.reject(advised(failure)));
		if (results.enabled) return;
	}
	throw new NodeOperationError(
		context.getNode(),
		'Ashby has switched its webhook off, because it could not reach this n8n',
		{
			description: `Ashby must get an answer from ${addressOf(context)}. Check that this address can be reached from the internet (n8n builds it from WEBHOOK_URL), then publish again. Ashby Stage Trigger needs no public address`,
		},
	);
}

function isPermission(failure: unknown): boolean {
	return failure instanceof ApiFailure && failure.kind === 'permission';
}

/** The failure with what a person can do about it here. */
function advised(failure: unknown): unknown {
	if (!(failure instanceof ApiFailure)) return failure;
	if (failure.kind === 'permission') {
		return withAdvice(
			failure,
			`Tick ${API_KEYS_WRITE.name} for this key in ${KEYS_PAGE}. Or set 'Webhook Registration' to 'By Hand', and create the webhook in ${WEBHOOKS_PAGE}`,
		);
	}
	return /duplicate/i.test(failure.message)
		? withAdvice(
				failure,
				`Delete the webhook with the address of this node in ${WEBHOOKS_PAGE}, then publish again`,
			)
		: failure;
}

/** Where n8n listens for this node, without the query that is registered. */
function addressOf(context: IHookFunctions): string {
	return String(context.getNodeWebhookUrl('default'));
}

function withoutQuery(url: string): string {
	return url.split('?')[0];
}
