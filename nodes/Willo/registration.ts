/**
 * The trigger's own webhook at Willo. Webhooks there are made by the API only, cannot be asked for
 * one by one, and are not signed: the registered address carries the event and a random token.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { bareKey } from './client/apiKey';
import type { WilloClient } from './client/client';
import { isNotFound, KEYS_PAGE } from './client/failures';
import type { Webhook } from './client/types';

/** What the node remembers between publishing and unpublishing. */
export interface Registration extends IDataObject {
	/** The webhook's key at Willo. */
	key?: string;
	/** The random part of the registered address. */
	id?: string;
	/** What a delivery must carry. Kept beside what `tokenFor` gives, for when the API key is replaced. */
	token?: string;
}

/**
 * The secret token of a registration, 32 bytes as hexadecimal digits. Without the key it cannot be
 * told from a random one.
 *
 * It is made from the key instead of being random because n8n cannot be relied upon to keep it:
 * whatever holds an older state of the workflow (a poller that was started before) writes the whole
 * of that back later, and every true delivery would look like a forged one.
 *
 * @param id the random part of the address, which each delivery brings along
 */
export function tokenFor(apiKey: unknown, id: string): string {
	return createHmac('sha256', bareKey(apiKey)).update(`webhook ${id}`).digest('hex');
}

/** What the webhook ought to be: the body of `POST /webhooks/`. */
export interface Wanted extends IDataObject {
	url: string;
	event: string;
	follow_all_interviews: boolean;
	/** Keys; empty for all. */
	interviews: string[];
}

/** What the node's parameters ask for; makes the token when there is none. */
export async function wantedBy(
	context: IHookFunctions,
	registration: Registration,
): Promise<Wanted> {
	const event = context.getNodeParameter('event') as string;
	const interviews = context.getNodeParameter('interviews', []) as string[];
	const { apiKey } = await context.getCredentials('willoApi');
	if (bareKey(apiKey) === '') {
		throw new NodeOperationError(
			context.getNode(),
			'The API key of the Willo credential is blank',
			{
				description: `Paste the key from ${KEYS_PAGE} into the credential`,
			},
		);
	}
	const id = (registration.id ??= randomBytes(16).toString('hex'));
	const token = (registration.token = tokenFor(apiKey, id));
	const url = new URL(webhookAddress(context));
	url.searchParams.set('event', event);
	url.searchParams.set('registration', id);
	url.searchParams.set('token', token);
	return {
		url: url.href,
		event,
		follow_all_interviews: interviews.length === 0,
		interviews: [...interviews].sort(),
	};
}

/** Where n8n listens for this node, without the query that we register. */
export function webhookAddress(context: IHookFunctions): string {
	return String(context.getNodeWebhookUrl('default'));
}

/**
 * This node's webhook in Willo's list: n8n gives every webhook node an address of its own, so the
 * address without its query tells it from those of other workflows and other systems.
 */
export async function registered(client: WilloClient, url: string): Promise<Webhook | undefined> {
	for await (const webhook of client.rows<Webhook>('webhooks')) {
		if (addressOf(webhook.url) === addressOf(url)) return webhook;
	}
	return undefined;
}

/** Whether a webhook is already as it ought to be. */
export function isAsWanted(webhook: Webhook, wanted: Wanted): boolean {
	const followsAll = webhook.follow_all_interviews === true;
	const interviews = followsAll ? [] : [...(webhook.interviews ?? [])].sort();
	return (
		webhook.url === wanted.url &&
		webhook.event === wanted.event &&
		followsAll === wanted.follow_all_interviews &&
		interviews.join() === wanted.interviews.join()
	);
}

/** Creates the webhook, or brings the one that is there already to what it ought to be. */
export async function register(client: WilloClient, wanted: Wanted): Promise<string> {
	const existing = await registered(client, wanted.url);
	if (existing?.key) {
		await client.update('webhooks', existing.key, wanted);
		return existing.key;
	}
	const created = await client.create<Webhook>('webhooks', wanted);
	// Should the answer not name the key, the list does.
	return created.key ?? (await registered(client, wanted.url))?.key ?? '';
}

/** Whether only this machine or its own network knows an address: Willo can deliver nothing there. */
export function isLocal(url: string): boolean {
	const { hostname } = new URL(url);
	return LOCAL.test(hostname) || !/[.:]/.test(hostname);
}

const LOCAL =
	/^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$|^\[(::1|f[cde].*)\]$|\.(local|localhost|internal|lan)$/;

/** Removes one webhook; one that is gone already is as good. */
export async function unregister(client: WilloClient, key: string): Promise<void> {
	const refusal: unknown = await client.delete('webhooks', key).catch((reason: unknown) => reason);
	if (refusal !== undefined && !isNotFound(refusal)) throw refusal;
}

/** Whether a delivery came to the registered address, which only Willo and this node know. */
export async function isFromWillo(
	context: IWebhookFunctions,
	registration: Registration,
): Promise<boolean> {
	const { token, registration: id } = context.getQueryData() as IDataObject;
	if (isToken(token, registration.token)) return true;
	if (typeof id !== 'string') return false;
	const { apiKey } = await context.getCredentials('willoApi');
	// With a blank key anybody can work the token out.
	return bareKey(apiKey) !== '' && isToken(token, tokenFor(apiKey, id));
}

/** Compares in a time that does not depend on how much of the token is right. */
function isToken(given: unknown, expected: unknown): boolean {
	if (typeof given !== 'string' || typeof expected !== 'string' || !expected) return false;
	return timingSafeEqual(hash(given), hash(expected));
}

function hash(value: string): Buffer {
	return createHash('sha256').update(value).digest();
}

function addressOf(url: unknown): string {
	return String(url ?? '').split('?')[0];
}
