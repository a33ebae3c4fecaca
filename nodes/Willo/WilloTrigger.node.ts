import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { ApiFailure, toNodeError } from '../shared/failure';
import { isStartOfN8n } from '../shared/activation';
import { hashOf, webhookAddress, webhookIdOf, withoutSecret } from '../shared/webhook';
import { willoClient } from './client/client';
import { itemOf } from './delivery';
import { interviewsProperty } from './interviewsProperty';
import { getInterviews, willoApiTest } from './methods';
import type { WilloEvent } from './note';
import type { Registration } from './registration';
import {
	isAsWanted,
	isFromWillo,
	isLocal,
	register,
	registered,
	unregister,
	wantedBy,
} from './registration';

/** Whoever delivers is waiting: one more try after a second, then they may come again. */
const DELIVERY_TRIES = 2;
const LONGEST_WAIT_MS = 5_000;

export class WilloTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Willo Trigger',
		name: 'willoTrigger',
		icon: { light: 'file:../../icons/willo.svg', dark: 'file:../../icons/willo.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["event"]}}',
		description: 'Starts the workflow when something happens in a Willo interview',
		eventTriggerDescription: 'Waiting for Willo: answer an interview as a candidate would',
		activationMessage: 'From now on Willo calls this workflow.',
		defaults: { name: 'Willo Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'willoApi', required: true, testedBy: 'willoApiTest' }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		properties: [
			{
				displayName:
					'The webhook is registered when you publish the workflow and removed when you unpublish it. Where Willo cannot reach this n8n, nothing arrives: the <b>Willo Response Trigger</b> finds responses in any case.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Event',
				name: 'event',
				type: 'options',
				options: [
					{
						name: 'New Comment',
						value: 'new_comment',
						description: 'A colleague comments on a participant',
					},
					{
						name: 'New Response',
						value: 'new_response',
						description: 'A participant has responded to an interview',
					},
					{
						name: 'New Score',
						value: 'new_score',
						description: 'A colleague scores a participant',
					},
					{
						name: 'Stage Change',
						value: 'stage_change',
						description: 'A participant moves to another stage',
					},
				],
				default: 'new_response',
				description: 'What starts the workflow',
			},
			interviewsProperty,
		],
	};

	methods = { credentialTest: { willoApiTest }, loadOptions: { getInterviews } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const registration: Registration = this.getWorkflowStaticData('node');
				try {
					const { wanted, token } = await wantedBy(this);
					const webhook = await registered(await willoClient(this), webhookIdOf(this));
					if (!webhook || !isAsWanted(webhook, wanted)) return false;
					registration.tokenHash = hashOf(token);
					return true;
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
				const registration: Registration = this.getWorkflowStaticData('node');
				const { wanted, token } = await wantedBy(this);
				try {
					await register(await willoClient(this), webhookIdOf(this), wanted);
					registration.tokenHash = hashOf(token);
				} catch (failure) {
					const error = withoutSecret(failure, token);
					const isRefused = error instanceof ApiFailure && error.kind === 'refused';
					const isVain = isRefused && isLocal(webhookAddress(this));
					if (!isVain) throw toNodeError(this.getNode(), error);
					// Should not keep the rest of the workflow from being published.
					this.logger.warn(`Willo Trigger receives nothing here: ${error.message}`);
				}
				return true;
			},

			async delete(this: IHookFunctions): Promise<boolean> {
				const registration: Registration = this.getWorkflowStaticData('node');
				try {
					await unregister(await willoClient(this), webhookIdOf(this));
				} catch (error) {
					throw toNodeError(this.getNode(), error);
				}
				delete registration.tokenHash;
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const registration: Registration = this.getWorkflowStaticData('node');
		if (!(await isFromWillo(this, registration))) {
			this.getResponseObject().status(401).send('Unauthorized');
			return { noWebhookResponse: true };
		}
		const event = this.getNodeParameter('event') as WilloEvent;
		const interviews = this.getNodeParameter('interviews', []) as string[];
		try {
			const client = await willoClient(this, {
				tries: DELIVERY_TRIES,
				longestWaitMs: LONGEST_WAIT_MS,
			});
			const today = new Date().toISOString().slice(0, 10);
			const item = await itemOf(client, event, interviews, this.getBodyData(), today);
			// Answered all the same: coming again would not make the participant known.
			if (!item) return { webhookResponse: 'Nothing to do' };
			return { workflowData: [this.helpers.returnJsonArray({ ...item })] };
		} catch (error) {
			// n8n answers 500, so that Willo may come again, and shows a person what happened.
			throw toNodeError(this.getNode(), error);
		}
	}
}
