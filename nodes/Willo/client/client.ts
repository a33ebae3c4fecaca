import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { HttpAnswer, HttpRequest, NodeContext, Patience, Send } from '../../shared/api/http';
import { sendPatiently, sendWithCredential } from '../../shared/api/http';
import { endlessnessOf } from '../../shared/api/paging';
import { endlessList, failureOf, noAnswer, strangePage, unexpectedAnswer } from './failures';
import type { Page, WilloObject } from './types';

export const DEFAULT_BASE_URL = 'https://api.willotalent.com/api/integrations/v2';

/** The most rows a page can hold. */
export const PAGE_SIZE = 30;

/** After this many pages, lists are read more slowly: Willo throttles continuous reading. */
const UNPACED_PAGES = 20;
const PACE_MS = 250;

/** Ten of Willo's one-minute windows: many candidates may be invited at once, or others use the key. */
const LONGEST_SENDING_WAIT_MS = 600_000;

export type ClientOptions = Pick<Patience, 'longestWaitMs' | 'timeLeftMs' | 'tries' | 'wait'>;

/**
 * The only client for Willo's API: `<base>/<resource>/` with the trailing slash that Django requires. Retries while that
 * can help, and turns every refusal into an `ApiFailure`.
 *
 * A POST is never repeated after a lost answer or a 5xx, because it may have been carried out
 * (`outcomeUnknown`), and a second one would invite a person twice. The other methods are safe to repeat.
 */
export class WilloClient {
	private readonly baseUrl: string;

	constructor(
		private readonly send: Send,
		baseUrl: string,
		private readonly options: ClientOptions = {},
	) {
		this.baseUrl = baseUrl.trim().replace(/\/+$/, '');
	}

	/**
	 * One object by its key.
	 *
	 * @throws ApiFailure with `code` `not_found` if it doesn't exist
	 */
	async get<T extends WilloObject>(resource: string, key: string): Promise<T> {
		const what = `the ${singular(resource)} ${key}`;
		const answer = await this.request(what, { method: 'GET', url: this.url(resource, key) });
		return objectIn<T>(answer, what, false);
	}

	/**
	 * Creates an object.
	 *
	 * @param timeLeftMs the time left for sending; no wait exceeds it. Until then, throttling is waited out
	 * @throws ApiFailure; if `outcomeUnknown` is set, check before creating again
	 */
	async create<T extends WilloObject>(
		resource: string,
		body: IDataObject,
		timeLeftMs?: () => number,
	): Promise<T> {
		const what = `a new ${singular(resource)}`;
		const request = { method: 'POST', url: this.url(resource), body } as const;
		const answer = await this.request(what, request, timeLeftMs);
		return objectIn<T>(answer, what, true);
	}

	async update(resource: string, key: string, body: IDataObject): Promise<void> {
		const what = `the change of the ${singular(resource)} ${key}`;
		await this.request(what, { method: 'PATCH', url: this.url(resource, key), body });
	}

	async delete(resource: string, key: string): Promise<void> {
		const what = `the removal of the ${singular(resource)} ${key}`;
		await this.request(what, { method: 'DELETE', url: this.url(resource, key) });
	}

	/**
	 * One page of a list.
	 *
	 * @param next the `next` of the previous page, instead of a query
	 * @throws ApiFailure, also if `next` leads to another host than the base URL's
	 */
	async page<T extends WilloObject>(
		resource: string,
		query: IDataObject = {},
		next?: string,
	): Promise<Page<T>> {
		const what = `the list of ${resource}`;
		const first = this.url(resource);
		const url = next === undefined ? first : this.ownUrl(next, first, what);
		const qs = next === undefined ? { page_size: PAGE_SIZE, ...query } : undefined;
		const answer = await this.request(what, { method: 'GET', url, qs });
		const { body } = answer;
		const isEnvelope = typeof body === 'object' && body !== null && 'results' in body;
		const rows: unknown = isEnvelope ? body.results : body;
		if (!Array.isArray(rows)) throw unexpectedAnswer(what, answer.status, false);
		const following = isEnvelope && 'next' in body ? body.next : undefined;
		return {
			rows: rows as T[],
			// Checked right away, since a token for a later page must be safe to return.
			next:
				typeof following === 'string' && following ? this.ownUrl(following, url, what) : undefined,
			serverTime: timeOf(answer.headers.date),
		};
	}

	/**
	 * The rows of a list, page by page, for as long as the caller keeps reading. Each row is returned once, even if newer
	 * rows move it to the next page in the meantime.
	 */
	async *rows<T extends WilloObject>(
		resource: string,
		query: IDataObject = {},
	): AsyncGenerator<T, void, undefined> {
		const seen = new Set<string>();
		const isEndless = endlessnessOf();
		let pages = 0;
		let next: string | undefined;
		do {
			if (pages++ >= UNPACED_PAGES) await (this.options.wait ?? sleep)(PACE_MS);
			const page: Page<T> = await this.page<T>(resource, query, next);
			if (page.next && isEndless(page.next, page.rows.length)) {
				throw endlessList(`the list of ${resource}`);
			}
			for (const row of page.rows) {
				if (row.key !== undefined && seen.has(row.key)) continue;
				if (row.key !== undefined) seen.add(row.key);
				yield row;
			}
			next = page.next;
		} while (next !== undefined);
	}

	/**
	 * At most `limit` rows of a list, reading no page more than needed.
	 *
	 * @param fits checks each row, because a list may ignore unknown filters
	 */
	async firstRows<T extends WilloObject>(
		resource: string,
		limit: number,
		query: IDataObject = {},
		fits: (row: T) => boolean = () => true,
	): Promise<T[]> {
		const found: T[] = [];
		if (limit <= 0) return found;
		for await (const row of this.rows<T>(resource, query)) {
			if (fits(row)) found.push(row);
			if (found.length >= limit) break;
		}
		return found;
	}

	private url(...segments: string[]): string {
		return `${[this.baseUrl, ...segments.map(encodeURIComponent)].join('/')}/`;
	}

	/**
	 * The address in `next`, which must be on the base URL's host to receive the key. It gets the base URL's protocol,
	 * because a server behind a proxy may return http.
	 */
	private ownUrl(next: string, from: string, what: string): string {
		const base = new URL(this.baseUrl);
		const target = new URL(next, from);
		if (target.host !== base.host) throw strangePage(what, target.host);
		target.protocol = base.protocol;
		return target.href;
	}

	/** @param what the subject of the request, for messages */
	private async request(
		what: string,
		request: HttpRequest,
		timeLeftMs?: () => number,
	): Promise<HttpAnswer> {
		const headers = {
			Accept: 'application/json',
			...(request.body && { 'Content-Type': 'application/json' }),
		};
		const isPost = request.method === 'POST';
		const patience = {
			...this.options,
			...(timeLeftMs && { timeLeftMs, longestWaitMs: LONGEST_SENDING_WAIT_MS }),
			repeatable: !isPost,
		};
		const outcome = await sendPatiently(this.send, { ...request, headers }, patience);
		if ('noAnswer' in outcome) throw noAnswer(what, outcome.noAnswer, isPost);
		const failure = failureOf(what, outcome.answer, isPost);
		if (failure) throw failure;
		return outcome.answer;
	}
}

/**
 * The client for a node: authenticated with the node's `Willo API` credential.
 *
 * @throws n8n's own error if the node has no credential
 */
export async function willoClient(
	context: NodeContext,
	options?: ClientOptions,
): Promise<WilloClient> {
	const { baseUrl } = await context.getCredentials<{ baseUrl?: string }>('willoApi');
	return new WilloClient(
		sendWithCredential(context, 'willoApi'),
		baseUrl?.trim() ? baseUrl : DEFAULT_BASE_URL,
		options,
	);
}

/**
 * One cheap request that shows whether Willo can be used. Every user can read the list of interviews.
 *
 * @throws ApiFailure if Willo is down or doesn't accept the key
 */
export async function askForKey(client: WilloClient): Promise<void> {
	await client.page('interviews', { page_size: 1 });
}

function singular(resource: string): string {
	return resource.replace(/s$/, '');
}

function objectIn<T extends WilloObject>(answer: HttpAnswer, what: string, isWrite: boolean): T {
	const { body, status } = answer;
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw unexpectedAnswer(what, status, isWrite);
	}
	return body as T;
}

function timeOf(date: unknown): number | undefined {
	const time = Date.parse(String(date));
	return Number.isNaN(time) ? undefined : time;
}
