import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { answerInstead, send } from './faults.mts';
import type { Answer, Fault } from './faults.mts';

/** A request as a sandbox sees it. `path` is the URL's path with its leading slash, without the query. */
export interface SandboxRequest {
	method: string;
	path: string;
	query: Record<string, string>;
	headers: IncomingHttpHeaders;
	/** The raw body; empty when there is none. */
	text: string;
	/** The body read as JSON; undefined when there is none or it is not JSON. */
	body: any;
}

/** One request with what was answered. A dropped connection has status 0 when nothing was processed. */
export interface Exchange {
	at: Date;
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: any;
	status: number;
	answer: any;
	/** Bytes of the bodies, without headers. */
	bytesIn: number;
	bytesOut: number;
	/** The fault that was put on this request, if any. */
	fault?: Fault;
}

export interface Counts {
	requests: number;
	bytesIn: number;
	bytesOut: number;
	byPath: Record<string, number>;
	/** The largest number of requests that were under way at one time. */
	mostAtOnce: number;
}

const noCounts = (): Counts => ({
	requests: 0,
	bytesIn: 0,
	bytesOut: 0,
	byPath: {},
	mostAtOnce: 0,
});

/** A server that listens, and the sandbox that answers there now. */
interface Listener {
	app: FastifyInstance;
	url: string;
	sandbox?: SandboxServer;
}

/** Servers of sandboxes that have ended, for the next ones of the same test file. */
const parked: Listener[] = [];
if (typeof afterAll === 'function') {
	afterAll(async () => {
		for (const { app } of parked.splice(0)) await app.close();
	});
}

/**
 * What the local Ashby and the local Willo have in common: starting and stopping, the log of
 * requests, counters, faults and the check of every exchange. A vendor's sandbox extends it and
 * implements `answer`, a function from a request to plain data.
 */
export abstract class SandboxServer {
	/** The address, `http://127.0.0.1:<port>`, once started. */
	url = '';
	requests: Exchange[] = [];
	/** Off for benchmarks: the counters keep running, the log stays empty. */
	keepRequests = true;
	counts = noCounts();
	/** Asked before each request; `number` is 1 for the first request since the start or `resetLog`. */
	fault?: (request: { path: string; body: any; number: number }) => Fault | undefined;
	/** Sees every exchange before its answer is sent; what it throws is kept in `violations`. */
	onExchange?: (exchange: Exchange) => void;
	violations: string[] = [];

	private listener?: Listener;
	private underWay = 0;

	/** `now` is the clock of everything the sandbox returns and stores. */
	constructor(readonly now: () => Date = () => new Date()) {}

	/** What the vendor answers. */
	protected abstract answer(request: SandboxRequest): Answer | Promise<Answer>;

	/** The vendor's way of refusing with one of its codes. */
	protected abstract answerOfCode(code: string): Answer;

	/** Headers of every answer. */
	protected headers(): Record<string, string> {
		return { date: this.now().toUTCString() };
	}

	/** Starts listening on the loopback address; port 0 takes a free one. Returns the address. */
	async start(port = 0): Promise<string> {
		this.listener = (port === 0 && parked.pop()) || (await listen(port));
		this.listener.sandbox = this;
		this.url = this.listener.url;
		return this.url;
	}

	async stop(): Promise<void> {
		await this.listener?.app.close();
		this.listener = undefined;
	}

	/** Ends after a test. The next sandbox of the file gets the server, which is faster than to start another one. */
	park(): void {
		if (this.listener) parked.push(this.listener);
		this.listener = undefined;
	}

	/** Forgets the log, the counters and the violations, not the data. */
	resetLog(): void {
		this.requests = [];
		this.violations = [];
		this.counts = noCounts();
	}

	async handle(incoming: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		const text = typeof incoming.body === 'string' ? incoming.body : '';
		const request: SandboxRequest = {
			method: incoming.method,
			path: incoming.url.split('?')[0],
			query: incoming.query as Record<string, string>,
			headers: incoming.headers,
			text,
			body: parse(text),
		};
		const bytesIn = Buffer.byteLength(text);
		this.counts.requests++;
		this.counts.bytesIn += bytesIn;
		this.counts.byPath[request.path] = (this.counts.byPath[request.path] ?? 0) + 1;
		this.counts.mostAtOnce = Math.max(this.counts.mostAtOnce, ++this.underWay);

		const at = this.now();
		const { method, path, headers, body = text || undefined } = request;
		const fault = this.fault?.({ path, body, number: this.counts.requests });
		try {
			if (fault?.kind === 'delay') await sleep(fault.ms);
			const answer =
				answerInstead(fault, (code) => this.answerOfCode(code)) ?? (await this.answer(request));
			answer.headers = { ...this.headers(), ...answer.headers };
			const exchange: Exchange = {
				at,
				method,
				path,
				headers,
				body,
				status: answer.status,
				answer: answer.body,
				bytesIn,
				bytesOut: 0,
				fault,
			};
			// Logged and checked first: the caller may check it right after the response.
			if (this.keepRequests) this.requests.push(exchange);
			this.check(exchange);
			exchange.bytesOut = send(reply, answer, fault);
			this.counts.bytesOut += exchange.bytesOut;
		} finally {
			this.underWay--;
		}
		return reply;
	}

	private check(exchange: Exchange): void {
		try {
			this.onExchange?.(exchange);
		} catch (violation) {
			this.violations.push(violation instanceof Error ? violation.message : String(violation));
		}
	}
}

async function listen(port: number): Promise<Listener> {
	const app = fastify({ forceCloseConnections: true, bodyLimit: 10 * 1024 * 1024 });
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	const listener: Listener = { app, url: '' };
	app.all('/*', async (request, reply) => await listener.sandbox?.handle(request, reply));
	listener.url = await app.listen({ port, host: '127.0.0.1' });
	return listener;
}

function parse(text: string): unknown {
	try {
		return text === '' ? undefined : JSON.parse(text);
	} catch {
		return undefined;
	}
}
