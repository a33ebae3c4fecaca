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

/** The contexts in which n8n lends a node its HTTP helpers and its credentials. */
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

/** An answer with any status. `body` is parsed JSON, or the text when it was not JSON. */
export interface HttpAnswer {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** Sends one request. Rejects only when no answer came: unreachable, timed out, cut off. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** What came of a request after all tries: an answer, or the reason why there is none. */
export type Outcome = { answer: HttpAnswer } | { noAnswer: string };

export interface Patience {
	/** Whether a request whose answer was lost or a 5xx may be sent again. */
	repeatable: boolean;
	/** Most tries, the first included. */
	tries?: number;
	/** Longest wait in ms that a vendor may ask for before we stop and report it instead. */
	longestWaitMs?: number;
	/** Milliseconds still available for waiting, asked before each wait. */
	timeLeftMs?: () => number;
	wait?: (ms: number) => Promise<unknown>;
}

const TIMEOUT_MS = 20_000;

/** Limits are by the minute: whoever waits one out is served again. */
const LONGEST_WAIT_MS = 65_000;

/** n8n's request helper with the credential applied, as a `Send`. */
export function sendWithCredential(context: NodeContext, credentialType: string): Send {
	return async (request) => {
		const answer = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			credentialType,
			{
				...request,
				// n8n leaves out an empty object; as text it goes along.
				...(request.body && isObjectEmpty(request.body) ? { body: '{}' } : {}),
				json: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				timeout: TIMEOUT_MS,
				// A redirect would carry the key to another address.
				disableFollowRedirect: true,
			},
		)) as { statusCode: number; headers: Record<string, unknown>; body: unknown };
		return { status: answer.statusCode, headers: answer.headers ?? {}, body: answer.body };
	};
}

/**
 * Sends a request and tries again while that can help: after 429 always, because the vendor has
 * refused to carry the request out; after a 5xx or a lost answer only when it is `repeatable`.
 * Waits as long as `Retry-After` says, else 1 s, 2 s, 4 s … with jitter.
 */
export async function sendPatiently(
	send: Send,
	request: HttpRequest,
	patience: Patience,
): Promise<Outcome> {
	const {
		tries = 4,
		longestWaitMs = LONGEST_WAIT_MS,
		timeLeftMs = () => Infinity,
		wait = sleep,
	} = patience;
	for (let attempt = 1; ; attempt++) {
		const outcome: Outcome = await send(request).then(
			(answer) => ({ answer }),
			(reason: unknown) => ({ noAnswer: reasonOf(reason) }),
		);
		const waitMs = waitBeforeRetry(outcome, patience.repeatable, attempt);
		if (waitMs === undefined || attempt >= tries) return outcome;
		if (waitMs > longestWaitMs || waitMs >= timeLeftMs()) return outcome;
		await wait(waitMs);
	}
}

function waitBeforeRetry(
	outcome: Outcome,
	repeatable: boolean,
	attempt: number,
): number | undefined {
	const backoffMs = 1000 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
	if ('noAnswer' in outcome) return repeatable ? backoffMs : undefined;
	const { status, headers } = outcome.answer;
	if (status === 429) return retryAfterMs(headers) ?? backoffMs;
	if (status >= 500 && repeatable) return retryAfterMs(headers) ?? backoffMs;
	return undefined;
}

/** `Retry-After` in ms, given in seconds or as a date (RFC 9110 §10.2.3), or undefined. */
export function retryAfterMs(headers: Record<string, unknown>): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const seconds = Number(value);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const until = Date.parse(String(value));
	// The answer's own Date is the vendor's clock; this machine's may be wrong.
	const now = Date.parse(String(headers.date));
	return Number.isNaN(until)
		? undefined
		: Math.max(0, until - (Number.isNaN(now) ? Date.now() : now));
}

/** Why no answer came, in a few words that never hold the request itself (it carries the key). */
function reasonOf(reason: unknown): string {
	const seen = reason as { code?: unknown; cause?: { code?: unknown }; message?: unknown };
	const code = [seen?.code, seen?.cause?.code].find((value) => typeof value === 'string');
	if (code) return String(code);
	return /time[d]?[ -]?out/i.test(String(seen?.message))
		? 'timed out'
		: 'the connection was cut off';
}
