/** What tests of the Ashby Trigger share: an n8n that only knows this node, within Ashby's reach. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { IDataObject, INodeParameters, INodeType, IWebhookResponseData } from 'n8n-workflow';

import { http } from '../../../../scripts/http.mts';
import { AshbyTrigger } from '../../../../nodes/Ashby/AshbyTrigger.node.ts';
import type { AshbySwitches, Permission, Webhook } from '../../../sandbox/ashby.mts';
import { type Answered, hookContext, webhookContext } from '../../../support/contexts.mts';
import type { ContextOptions } from '../../../support/nodeWorkflow.mts';
import { TwoJobs } from '../../../support/twoJobs.mts';
import { startEach } from '../../setUp.mts';

/** How the node waits in tests. */
export const mockPace: {
	/** The share of its waits that it really waits: none in publishing, which few tests are about. */
	share: number;
	/** What it does instead of waiting. */
	instead?: () => Promise<unknown>;
} = { share: 1 };

// A test imports this file first, so that all code of the nodes gets it.
jest.mock('n8n-workflow', () => {
	const actual = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
	const { sleep } = actual;
	return { ...actual, sleep: (ms: number) => mockPace.instead?.() ?? sleep(mockPace.share * ms) };
});

export const node: INodeType = new AshbyTrigger();
export const hooks = node.webhookMethods!.default!;

/** A request as it reached n8n. */
export interface Posted {
	path: string;
	headers: Record<string, string>;
	rawBody: Buffer;
}

/**
 * Does with the node what n8n 2.41.1 does: reads the stored state for each delivery and writes the
 * whole of it back when the node changed it; answers 500 and records the failure when it throws;
 * answers 200 at the end unless the node says that it has answered.
 */
export class AshbyTriggerSetUp extends TwoJobs {
	/** The state of the node in n8n's database. */
	stored = '{}';
	parametersNow: INodeParameters = {};
	readonly items: IDataObject[] = [];
	readonly failures: Error[] = [];
	readonly posted: Posted[] = [];
	/** Called before the node sees a request; what it returns is answered instead. */
	inTheWay?: (posted: Posted) => number | undefined;
	private readonly underWay = new Set<Promise<void>>();
	private readonly server: Server;

	constructor(switches: Partial<AshbySwitches> = {}) {
		super({ webhookRetries: 0, ...switches });
		this.server = createServer((request, response) => {
			const handling = this.handle(request, response);
			this.underWay.add(handling);
			void handling.finally(() => this.underWay.delete(handling));
		});
	}

	get webhookBaseUrl(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook`;
	}

	get state(): IDataObject {
		return JSON.parse(this.stored) as IDataObject;
	}

	get webhooks(): Webhook[] {
		return [...this.ashby.webhooks.hooks.values()];
	}

	/** Methods of Ashby's API that were called, such as `webhook.create`. */
	get asked(): string[] {
		return this.ashby.requests.map(({ path }) => path.slice(1));
	}

	/** How Ashby's pings were answered. */
	get pings(): number[] {
		const { deliveries } = this.ashby.webhooks;
		return deliveries.filter(({ action }) => action === 'ping').map(({ status }) => status);
	}

	/** How Ashby's deliveries of events were answered. */
	get statuses(): number[] {
		const { deliveries } = this.ashby.webhooks;
		return deliveries.filter(({ action }) => action !== 'ping').map(({ status }) => status);
	}

	/** From now on, the credential's key only has these permissions. */
	allow(...permissions: Permission[]): void {
		this.ashby.keys.get(this.key)!.permissions = permissions;
	}

	async start(): Promise<void> {
		await this.ashby.start();
		await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
		this.parametersNow = this.parameters();
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((done) => this.server.close(done));
		this.ashby.park();
		expect(this.ashby.violations).toEqual([]);
	}

	options(staticData: IDataObject): ContextOptions {
		const { webhookBaseUrl } = this;
		const parameters = structuredClone(this.parametersNow);
		return { parameters, credentials: this.credentials(), webhookBaseUrl, staticData };
	}

	/** Publishes, without waiting; n8n keeps the state only if that succeeds. */
	async publish(parameters = this.parametersNow): Promise<void> {
		this.parametersNow = parameters;
		const state = this.state;
		const context = () => hookContext(node, this.options(state));
		mockPace.share = 0;
		try {
			if (!(await hooks.checkExists.call(context()))) await hooks.create.call(context());
		} finally {
			mockPace.share = 1;
		}
		this.stored = JSON.stringify(state);
	}

	async unpublish(): Promise<void> {
		const state = this.state;
		await hooks.delete.call(hookContext(node, this.options(state)));
		this.stored = JSON.stringify(state);
	}

	/** Waits until all that was delivered has been dealt with. */
	async settled(): Promise<void> {
		await this.ashby.webhooks.settled();
		while (this.underWay.size > 0) await Promise.all(this.underWay);
	}

	/** Somebody posts the same again, or what they made of it. */
	async post({ path, headers, rawBody }: Posted): Promise<number> {
		const url = new URL(path, this.webhookBaseUrl);
		const { status } = await http.post(url.href, rawBody, { headers });
		await this.settled();
		return status;
	}

	/** The ids of the entries that started the workflow. */
	get started(): unknown[] {
		return this.items.map(({ id }) => id);
	}

	/** How often an application was looked up. */
	get lookups(): number {
		return this.asked.filter((method) => method === 'application.info').length;
	}

	/** Somebody moves into the watched stage, and Ashby delivers that. */
	async moved(name = 'Ada'): Promise<{ entry: string; posted: Posted }> {
		const entry = this.move(this.apply(name), 'Video Interview');
		await this.settled();
		return { entry, posted: this.lastPosted };
	}

	/** Somebody moves, and the delivery of it doesn't arrive. */
	async movedUnheard(): Promise<{ entry: string; posted: Posted }> {
		this.inTheWay = () => 502;
		const moved = await this.moved();
		this.inTheWay = undefined;
		return moved;
	}

	/** A delivery of that body, signed with the secret of the published webhook or another one. */
	signed(body: unknown, secret = this.webhooks[0].secretToken): Posted {
		const rawBody = Buffer.from(JSON.stringify(body));
		const signature = createHmac('sha256', secret).update(rawBody).digest('hex');
		const { pathname, search } = new URL(this.webhooks[0].requestUrl);
		return {
			path: pathname + search,
			headers: { 'content-type': 'application/json', 'ashby-signature': `sha256=${signature}` },
			rawBody,
		};
	}

	/** The last delivery that was not a ping. */
	get lastPosted(): Posted {
		return this.posted.filter(({ rawBody }) => !rawBody.includes('"ping"')).at(-1)!;
	}

	/** Runs the node for a request. */
	async run(
		{ path, headers, rawBody }: Posted,
		options: ContextOptions,
		onAnswer?: (answered: Answered) => void,
	): Promise<IWebhookResponseData> {
		const query = Object.fromEntries(new URL(path, 'http://n8n.invalid').searchParams);
		const body = JSON.parse(rawBody.toString()) as unknown;
		const arrived = { body, query, headers, rawBody, onAnswer };
		return await node.webhook!.call(webhookContext(node, options, arrived).context);
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const headers = Object.fromEntries(
			Object.entries(request.headers).filter(([name]) => /^(ashby-|content-type)/.test(name)),
		) as Record<string, string>;
		const posted: Posted = { path: String(request.url), headers, rawBody: await buffer(request) };
		this.posted.push(posted);
		const answer = (status: number) => {
			if (!response.headersSent) response.writeHead(status).end();
		};
		const instead = this.inTheWay?.(posted);
		if (instead !== undefined) return answer(instead);

		const before = this.stored;
		const state = this.state;
		const onAnswer = ({ status = 200 }: Answered) => answer(status);
		try {
			const returned = await this.run(posted, this.options(state), onAnswer);
			// The workflow's state is written back as it was read, with the changes of this delivery.
			const after = JSON.stringify(state);
			if (after !== before) this.stored = after;
			this.items.push(...(returned.workflowData?.[0] ?? []).map(({ json }) => json));
			// n8n throws if it responds a second time, and Ashby waits for nothing if nobody responds.
			if (response.headersSent !== (returned.noWebhookResponse === true)) {
				this.failures.push(new Error('Answered twice or never'));
			}
			answer(200);
		} catch (error) {
			this.failures.push(error as Error);
			answer(500);
		}
	}
}

/** The same delivery with another signature, or without one. */
export function withSignature(posted: Posted, signature?: string): Posted {
	const headers = { ...posted.headers };
	if (signature === undefined) delete headers['ashby-signature'];
	else headers['ashby-signature'] = signature;
	return { ...posted, headers };
}

/** The n8n of the current test, in files that call `useAshbyTrigger`. */
export let now: AshbyTriggerSetUp;

/** @param wait what the node does instead of waiting, for tests that aren't about waiting */
export function useAshbyTrigger(
	switches: Partial<AshbySwitches> = {},
	wait?: () => Promise<unknown>,
): void {
	startEach(() => {
		mockPace.instead = wait;
		return (now = new AshbyTriggerSetUp(switches));
	});
}
