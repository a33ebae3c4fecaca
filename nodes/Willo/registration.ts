/**
 * The trigger's own webhook at Willo. Webhooks there are made by the API only, cannot be asked for
 * one by one, and are not signed: the registered address carries the event, the id of the node and a secret token.
 */
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import {
	blankKey,
	hashOf,
	isSecret,
	secretFor,
	webhookAddress,
	webhookIdOf,
} from '../shared/webhook';
import { bareKey } from './client/apiKey';
import type { WilloClient } from './client/client';
import { isNotFound, KEYS_PAGE } from './client/failures';
import type { Webhook } from './client/types';

/** What the node remembers between publishing and unpublishing: nothing that is a secret. */
export interface Registration extends IDataObject {
	/** Of the token in the registered address, for when the API key is replaced. */
	tokenHash?: string;
}

/** What the webhook ought to be: the body of `POST /webhooks/`. */
export interface Wanted extends IDataObject {
	url: string;
	event: string;
	follow_all_interviews: boolean;
	/** Keys; empty for all. */
	interviews: string[];
}

/** What the node's parameters ask for, and the token in the address. */
export async function wantedBy(
	context: IHookFunctions,
): Promise<{ wanted: Wanted; token: string }> {
	const event = context.getNodeParameter('event') as string;
	const interviews = context.getNodeParameter('interviews', []) as string[];
	const { apiKey } = await context.getCredentials('willoApi');
	const id = webhookIdOf(context);
	const token = secretFor(bareKey(apiKey), id);
	if (!token) throw blankKey(context.getNode(), 'Willo', KEYS_PAGE);
	const url = new URL(webhookAddress(context));
	url.searchParams.set('event', event);
	url.searchParams.set('registration', id);
	url.searchParams.set('token', token);
	return {
		token,
		wanted: {
			url: url.href,
			event,
			follow_all_interviews: interviews.length === 0,
			interviews: [...interviews].sort(),
		},
	};
}

/** This node's webhook in Willo's list, by the id in its address. */
export async function registered(client: WilloClient, id: string): Promise<Webhook | undefined> {
	for await (const webhook of client.rows<Webhook>('webhooks')) {
		const url = String(webhook.url);
		if (URL.canParse(url) && new URL(url).searchParams.get('registration') === id) return webhook;
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
export async function register(client: WilloClient, id: string, wanted: Wanted): Promise<void> {
	const existing = await registered(client, id);
	if (existing?.key) await client.update('webhooks', existing.key, wanted);
	else await client.create<Webhook>('webhooks', wanted);
}

/** Whether only this machine or its own network knows an address: Willo can deliver nothing there. */
export function isLocal(url: string): boolean {
	const { hostname } = new URL(url);
	return LOCAL.test(hostname) || !/[.:]/.test(hostname);
}

const LOCAL =
	/^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$|^\[(::1|f[cde].*)\]$|\.(local|localhost|internal|lan)$/;

/** Removes this node's webhook; one that is gone already is as good. */
export async function unregister(client: WilloClient, id: string): Promise<void> {
	const key = (await registered(client, id))?.key;
	if (!key) return;
	const refusal: unknown = await client.delete('webhooks', key).catch((reason: unknown) => reason);
	if (refusal !== undefined && !isNotFound(refusal)) throw refusal;
}

/** Whether a delivery came to the registered address, which only Willo and this node know. */
export async function isFromWillo(
	context: IWebhookFunctions,
	{ tokenHash }: Registration,
): Promise<boolean> {
	const { token, registration: id } = context.getQueryData() as IDataObject;
	if (isSecret(token, tokenHash)) return true;
	if (typeof id !== 'string') return false;
	const { apiKey } = await context.getCredentials('willoApi');
	const expected = secretFor(bareKey(apiKey), id);
	return expected !== undefined && isSecret(token, hashOf(expected));
}
