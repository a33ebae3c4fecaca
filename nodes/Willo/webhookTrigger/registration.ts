/**
 * The trigger's webhook in Willo. Willo's webhooks can only be created by API, can't be read individually, and aren't
 * signed, so the registered address contains the event, the ID of the node, and a secret token.
 */
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { ApiFailure, undefinedIf } from '../../shared/api/failure';
import {
	blankKey,
	hashOf,
	secretFor,
	webhookAddress,
	webhookIdOf,
	withoutSecret,
} from '../../shared/trigger/webhook';
import { bareKey } from '../client/apiKey';
import type { WilloClient } from '../client/client';
import { willoClient } from '../client/client';
import { isNotFound, KEYS_PAGE } from '../client/failures';
import type { Webhook } from '../client/types';
import { findWebhooks, isActive } from '../client/webhooks';
import { readEvent, readInterviews } from './parameters';

/** What the node keeps between publishing and unpublishing. None of it is secret. */
export interface Registration extends IDataObject {
	/** A hash of the token in the registered address, to detect a replaced API key. */
	tokenHash?: string;
}

/** The webhook's settings: the body of `POST /webhooks/`. */
interface Wanted extends IDataObject {
	url: string;
	event: string;
	follow_all_interviews: boolean;
	/** Keys; empty for all. */
	interviews: string[];
}

export function registrationOf(context: IHookFunctions | IWebhookFunctions): Registration {
	return context.getWorkflowStaticData('node');
}

/**
 * Whether the node's webhook in Willo exists with the right settings.
 *
 * @throws ApiFailure if Willo can't be read
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const { wanted, token } = await wantedBy(context);
	const found = await findWebhooks(await willoClient(context), webhookIdOf(context));
	if (found.length !== 1 || !isActive(found[0]) || !isAsWanted(found[0], wanted)) return false;
	registrationOf(context).tokenHash = hashOf(token);
	return true;
}

/**
 * Creates the webhook, or updates the existing one if Willo still uses it. If Willo refuses the address because it is only reachable locally, the
 * workflow is published anyway.
 *
 * @throws ApiFailure if Willo doesn't allow it
 */
export async function register(context: IHookFunctions): Promise<void> {
	const { wanted, token } = await wantedBy(context);
	const client = await willoClient(context);
	try {
		// A request whose answer was lost may have created another one.
		const found = await findWebhooks(client, webhookIdOf(context));
		const existing = found.find(isActive);
		if (existing) await client.update('webhooks', existing.key, wanted);
		else await client.create<Webhook>('webhooks', wanted);
		for (const { key } of found) if (key !== existing?.key) await remove(client, key);
		registrationOf(context).tokenHash = hashOf(token);
	} catch (failure) {
		const error = withoutSecret(failure, token);
		const isRefused = error instanceof ApiFailure && error.kind === 'refused';
		if (!isRefused || !isLocal(webhookAddress(context))) throw error;
		context.logger.warn(`Willo Trigger won't receive anything here: ${error.message}`);
	}
}

/** Removes the node's webhook if it still exists. */
export async function unregister(context: IHookFunctions): Promise<void> {
	const client = await willoClient(context);
	for (const { key } of await findWebhooks(client, webhookIdOf(context))) await remove(client, key);
	delete registrationOf(context).tokenHash;
}

/**
 * Gives the webhook the token that belongs to the present API key.
 *
 * @throws ApiFailure if Willo doesn't allow it
 */
export async function renewToken(context: IWebhookFunctions): Promise<void> {
	const { wanted, token } = await wantedBy(context);
	const client = await willoClient(context, { tries: 1 });
	for (const { key } of await findWebhooks(client, webhookIdOf(context))) {
		await client.update('webhooks', key, wanted).catch((failure: unknown) => {
			throw withoutSecret(failure, token);
		});
	}
	registrationOf(context).tokenHash = hashOf(token);
}

async function remove(client: WilloClient, key: string): Promise<void> {
	await undefinedIf(isNotFound, client.delete('webhooks', key));
}

/** The secret that belongs to the key of the credential, undefined if the key is blank. */
export async function secretOf(
	context: IHookFunctions | IWebhookFunctions,
	id: string,
): Promise<string | undefined> {
	const { apiKey } = await context.getCredentials('willoApi');
	return secretFor(bareKey(apiKey), id);
}

/** The webhook that the node's parameters require, and the token in its address. */
export async function wantedBy(
	context: IHookFunctions | IWebhookFunctions,
): Promise<{ wanted: Wanted; token: string }> {
	const event = readEvent(context);
	const interviews = readInterviews(context);
	const id = webhookIdOf(context);
	const token = await secretOf(context, id);
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

function isAsWanted(webhook: Webhook, wanted: Wanted): boolean {
	const followsAll = webhook.follow_all_interviews === true;
	const interviews = followsAll ? [] : [...(webhook.interviews ?? [])].sort();
	return (
		webhook.url === wanted.url &&
		webhook.event === wanted.event &&
		followsAll === wanted.follow_all_interviews &&
		interviews.join() === wanted.interviews.join()
	);
}

const LOCAL =
	/^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$|^\[(::1|f[cde].*)\]$|\.(local|localhost|internal|lan)$/;

/** Whether an address is only reachable locally, so that Willo can't deliver there. */
export function isLocal(url: string): boolean {
	const { hostname } = new URL(url);
	return LOCAL.test(hostname) || !/[.:]/.test(hostname);
}
