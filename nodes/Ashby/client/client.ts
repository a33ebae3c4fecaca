import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { NodeContext, Patience, Send } from '../../shared/api/http';
import { sendPatiently, sendWithCredential } from '../../shared/api/http';
import { endlessnessOf } from '../../shared/api/paging';
import { emptyAnswer, endlessList, failureOf, isOutdated, noAnswer } from './failures';
import { serverTimeOf } from './serverTime';
import type { Answer } from './types';

export const DEFAULT_BASE_URL = 'https://api.ashbyhq.com';

/** The most rows a page can hold (Ashby's pagination guide). */
export const PAGE_SIZE = 100;

/**
 * After this many pages, lists are read more slowly, at about 400 pages a minute: Ashby allows 1,000 requests
 * per minute and key, and a long listing is less urgent than an invitation.
 */
const UNPACED_PAGES = 60;
const PACE_MS = 150;

/**
 * Writes that must not be sent twice. Tags and custom fields aren't included: adding, removing, or setting one
 * again changes nothing, and creating an existing tag returns it.
 */
const WRITES = new Set([
	'application.changeStage',
	'applicationFeedback.submit',
	'candidate.createNote',
	'customField.create',
	'webhook.delete',
	'webhook.update',
]);

export interface ClientOptions extends Pick<Patience, 'timeLeftMs' | 'wait'> {
	/** Number of tries, for callers that would rather fail fast (a credential test). */
	tries?: number;
}

/**
 * The only client for Ashby's API: `POST <base>/<category>.<method>` with JSON. Unwraps Ashby's envelope,
 * retries while that can help, and paces itself.
 */
export class AshbyClient {
	private pages = 0;
	private aheadMs = 0;
	/** Whether Ashby's latest answer said that the version of the API will be removed. */
	isOutdated = false;

	constructor(
		private readonly send: Send,
		private readonly baseUrl: string,
		private readonly options: ClientOptions = {},
	) {}

	/**
	 * Calls one endpoint.
	 *
	 * @param method such as `application.info`
	 * @param body the parameters; undefined keys are left out, because Ashby refuses `null` for cursors
	 *   and tokens
	 * @returns the envelope's `results` with the paging fields
	 * @throws ApiFailure if there is no answer or it isn't a success. A write is never repeated
	 *   after a lost answer or a 5xx: it may have been carried out (`outcomeUnknown`).
	 */
	async call<T>(method: string, body: IDataObject = {}): Promise<Answer<T>> {
		if (method.endsWith('.list') && this.pages++ >= UNPACED_PAGES) {
			await (this.options.wait ?? sleep)(PACE_MS);
		}
		const isWrite = WRITES.has(method);
		const outcome = await sendPatiently(
			this.send,
			{
				method: 'POST',
				url: `${this.baseUrl.trim().replace(/\/+$/, '')}/${method}`,
				headers: {
					Accept: 'application/json',
					'Content-Type': 'application/json',
					'Ashby-Version': '2026-01-01',
				},
				body: withoutUndefined(body),
			},
			{ ...this.options, repeatable: !isWrite },
		);
		if ('noAnswer' in outcome) throw noAnswer(method, outcome.noAnswer, isWrite);
		this.isOutdated = isOutdated(outcome.answer.headers);
		const failure = failureOf(method, outcome.answer, isWrite);
		if (failure) throw failure;
		const envelope = outcome.answer.body as {
			results: T;
			moreDataAvailable?: boolean;
			nextCursor?: string | null;
			syncToken?: string | null;
		};
		if ((envelope.results ?? null) === null) throw emptyAnswer(method, isWrite);
		if (envelope.moreDataAvailable && envelope.nextCursor && envelope.nextCursor === body.cursor) {
			throw endlessList(method);
		}
		const serverTime = serverTimeOf(outcome.answer.headers);
		this.aheadMs = serverTime === undefined ? 0 : serverTime - Date.now();
		return {
			results: envelope.results,
			moreDataAvailable: envelope.moreDataAvailable === true,
			nextCursor: envelope.nextCursor ?? undefined,
			syncToken: envelope.syncToken ?? undefined,
			serverTime,
		};
	}

	/** The current time by Ashby's clock according to its latest answer, in ms since the epoch. */
	now(): number {
		return Date.now() + this.aheadMs;
	}

	/**
	 * The rows of a list, page by page, for as long as the caller keeps reading. Stops only on
	 * `moreDataAvailable: false`: a page in the middle may be empty, and the last one may still carry a
	 * cursor.
	 *
	 * @throws ApiFailure, also if the list never ends
	 */
	async *rows<T>(method: string, body: IDataObject = {}): AsyncGenerator<T, void, undefined> {
		const isEndless = endlessnessOf();
		let cursor: string | undefined;
		do {
			const page: Answer<T[]> = await this.call<T[]>(method, { ...body, cursor });
			if (!Array.isArray(page.results)) throw emptyAnswer(method);
			yield* page.results;
			cursor = page.moreDataAvailable ? page.nextCursor : undefined;
			if (cursor && isEndless(cursor, page.results.length)) throw endlessList(method);
		} while (cursor);
	}

	/**
	 * At most `limit` rows of a list, reading no page more than needed.
	 *
	 * @param fits checks each row, for filters that Ashby doesn't have
	 */
	async firstRows<T>(
		method: string,
		limit: number,
		body: IDataObject = {},
		fits?: (row: T) => boolean,
	): Promise<T[]> {
		const found: T[] = [];
		if (limit <= 0) return found;
		const pageSize = fits ? PAGE_SIZE : Math.min(limit, PAGE_SIZE);
		for await (const row of this.rows<T>(method, { ...body, limit: pageSize })) {
			if (fits?.(row) === false) continue;
			found.push(row);
			if (found.length >= limit) break;
		}
		return found;
	}
}

/**
 * The client for a node: authenticated with the node's `Ashby API` credential.
 *
 * @throws n8n's own error if the node has no credential
 */
export async function ashbyClient(
	context: NodeContext,
	options?: ClientOptions,
): Promise<AshbyClient> {
	const { baseUrl } = await context.getCredentials<{ baseUrl?: string }>('ashbyApi');
	return new AshbyClient(
		sendWithCredential(context, 'ashbyApi'),
		baseUrl?.trim() ? baseUrl : DEFAULT_BASE_URL,
		options,
	);
}

function withoutUndefined(body: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
