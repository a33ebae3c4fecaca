import type {
	IDataObject,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { panelHelp } from '../shared/node/editor';
import { toNodeError } from '../shared/api/failure';
import { claimDelivery } from '../shared/trigger/once';
import { refuse, webhookMethodsOf } from '../shared/trigger/webhookNode';
import { webhookDelivered } from '../shared/trigger/webhookRecords';
import { ashbyClient } from './client/client';
import { ashbyApiTest } from './methods/credentialTest';
import { searchJobsOrAny, searchStages } from './methods/listSearch';
import { firstAttempt } from './stageEntry/attempt';
import { itemOf } from './stageEntry/item';
import { JobsOfEntries } from './stageEntry/jobFields';
import { skipJobsProperty } from './stageEntry/watchedStagesField';
import type { WatchedStage } from './stageEntry/watchedStages';
import { watchedAs } from './stageEntry/watchedStages';
import { whileAnswering } from './webhookTrigger/answer';
import type { Delivery } from './webhookTrigger/delivery';
import {
	applicationIn,
	eventItem,
	identityOf,
	readDelivery,
	watchedEntry,
} from './webhookTrigger/delivery';
import { hideUrl, properties, readEvent, readWatched, subtitle } from './webhookTrigger/parameters';
import { isRegistered, register, unregister } from './webhookTrigger/registration';
import { isFromAshby, isOfReplacedKey, SIGNATURE_HEADER } from './webhookTrigger/authentication';

/** With waits of 1, 2, 4, 8, and 16 s in between. */
const LOOKUP_TRIES = 6;

/**
 * A delivery this much later than the entry may repeat one that was lost in a crash, or a poll may have
 * returned the entry. Ashby repeats a delivery after 10 s at the earliest, and the `Date` header omits up to a
 * second.
 */
const LATE_MS = 8_000;

/**
 * How long an invitation may be sent for a delivery. An Ashby Stage Trigger next to this one, whose candidates must be in
 * the stage for five minutes, then takes over the entry. Two deliveries of the same event can't overlap for that long.
 */
const ATTEMPT_MS = 3 * 60_000;

/** Ashby's redeliveries span about six hours. Later, an equal body is another event. */
const EVENT_MEMORY_MS = 12 * 60 * 60_000;

const NOTHING_TO_DO: IWebhookResponseData = { webhookResponse: 'Nothing to do' };

export class AshbyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ashby Trigger',
		name: 'ashbyTrigger',
		icon: { light: 'file:../../icons/ashby.svg', dark: 'file:../../icons/ashby.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		description: 'Starts the workflow when an event occurs in Ashby',
		eventTriggerDescription: 'Waiting for the selected event to happen in Ashby',
		activationMessage: 'The workflow now runs when the event occurs in Ashby.',
		defaults: { name: 'Ashby Trigger' },
		triggerPanel: {
			header: 'Wait for one event from Ashby',
			executionsHelp: panelHelp(
				'Execute Step waits until you make the event happen in Ashby, which must be able to reach this n8n. With Manual registration, Ashby only knows the production URL. Without a public address, use Fetch Test Event of an Ashby Stage Trigger, or pin an example.',
				'each event in Ashby runs the workflow at once.',
			),
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ashbyApi', required: true, testedBy: 'ashbyApiTest' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'webhook',
				ndvHideUrl: hideUrl,
			},
		],
		properties,
	};

	methods = { credentialTest: { ashbyApiTest }, listSearch: { searchJobsOrAny, searchStages } };

	webhookMethods = webhookMethodsOf({ isRegistered, register, unregister });

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { headers, rawBody } = this.getRequestObject();
		const delivery = readDelivery(this.getBodyData());
		try {
			// Whether pings are signed isn't documented. They don't run the workflow.
			const isBarePing = delivery.action === 'ping' && headers[SIGNATURE_HEADER] === undefined;
			if (!isBarePing && !(await isFromAshby(this))) {
				// Ashby doesn't retry after 401.
				return refuse(this, await isOfReplacedKey(this));
			}
			if (delivery.action !== 'ping') webhookDelivered(this);
			if (delivery.action !== readEvent(this)) return NOTHING_TO_DO;
			const simplify = this.getNodeParameter('simplify', true) as boolean;
			const watchedStages = readWatched(this);
			if (watchedStages) return await onStageChange(this, delivery, watchedStages, simplify);
			const until = Date.now() + ATTEMPT_MS;
			return claimDelivery(this, identityOf(delivery, rawBody), until, EVENT_MEMORY_MS)
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
	watchedStages: WatchedStage[],
	simplify: boolean,
): Promise<IWebhookResponseData> {
	const delivered = applicationIn(delivery);
	if (!delivered) return NOTHING_TO_DO;
	// Most stage changes don't concern a watched stage, so they cost no request.
	const { currentInterviewStage: stage, job } = delivered;
	const isNamed = typeof stage.title === 'string';
	if (isNamed && watchedAs(watchedStages, job.id, stage).length === 0) return NOTHING_TO_DO;
	const { value, answered } = await whileAnswering(context, async (timeLeftMs) => {
		const client = await ashbyClient(context, { tries: LOOKUP_TRIES, timeLeftMs });
		const entry = await watchedEntry(client, watchedStages, delivered);
		const jobs = new JobsOfEntries(context, client);
		const whole = entry && (await jobs.addTo(entry, watchedStages, client.now()));
		return { entry: whole, ashbyTime: client.now() };
	});
	const { entry, ashbyTime } = value;
	const nothing = answered ? { noWebhookResponse: true } : NOTHING_TO_DO;
	if (!entry) return nothing;
	const skips = context.getNodeParameter(skipJobsProperty.name, false) === true;
	if (entry.interview?.value === null && skips) return nothing;
	const { row } = entry;
	const isLate = ashbyTime - Date.parse(row.enteredStageAt) > LATE_MS;
	const until = Date.now() + ATTEMPT_MS;
	const isTest = context.getMode() === 'manual';
	const attempt = firstAttempt(row, until, isLate || isTest);
	// Built before the entry is claimed, so that an item that can't be built is delivered again.
	const item = itemOf({ ...entry, attempt }, simplify);
	if (!claimDelivery(context, row.id, until)) return nothing;
	return { ...start(context, item), ...(answered ? { noWebhookResponse: true } : {}) };
}

function start(context: IWebhookFunctions, item: IDataObject): IWebhookResponseData {
	return { workflowData: [context.helpers.returnJsonArray(item)] };
}
