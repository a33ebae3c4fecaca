import type {
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { panelHelp } from '../shared/node/editor';
import { toNodeError } from '../shared/api/failure';
import { refuse, webhookMethodsOf } from '../shared/trigger/webhookNode';
import { webhookDelivered } from '../shared/trigger/webhookRecords';
import { willoClient } from './client/client';
import { willoApiTest } from './methods/credentialTest';
import { getInterviews } from './methods/loadOptions';
import { isFromWillo, isOfReplacedKey } from './webhookTrigger/authentication';
import { itemFrom } from './webhookTrigger/delivery';
import { properties, readEvent, readInterviews, subtitle } from './webhookTrigger/parameters';
import { isRegistered, register, unregister } from './webhookTrigger/registration';

/** Willo is waiting for the answer, so there is only one more try after a second. Willo may deliver again. */
const DELIVERY_TRIES = 2;
const LONGEST_WAIT_MS = 5_000;

export class WilloTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Willo Trigger',
		name: 'willoTrigger',
		icon: { light: 'file:../../icons/willo.svg', dark: 'file:../../icons/willo.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		description: 'Starts the workflow when an event occurs in a Willo interview',
		eventTriggerDescription: 'Waiting for the selected event to happen in Willo',
		activationMessage: 'The workflow now runs when the event occurs in Willo.',
		defaults: { name: 'Willo Trigger' },
		triggerPanel: {
			header: 'Wait for one event from Willo',
			executionsHelp: panelHelp(
				'Execute Step waits until the event happens in Willo, which must be able to reach this n8n. Invite yourself to an interview, and answer it. Without a public address, use Fetch Test Event of a Willo Response Trigger, or pin an example.',
				'each event in Willo runs the workflow at once.',
			),
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'willoApi', required: true, testedBy: 'willoApiTest' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'webhook',
				ndvHideUrl: true,
			},
		],
		properties,
	};

	methods = { credentialTest: { willoApiTest }, loadOptions: { getInterviews } };

	webhookMethods = webhookMethodsOf({ isRegistered, register, unregister });

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		try {
			if (!(await isFromWillo(this))) return refuse(this, await isOfReplacedKey(this));
			webhookDelivered(this);
			const client = await willoClient(this, {
				tries: DELIVERY_TRIES,
				longestWaitMs: LONGEST_WAIT_MS,
			});
			const today = new Date().toISOString().slice(0, 10);
			const [event, interviews] = [readEvent(this), readInterviews(this)];
			const item = await itemFrom(client, event, interviews, this.getBodyData(), today);
			// Answered with success, because delivering again wouldn't help.
			if (!item) return { webhookResponse: 'Nothing to do' };
			return { workflowData: [this.helpers.returnJsonArray({ ...item })] };
		} catch (error) {
			// n8n answers 500, so that Willo may deliver again, and shows the failed execution.
			throw toNodeError(this.getNode(), error);
		}
	}
}
