import type {
	IAllExecuteFunctions,
	IDataObject,
	IHookFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { isObjectEmpty, sleep } from 'n8n-workflow';
import { TOO_LARGE } from './reasons';

/** The contexts in which n8n gives a node its HTTP helpers and credentials. */
export type NodeContext =
	| IAllExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

export interface HttpRequest {
	method: IHttpRequestMethods;
	url: string;
	headers?: Record<string, string>;
	qs?: IDataObject;
	body?: IDataObject;
}

/** An answer with any status. `body` is parsed JSON, or text if it isn't JSON. */
export interface HttpAnswer {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** Sends one request. Only rejects without an answer: unreachable, timed out, or closed. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** The result of a request after all tries: an answer, or the reason there is none. */
export type RequestOutcome = { answer: HttpAnswer } | { noAnswer: string };

export interface Patience {
	/** Whether the request may be sent again after a lost answer or a 5xx. */
	repeatable: boolean;
	/** Maximum number of tries, including the first, for callers that would rather fail than wait. */
	tries?: number;
	/** Maximum total wait in ms before giving up. */
	longestWaitMs?: number;
	/** Milliseconds left for waiting, checked before each wait. */
	timeLeftMs?: () => number;
	wait?: (ms: number) => Promise<unknown>;
}

/** For a whole request, from the connection to the last byte, since an answer may also trickle in forever. */
export const TIMEOUT_MS = 20_000;

/** Far larger than any page of either vendor. */
const LARGEST_BODY = 20 * 1024 * 1024;

/** Rate limits are per minute, so the next request succeeds after one. */
const LONGEST_WAIT_MS = 65_000;

/** Maximum number of tries for requests that aren't throttled. */
const TRIES = 4;

/**
 * Maximum pause between tries if a throttled request has no `Retry-After`. Longer pauses would waste much of the next
 * minute.
 */
const LONGEST_PAUSE_MS = 4_000;

/** The number of requests sent so far, by context. */
const sent = new WeakMap<NodeContext, number>();

/** The number of requests sent with a context, including retries. */
export function requestsOf(context: NodeContext): number {
	return sent.get(context) ?? 0;
}

/** n8n's request helper with the credential applied, as a `Send`. */
export function sendWithCredential(context: NodeContext, credentialType: string): Send {
	return async (request) => {
		sent.set(context, requestsOf(context) + 1);
		const signal = AbortSignal.timeout(TIMEOUT_MS);
		const answer = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			credentialType,
			{
				...request,
				// n8n drops an empty object, but sends it as text.
				...(request.body && isObjectEmpty(request.body) ? { body: '{}' } : {}),
				json: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				abortSignal: signal,
				// n8n reads a body without any limit on time or size.
				encoding: 'stream',
				// A redirect would send the key to another address.
				disableFollowRedirect: true,
			},
		)) as { statusCode: number; headers: Record<string, unknown>; body: unknown };
		const { statusCode: status, headers = {}, body } = answer;
		return { status, headers, body: await bodyOf(body, signal) };
	};
}

/** The part of Node.js's `Readable` that is used here. Nodes must not import it. */
type Body = AsyncIterable<Buffer> & { destroy(error: Error): void };

/**
 * The body from n8n's request helper, which may be a stream or already be read: parsed JSON, or text if it isn't JSON.
 *
 * @throws an error with a code if the signal aborts it or it is too large
 */
export async function bodyOf(body: unknown, signal: AbortSignal): Promise<unknown> {
	const isStream = typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
	const text = isStream ? await read(body as Body, signal) : body;
	return typeof text === 'string' ? parsed(text) : text;
}

/** The error of a request that took too long. */
export function timedOut(): Error {
	return Object.assign(new Error('Timed out'), { code: 'ETIMEDOUT' });
}

async function read(body: Body, signal: AbortSignal): Promise<string> {
	const giveUp = () => body.destroy(timedOut());
	signal.addEventListener('abort', giveUp);
	try {
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of body) {
			chunks.push(chunk);
			size += chunk.length;
			// Throwing here closes the connection.
			if (size > LARGEST_BODY) throw Object.assign(new Error('Too large'), { code: TOO_LARGE });
		}
		return new TextDecoder().decode(Buffer.concat(chunks));
	} finally {
		signal.removeEventListener('abort', giveUp);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/**
 * Sends a request and retries while that can help. After a 429, which means that the request wasn't carried out, it
 * retries until the rate limit has reset. After a 5xx or a lost answer, it retries three times, and only if the request
 * is `repeatable`. Waits 1 s, 2 s, 4 s with jitter, and at least as long as `Retry-After`.
 */
export async function sendPatiently(
	send: Send,
	request: HttpRequest,
	patience: Patience,
): Promise<RequestOutcome> {
	const { longestWaitMs = LONGEST_WAIT_MS, timeLeftMs = () => Infinity, wait = sleep } = patience;
	let waitedMs = 0;
	for (let attempt = 1; ; attempt++) {
		const outcome: RequestOutcome = await send(request).then(
			(answer) => ({ answer }),
			(reason: unknown) => ({ noAnswer: reasonOf(reason) }),
		);
		const waitMs = waitBeforeRetry(outcome, patience.repeatable, attempt);
		const tries = patience.tries ?? (isThrottled(outcome) ? Infinity : TRIES);
		if (waitMs === undefined || attempt >= tries) return outcome;
		if (waitedMs + waitMs > longestWaitMs || waitMs >= timeLeftMs()) return outcome;
		waitedMs += waitMs;
		await wait(waitMs);
	}
}

function isThrottled(outcome: RequestOutcome): boolean {
	return 'answer' in outcome && outcome.answer.status === 429;
}

function waitBeforeRetry(
	outcome: RequestOutcome,
	repeatable: boolean,
	attempt: number,
): number | undefined {
	const pauseMs = Math.min(1000 * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
	const backoffMs = pauseMs * (0.75 + Math.random() / 2);
	if ('noAnswer' in outcome) return repeatable ? backoffMs : undefined;
	const { status, headers } = outcome.answer;
	if (status !== 429 && !(status >= 500 && repeatable)) return undefined;
	return Math.max(backoffMs, retryAfterMs(headers) ?? 0);
}

/** `Retry-After` in ms, given in seconds or as a date (RFC 9110 §10.2.3), or undefined. */
export function retryAfterMs(headers: Record<string, unknown>): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const seconds = Number(value);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const until = Date.parse(String(value));
	// The answer's `Date` is the vendor's clock. This machine's clock may be wrong.
	const now = Date.parse(String(headers.date));
	return Number.isNaN(until)
		? undefined
		: Math.max(0, until - (Number.isNaN(now) ? Date.now() : now));
}

/** A short reason for a missing answer. Never includes the request, which contains the key. */
function reasonOf(reason: unknown): string {
	const seen = reason as { code?: unknown; cause?: { code?: unknown }; message?: unknown };
	const code = [seen?.code, seen?.cause?.code].find((value) => typeof value === 'string');
	if (code) return String(code);
	if (/time[d]?[ -]?out/i.test(String(seen?.message))) return 'timed out';
	// Any other error has nothing to do with the network.
	const { name } = Object(reason) as Partial<Error>;
	return name === undefined || name === 'Error' ? 'the connection was closed' : name;
}
