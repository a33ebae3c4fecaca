import { createHmac, randomUUID } from 'node:crypto';

import { http } from '../../../scripts/http.mts';
import { Refusal } from './listing.mts';
import type { AshbySwitches, Webhook, WebhookType } from './types.mts';

/** After these Ashby does not try again. */
const FINAL_STATUSES = [401, 403, 404, 405, 410];
const TIMEOUT_MS = 10_000;

export interface Delivery {
	at: Date;
	url: string;
	action: string;
	body: unknown;
	/** 0: no answer. */
	status: number;
	/** 0 for the first delivery, 1 for the first retry… */
	attempt: number;
}

/** What happens to a delivery on its way: it is lost, repeated, or delayed by this many ms. */
export type Fate = 'lost' | 'twice' | number;

/** Registered webhooks and their deliveries. */
export class Webhooks {
	/** Asked for each delivery of an event; undefined lets it pass. */
	fate?: (action: string) => Fate | undefined;
	readonly hooks = new Map<string, Webhook>();
	readonly deliveries: Delivery[] = [];
	private readonly underWay = new Set<Promise<void>>();
	private readonly retries = new Set<NodeJS.Timeout>();

	constructor(
		private readonly switches: AshbySwitches,
		private readonly now: () => Date,
	) {}

	get(id: string): Webhook {
		const hook = this.hooks.get(id);
		if (!hook) throw new Refusal('webhook_not_found', 'Webhook not found');
		return hook;
	}

	/** Registers a webhook and pings it; it stays disabled unless the ping is answered below 400. */
	async create(options: Omit<Webhook, 'id' | 'enabled'>): Promise<Webhook> {
		const isSame = (hook: Webhook) =>
			hook.requestUrl === options.requestUrl && hook.webhookType === options.webhookType;
		if ([...this.hooks.values()].some(isSame)) {
			throw new Refusal('invalid_input', 'There is a duplicate webhook with this type and URL');
		}
		const hook = { id: randomUUID(), enabled: false, ...options };
		this.hooks.set(hook.id, hook);
		await this.enable(hook);
		return hook;
	}

	async update(id: string, change: Partial<Omit<Webhook, 'id' | 'webhookType'>>): Promise<Webhook> {
		const hook = this.get(id);
		Object.assign(hook, change);
		if (hook.enabled) await this.enable(hook);
		return hook;
	}

	delete(id: string): void {
		this.hooks.delete(this.get(id).id);
	}

	/** Tells the enabled webhooks of these types, under one webhookActionId. Does not wait. */
	notify(actions: WebhookType[], data: () => unknown): void {
		const hooks = [...this.hooks.values()].filter(
			({ enabled, webhookType }) => enabled && actions.includes(webhookType),
		);
		if (hooks.length === 0) return;
		const webhookActionId = randomUUID();
		// Converted to text now: the data may have changed by the time of a retry.
		const text = JSON.stringify(data());
		for (const hook of hooks) {
			const action = hook.webhookType;
			const body = JSON.stringify({ webhookActionId, action, data: JSON.parse(text) });
			const fate = this.fate?.(action);
			if (fate === 'lost') continue;
			if (typeof fate === 'number') {
				this.later(fate, () => this.attempt(hook, action, body, 0));
				continue;
			}
			for (let times = fate === 'twice' ? 2 : 1; times > 0; times--) {
				this.track(this.attempt(hook, action, body, 0));
			}
		}
	}

	/** Resolves when no delivery is under way; retries that wait for their time are not waited for. */
	async settled(): Promise<void> {
		while (this.underWay.size > 0) await Promise.all(this.underWay);
	}

	/** Forgets all retries that wait. */
	stop(): void {
		for (const timer of this.retries) clearTimeout(timer);
		this.retries.clear();
	}

	/** A webhook is enabled if its ping is answered; depending on the switch, the ping comes after the response. */
	private async enable(hook: Webhook): Promise<void> {
		const pinged = this.ping(hook).then((isAnswered) => {
			hook.enabled = isAnswered;
		});
		if (this.switches.webhookPing === 'awaited') await pinged;
		else this.track(pinged);
	}

	private async ping(hook: Webhook): Promise<boolean> {
		const data = { webhookActionType: 'ping' };
		const body = JSON.stringify({ webhookActionId: randomUUID(), action: 'ping', data });
		const status = await this.deliver(hook, 'ping', body, 0);
		return status > 0 && status < 400;
	}

	private async attempt(hook: Webhook, action: string, body: string, attempt: number) {
		const status = await this.deliver(hook, action, body, attempt);
		const isDone = (status > 0 && status < 400) || FINAL_STATUSES.includes(status);
		if (isDone || attempt >= this.switches.webhookRetries) return;
		const waitMs = (2 ** (attempt + 1) - 1) * this.switches.webhookRetryBaseMs;
		this.later(waitMs, () => this.attempt(hook, action, body, attempt + 1));
	}

	private later(ms: number, attempt: () => Promise<void>): void {
		const timer = setTimeout(() => {
			this.retries.delete(timer);
			this.track(attempt());
		}, ms);
		timer.unref();
		this.retries.add(timer);
	}

	/** Posts a signed body. Returns the status, 0 when there is no answer. */
	private async deliver(hook: Webhook, action: string, body: string, attempt: number) {
		const { requestUrl: url, secretToken } = hook;
		const signature = createHmac('sha256', secretToken).update(body).digest('hex');
		const at = this.now();
		const headers = {
			'content-type': 'application/json',
			'ashby-signature': `sha256=${signature}`,
		};
		const signal = AbortSignal.timeout(TIMEOUT_MS);
		const status = await http.post(url, Buffer.from(body), { headers, signal }).then(
			(answer) => answer.status,
			() => 0,
		);
		this.deliveries.push({ at, url, action, body: JSON.parse(body), status, attempt });
		return status;
	}

	private track(delivery: Promise<void>): void {
		this.underWay.add(delivery);
		void delivery.finally(() => this.underWay.delete(delivery));
	}
}
