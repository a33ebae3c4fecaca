/** The sandbox page: what the local Ashby and the local Willo contain, and what people do there. */
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

import { pageState } from './page/state.mts';
import type { Sandboxes } from './page/state.mts';
import { CONDITIONS, Vendor } from './page/vendors.mts';
import type { Exchange } from './server.mts';

const FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'page');

const FILES: Record<string, [name: string, type: string]> = {
	'/': ['index.html', 'text/html'],
	'/elements.js': ['elements.js', 'text/javascript'],
	'/page.js': ['page.js', 'text/javascript'],
	'/answer.js': ['answer.js', 'text/javascript'],
	'/vendors.js': ['vendors.js', 'text/javascript'],
	'/page.css': ['page.css', 'text/css'],
	'/board.css': ['board.css', 'text/css'],
	'/interviews.css': ['interviews.css', 'text/css'],
};

/** Nothing from elsewhere, nothing inline: a candidate's text could not run even if it got into the page. */
const HEADERS = {
	'content-security-policy':
		"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'cache-control': 'no-store',
};

const text = z.string().trim().min(1);
/** A field of a form that was left empty counts as absent. */
const optional = z
	.string()
	.trim()
	.optional()
	.transform((value) => value || undefined);

const MOVE = z.object({ applicationId: text, stageId: text });
const CANDIDATE = z.object({ jobId: text, name: text, email: optional, phone: optional });
const RESPONSE = z.object({ participantKey: text, answers: z.array(z.string()) });
const CONDITION = z.object({ vendor: z.enum(['ashby', 'willo']), condition: z.enum(CONDITIONS) });

/** The n8n that is connected to the sandboxes. */
export interface Connected {
	workflowUrl: string;
	/** How often its triggers poll. */
	pollEveryMs: number;
	/** What a person enters in credentials of their own. */
	credentials: Record<string, { apiKey: string; baseUrl: string }>;
}

export class SandboxPage {
	url = '';
	private app?: FastifyInstance;

	private readonly vendors: Record<'ashby' | 'willo', Vendor>;

	constructor(
		private readonly sandboxes: Sandboxes,
		private readonly connected?: Connected,
	) {
		const { ashby, willo } = sandboxes;
		this.vendors = { ashby: new Vendor(ashby), willo: new Vendor(willo) };
	}

	/** Starts listening on the loopback address; port 0 takes a free one. Returns the address. */
	async start(port = 0): Promise<string> {
		const app = fastify({ forceCloseConnections: true });
		// JSON only: a form on another site cannot send it without asking first.
		app.removeContentTypeParser('text/plain');
		app.addHook('onSend', async (_request, reply) => {
			reply.headers(HEADERS);
		});
		for (const [address, [name, type]] of Object.entries(FILES)) {
			app.get(address, async (_request, reply) => {
				return await reply
					.type(`${type}; charset=utf-8`)
					.send(readFileSync(path.join(FOLDER, name)));
			});
		}
		app.get('/page/state', () => ({
			...pageState(this.sandboxes),
			vendors: { ashby: this.vendors.ashby.view, willo: this.vendors.willo.view },
			connected: this.connected ?? null,
			polledAt: this.polledAt,
		}));
		this.act(app, '/page/move', MOVE, (body) => this.move(body));
		this.act(app, '/page/candidates', CANDIDATE, (body) => this.addCandidate(body));
		this.act(app, '/page/respond', RESPONSE, (body) => this.respond(body));
		this.act(app, '/page/condition', CONDITION, ({ vendor, condition }) =>
			this.vendors[vendor].set(condition),
		);
		this.app = app;
		this.url = await app.listen({ port, host: '127.0.0.1' });
		return this.url;
	}

	async stop(): Promise<void> {
		await this.app?.close();
		this.app = undefined;
	}

	/** An address that does something: 200 `{}`, or 400 with a `message` that a person can read. */
	private act<Schema extends z.ZodTypeAny>(
		app: FastifyInstance,
		address: string,
		schema: Schema,
		perform: (body: z.output<Schema>) => void | Promise<void>,
	): void {
		app.post(address, async (request, reply) => {
			const body = schema.safeParse(request.body);
			if (!body.success) {
				const [issue] = body.error.issues;
				return await reply.code(400).send({ message: `${issue.path.join('.')}: ${issue.message}` });
			}
			try {
				await perform(body.data);
				return {};
			} catch (refusal) {
				const message = refusal instanceof Error ? refusal.message : String(refusal);
				return await reply.code(400).send({ message });
			}
		});
	}

	/** When the Ashby Stage Trigger last began to poll. */
	private get polledAt(): string | undefined {
		const isPoll = ({ path }: Exchange) => path === '/application.list';
		return this.sandboxes.ashby.requests.findLast(isPoll)?.at.toISOString();
	}

	private move({ applicationId, stageId }: z.output<typeof MOVE>): void {
		this.sandboxes.ashby.move(applicationId, stageId);
	}

	private addCandidate({ jobId, ...person }: z.output<typeof CANDIDATE>): void {
		const { ashby } = this.sandboxes;
		if (!ashby.jobs.has(jobId)) throw new Error(`The sandbox has no job ${jobId}`);
		const candidate = ashby.addCandidate(person);
		ashby.addApplication({ candidateId: candidate.id, jobId });
	}

	/** Responds after the deliveries, so that the person who submits sees the result. */
	private async respond({ participantKey, answers }: z.output<typeof RESPONSE>): Promise<void> {
		await this.sandboxes.willo.respond(participantKey, answers);
	}
}
