/** What tests of the Willo Trigger share: its node, its state, and what n8n does with it. */
import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { WilloTrigger } from '../../../nodes/Willo/WilloTrigger.node.ts';
import type { Webhook } from '../../sandbox/willo.mts';
import { hookContext, webhookContext } from '../../support/contexts.mts';
import { startEach } from '../setUp.mts';
import { WilloSetUp } from './setUp.mts';

export const node: INodeType = new WilloTrigger();
export const hooks = node.webhookMethods!.default!;

export class TriggerSetting extends WilloSetUp {
	/** What n8n keeps of the node. */
	staticData: IDataObject = {};

	hook(parameters: INodeParameters = {}, isTest = false) {
		return hookContext(node, this.options(parameters, { staticData: this.staticData }), isTest);
	}

	/** As n8n does it when a workflow is published. */
	async publish(parameters: INodeParameters = {}): Promise<void> {
		const exists = await hooks.checkExists.call(this.hook(parameters));
		if (!exists) await hooks.create.call(this.hook(parameters));
	}

	/** What n8n passes with a delivery: the query of the registered address. */
	get query(): Record<string, string> {
		return Object.fromEntries(new URL(this.webhooks.at(-1)!.url).searchParams);
	}

	get webhooks(): Webhook[] {
		return [...this.willo.webhooks.values()];
	}

	/** What a delivery is answered, and the item that starts the workflow, if any. */
	async deliver(body: unknown, query = this.query, parameters = {}) {
		const options = this.options(parameters, { staticData: this.staticData });
		const { context, answered } = webhookContext(node, options, { body, query });
		const response = await node.webhook!.call(context);
		return { answered, response, item: response.workflowData?.[0]?.[0]?.json };
	}

	/** The key of somebody who has responded. */
	async respondent(): Promise<string> {
		await this.willoInvites(1);
		const [key] = this.willo.participants.keys();
		await this.willo.respond(key, ['Because <b>I</b> can.', 'From May.']);
		return key;
	}

	/** A webhook of somebody else on the same account. */
	otherSystem(number: number): void {
		const key = String(number).padStart(32, '0');
		const url = `https://other.invalid/${number}?event=new_response`;
		const all = { interviews: [], departments: [], users: [], followAllInterviews: true };
		this.willo.webhooks.set(key, { key, url, event: 'new_response', ...all });
	}
}

/** The trigger of the current test, in files that call `useTrigger`. */
export let setUp: TriggerSetting;

export const useTrigger = () => startEach(() => (setUp = new TriggerSetting()));
