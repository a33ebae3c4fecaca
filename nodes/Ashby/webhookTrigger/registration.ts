/**
 * The trigger's webhook in Ashby. Ashby can't list webhooks, so everything known about this one was stored when it
 * was created or is part of its address. A webhook whose ID was lost can neither be read nor removed by API.
 */
import { randomBytes } from 'node:crypto';
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError, sleep } from 'n8n-workflow';
import { isStartOfN8n } from '../../shared/trigger/activation';
import { advising, ApiFailure, undefinedIf } from '../../shared/api/failure';
import {
	blankKey,
	hashOf,
	secretFor,
	webhookAddress,
	webhookIdOf,
	withoutSecret,
} from '../../shared/trigger/webhook';
import type { AshbyClient } from '../client/client';
import { ashbyClient } from '../client/client';
import { isNotFound, KEYS_PAGE, lacksPermission } from '../client/failures';
import type { Webhook } from '../client/types';
import { webhookInfo } from '../client/webhooks';
import { webhookWatches } from '../health/webhookStages';
import { brokenWatches } from '../stageEntry/brokenWatches';
import { checkParameters, isManual, readEvent, readWatched, WEBHOOKS_PAGE } from './parameters';

/** What the node keeps about its webhook. None of it is secret. */
export interface Registration extends IDataObject {
	webhookId?: string;
	/**
	 * `webhookIdOf` the node that created it. A copy of the workflow starts with the state of the original.
	 */
	owner?: string;
	/** A hash of the secret that Ashby signs with, to detect a replaced API key. */
	secretHash?: string;
	/** The address of a webhook of this node whose ID was lost. */
	leftBehind?: string;
}

/** Makes an address another one for Ashby. */
const AGAIN = 'again';

export function registrationOf(context: IHookFunctions | IWebhookFunctions): Registration {
	return context.getWorkflowStaticData('node');
}

/** Waits between tries to enable a webhook: a proxy in front of n8n may still be starting. */
const ENABLING_WAITS_MS = [0, 1_000, 3_000];

/** A person is waiting. */
const LONGEST_STAGE_CHECK_MS = 20_000;

/** Whether Ashby answers before the ping has succeeded isn't documented. */
const SECOND_LOOK_MS = 1_000;

/**
 * Whether the node's webhook in Ashby has the right settings and is enabled. If Ashby disabled it because its ping
 * failed, it is enabled again.
 *
 * @throws ApiFailure if Ashby can't be asked, NodeOperationError if it stays disabled
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	checkParameters(context);
	webhookWatches(webhookIdOf(context), readWatched(context) ?? []);
	const client = await ashbyClient(context);
	if (!isStartOfN8n(context)) await checkStages(context, client);
	if (isManual(context)) return true;
	const registration = registrationOf(context);
	// Somebody may have deleted it by now, which only another try to create it can tell.
	if (registration.leftBehind !== undefined && !isStartOfN8n(context)) return false;
	const webhookId = ownWebhook(context, registration);
	if (!webhookId || registration.secretHash !== hashOf((await wantedBy(context)).secretToken)) {
		return false;
	}
	const webhook = await fetchWebhook(client, webhookId);
	if (webhook?.webhookType !== readEvent(context)) return false;
	if (withoutAgain(webhook.requestUrl) !== urlOf(context)) return false;
	if (!webhook.enabled) await enable(context, client, webhookId);
	return true;
}

/** Fails if a person publishes with a stage that nobody can enter: the trigger would wait for ever. */
async function checkStages(context: IHookFunctions, client: AshbyClient): Promise<void> {
	const deadline = Date.now() + LONGEST_STAGE_CHECK_MS;
	const watched = readWatched(context) ?? [];
	const broken = await brokenWatches(client, watched, () => deadline - Date.now());
	if (!broken?.length) return;
	throw new NodeOperationError(context.getNode(), broken.join('. '), {
		description: 'Select another job, stage, or field in that row, or delete the row',
	});
}

/**
 * Creates the webhook, replacing one with the wrong settings.
 *
 * n8n already listens when it calls this (it stores the route first), so Ashby's ping is answered.
 *
 * @throws ApiFailure if Ashby doesn't allow it, NodeOperationError if Ashby can't reach this n8n
 */
export async function register(context: IHookFunctions): Promise<void> {
	const client = await ashbyClient(context);
	const registration = registrationOf(context);
	await unregister(context);
	const wanted = await wantedBy(context);
	const create = async (requestUrl: string) => {
		const creating = client.call<Webhook>('webhook.create', { ...wanted, requestUrl });
		const answer = await undefinedIf(isDuplicate, creating).catch((failure: unknown) =>
			advised(withoutSecret(failure, wanted.secretToken)),
		);
		return answer?.results;
	};
	let created = await create(wanted.requestUrl);
	if (created && registration.leftBehind === wanted.requestUrl) delete registration.leftBehind;
	if (!created) {
		// An earlier request created one, but the answer or the state was lost. Nobody can tell whether that one is
		// enabled and which secret it has. What both deliver only runs the workflow once.
		registration.leftBehind = wanted.requestUrl;
		context.logger.warn(`Delete this webhook in ${WEBHOOKS_PAGE}: ${wanted.requestUrl}`);
		const url = new URL(wanted.requestUrl);
		url.searchParams.set(AGAIN, randomBytes(4).toString('hex'));
		created = await create(url.href);
	}
	if (!created) throw new NodeOperationError(context.getNode(), 'Ashby has this webhook already');
	Object.assign(registration, {
		webhookId: created.id,
		owner: webhookIdOf(context),
		secretHash: hashOf(wanted.secretToken),
	});
	if (await isEnabled(client, created)) return;
	await enable(context, client, created.id).catch(async (reason: unknown) => {
		// n8n forgets the ID if publishing fails.
		await unregister(context).catch(() => undefined);
		return await Promise.reject(reason);
	});
}

/**
 * Removes the node's webhook if it still exists. Manually created webhooks aren't stored and aren't removed.
 */
export async function unregister(context: IHookFunctions): Promise<void> {
	const registration = registrationOf(context);
	const webhookId = ownWebhook(context, registration);
	if (webhookId) {
		const client = await ashbyClient(context);
		await undefinedIf(isNotFound, client.call('webhook.delete', { webhookId })).catch(advised);
	}
	delete registration.webhookId;
	delete registration.owner;
	delete registration.secretHash;
}

/**
 * Updates the secret of the webhook after the API key was replaced.
 *
 * @returns whether the secret was from another key, so that Ashby should deliver once more
 * @throws ApiFailure if Ashby doesn't allow it
 */
export async function renewSecret(context: IWebhookFunctions): Promise<boolean> {
	const registration = registrationOf(context);
	const { webhookId, owner, secretHash } = registration;
	if (typeof webhookId !== 'string' || typeof owner !== 'string') return false;
	const secretToken = await secretOf(context, owner);
	if (!secretToken || secretHash === hashOf(secretToken)) return false;
	const client = await ashbyClient(context, { tries: 1 });
	await client
		.call('webhook.update', { webhookId, secretToken })
		.catch((failure: unknown) => advised(withoutSecret(failure, secretToken)));
	registration.secretHash = hashOf(secretToken);
	return true;
}

/** The secret that belongs to the key of the credential, undefined if the key is blank. */
export async function secretOf(
	context: IHookFunctions | IWebhookFunctions,
	id: string,
): Promise<string | undefined> {
	const { apiKey } = await context.getCredentials<{ apiKey: string }>('ashbyApi');
	return secretFor(apiKey.trim(), id);
}

/** The body of `webhook.create`. */
async function wantedBy(context: IHookFunctions) {
	const secretToken = await secretOf(context, webhookIdOf(context));
	if (!secretToken) throw blankKey(context.getNode(), 'Ashby', KEYS_PAGE);
	return { webhookType: readEvent(context), requestUrl: urlOf(context), secretToken };
}

/** The ID of the stored webhook, if this node created it. */
function ownWebhook(context: IHookFunctions, { webhookId, owner }: Registration) {
	return typeof webhookId === 'string' && owner === webhookIdOf(context) ? webhookId : undefined;
}

function withoutAgain(address: string): string {
	if (!URL.canParse(address)) return address;
	const url = new URL(address);
	url.searchParams.delete(AGAIN);
	return url.href;
}

/** The address to register. Ashby refuses a second webhook with the same type and address. */
function urlOf(context: IHookFunctions): string {
	const url = new URL(webhookAddress(context));
	url.searchParams.set('registration', webhookIdOf(context));
	return url.href;
}

/**
 * The webhook, undefined if it no longer exists.
 *
 * @throws ApiFailure if the key can neither read nor write webhooks
 */
async function fetchWebhook(client: AshbyClient, webhookId: string): Promise<Webhook | undefined> {
	const told = await webhookInfo(client, webhookId);
	if (told !== 'unknown') return told;
	// This needs apiKeysWrite instead, which the key has for this node.
	const updating = client.call<Webhook>('webhook.update', { webhookId, enabled: true });
	return (await undefinedIf(isNotFound, updating).catch(advised))?.results;
}

/** Whether a webhook is enabled. Ashby may report this before the ping is answered. */
async function isEnabled(client: AshbyClient, { id, enabled }: Webhook): Promise<boolean> {
	if (!enabled) return false;
	await sleep(SECOND_LOOK_MS);
	const webhook = await fetchWebhook(client, id);
	return webhook === undefined || webhook.enabled;
}

/** Enables the webhook. Ashby then pings its address again. */
async function enable(
	context: IHookFunctions,
	client: AshbyClient,
	webhookId: string,
): Promise<void> {
	for (const waitMs of ENABLING_WAITS_MS) {
		if (waitMs > 0) await sleep(waitMs);
		const { results } = await client
			.call<Webhook>('webhook.update', { webhookId, enabled: true })
			.catch(advised);
		if (await isEnabled(client, results)) return;
	}
	throw new NodeOperationError(
		context.getNode(),
		"Ashby disabled the webhook because it couldn't reach your n8n",
		{
			description: `Ashby must get a response from ${webhookAddress(context)}. Check that this address can be reached from the internet (n8n builds it from WEBHOOK_URL), then publish again. The Ashby Stage Trigger doesn't need a public address`,
		},
	);
}

/** Advice for this node. */
const advised = advising(
	(failure) =>
		lacksPermission(failure) &&
		`Grant this permission to the key in ${KEYS_PAGE}. Or set 'Webhook Registration' to 'Manual' and create the webhook in ${WEBHOOKS_PAGE}`,
);

function isDuplicate(failure: unknown): boolean {
	return failure instanceof ApiFailure && /duplicate webhook/i.test(failure.message);
}
