import type {
	IDataObject,
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { toNodeError } from '../shared/failure';
import { isStartOfN8n } from '../shared/activation';
import { claim, isClaimedByOther } from './claims';
import { ashbyClient } from './client/client';
import { ashbyApiTest } from './credentialTest';
import { searchJobsOrAny, searchStages } from './listSearch';
import { firstAttempt } from './stageTrigger/attempt';
import { itemOf } from './stageTrigger/item';
import type { Link } from './stageTrigger/stays';
import { linksTo } from './stageTrigger/stays';
import { whileAnswering } from './webhookTrigger/answer';
import type { Delivery } from './webhookTrigger/deliveries';
import {
	applicationIn,
	eventItem,
	keyOf,
	readDelivery,
	watchedStay,
} from './webhookTrigger/deliveries';
import { isFirst } from './webhookTrigger/memory';
import {
	checkParameters,
	isByHand,
	properties,
	readEvent,
	readSecretToken,
	readStages,
} from './webhookTrigger/parameters';
import type { Registration } from './webhookTrigger/registration';
import {
	isRegistered,
	register,
	renewSecret,
	secretOf,
	unregister,
} from './webhookTrigger/registration';
import { isSignedWith, signatureIn } from './webhookTrigger/signature';

/** With waits of 1, 2, 4, 8 and 16 s between them. */
const LOOKUP_TRIES = 6;

/**
 * A delivery this much later than the entry may be a repetition of one that this node did not live to
 * remember, or a poll may have met the entry: Ashby repeats after 10 s at the earliest, and the
 * `Date` header leaves out up to a second.
 */
const LATE_MS = 8_000;

/**
 * How long an invitation may be sent for a delivery. An Ashby Stage Trigger beside this one, whose
 * candidates have to be in the stage for five minutes, then takes the entry over.
 */
const ATTEMPT_MS = 3 * 60_000;

const SIGNATURE_HEADER = 'ashby-signature';

const NOTHING_TO_DO: IWebhookResponseData = { webhookResponse: 'Nothing to do' };

export class AshbyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ashby Trigger',
		name: 'ashbyTrigger',
		icon: { light: 'file:../../icons/ashby.svg', dark: 'file:../../icons/ashby.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["event"]}}',
		description: 'Starts the workflow at once when something happens in Ashby',
		eventTriggerDescription: 'Waiting for Ashby: move a candidate into the stage',
		activationMessage: 'From now on Ashby calls this workflow.',
		defaults: { name: 'Ashby Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ashbyApi', required: true, testedBy: 'ashbyApiTest' }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		properties,
	};

	methods = { credentialTest: { ashbyApiTest }, listSearch: { searchJobsOrAny, searchStages } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				try {
					checkParameters(this);
					if (isByHand(this)) return true;
					return await isRegistered(this, await ashbyClient(this), registrationOf(this));
				} catch (error) {
					const shown = toNodeError(this.getNode(), error);
					if (!isStartOfN8n(this)) throw shown;
					this.logger.warn(
						`The webhook of ${this.getNode().name} is not checked: ${shown.message}`,
					);
					return true;
				}
			},

			async create(this: IHookFunctions): Promise<boolean> {
				try {
					await register(this, await ashbyClient(this), registrationOf(this));
					return true;
				} catch (error) {
					throw toNodeError(this.getNode(), error);
				}
			},

			async delete(this: IHookFunctions): Promise<boolean> {
				const registration = registrationOf(this);
				try {
					// One made by hand is not stored, and stays.
					if (registration.webhookId) {
						await unregister(this, await ashbyClient(this), registration);
					}
					return true;
				} catch (error) {
					throw toNodeError(this.getNode(), error);
				}
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { headers, rawBody } = this.getRequestObject();
		const delivery = readDelivery(this.getBodyData());
		try {
			// Nothing tells whether pings are signed, and they start nothing.
			const isBarePing = delivery.action === 'ping' && headers[SIGNATURE_HEADER] === undefined;
			if (!isBarePing && !(await isFromAshby(this))) {
				// Ashby does not come again after 401.
				const [status, text] = (await isOfAnotherKey(this))
					? [503, 'Come again']
					: [401, 'Unauthorized'];
				this.getResponseObject().status(status).send(text);
				return { noWebhookResponse: true };
			}
			if (delivery.action !== readEvent(this)) return NOTHING_TO_DO;
			const simplify = this.getNodeParameter('simplify', true) as boolean;
			const links = readStages(this);
			if (links) return await onStageChange(this, delivery, links, simplify);
			return isFirst(this, keyOf(delivery, rawBody))
				? start(this, eventItem(delivery, simplify))
				: NOTHING_TO_DO;
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}
}

async function onStageChange(
	context: IWebhookFunctions,
	delivery: Delivery,
	links: Link[],
	simplify: boolean,
): Promise<IWebhookResponseData> {
	const told = applicationIn(delivery);
	// Most moves are not to a watched stage: they cost no request.
	if (!told || linksTo(links, told.job.id, told.currentInterviewStage).length === 0) {
		return NOTHING_TO_DO;
	}
	const { value, answered } = await whileAnswering(context, async (timeLeftMs) => {
		const client = await ashbyClient(context, { tries: LOOKUP_TRIES, timeLeftMs });
		return { stay: await watchedStay(client, links, told), ashbyTime: client.now() };
	});
	const { stay, ashbyTime } = value;
	const nothing = answered ? { noWebhookResponse: true } : NOTHING_TO_DO;
	if (!stay) return nothing;
	const { row } = stay;
	const isLate = ashbyTime - Date.parse(row.enteredStageAt) > LATE_MS;
	const attempt = firstAttempt(row, Date.now() + ATTEMPT_MS, isLate);
	// Before it is claimed: an item that cannot be built must come again.
	const item = itemOf({ ...stay, attempt }, simplify);
	if (isClaimedByOther(context, row.id) || !isFirst(context, row.id)) return nothing;
	if (context.getMode() !== 'manual') claim(context, row.id, attempt.until);
	return { ...start(context, item), ...(answered ? { noWebhookResponse: true } : {}) };
}

function start(context: IWebhookFunctions, item: IDataObject): IWebhookResponseData {
	return { workflowData: [context.helpers.returnJsonArray(item)] };
}

/** Whether the request is signed with the secret of this node's webhook. */
async function isFromAshby(context: IWebhookFunctions): Promise<boolean> {
	const { headers, rawBody, query } = context.getRequestObject();
	const signature = signatureIn(headers[SIGNATURE_HEADER]);
	// n8n keeps no raw body of a form: Ashby sends none.
	if (!signature || !Buffer.isBuffer(rawBody)) return false;
	const isSigned = (secret: string) => !!secret && isSignedWith(secret, rawBody, signature);
	if (isByHand(context)) return isSigned(readSecretToken(context));
	if (typeof query.registration !== 'string') return false;
	return isSigned((await secretOf(context, query.registration)) ?? '');
}

/** Whether the webhook was signed with the secret of a key that has been replaced since. */
async function isOfAnotherKey(context: IWebhookFunctions): Promise<boolean> {
	const { headers, query } = context.getRequestObject();
	const registration = registrationOf(context);
	if (isByHand(context) || !signatureIn(headers[SIGNATURE_HEADER])) return false;
	if (query.registration !== registration.owner) return false;
	const client = await ashbyClient(context, { tries: 1 });
	return await renewSecret(context, client, registration);
}

function registrationOf(context: IHookFunctions | IWebhookFunctions): Registration {
	return context.getWorkflowStaticData('node');
}
