import type { INode, JsonObject, NodeApiError as NodeApiErrorType } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/** The kind of problem with a request. Determines whether to retry and what people can do. */
export type FailureKind =
	'credential' | 'permission' | 'rateLimited' | 'unavailable' | 'refused' | 'unexpectedAnswer';

export interface FailureDetails {
	kind: FailureKind;
	/** What happened, in the vendor's words if available. Never contains a key. */
	message: string;
	/** What people can do about it. */
	advice: string;
	/** The vendor's code, such as `sync_token_expired`. */
	code?: string;
	httpCode?: number;
	/** The vendor's ID of the request, which their support asks for. */
	requestId?: string;
	retryAfterMs?: number;
	/** The request may have been carried out although there was no usable answer. */
	outcomeUnknown?: boolean;
	/** It won't be tried again: see `needingAttention`. */
	needsAttention?: boolean;
}

/**
 * A failed request to a vendor's API. Thrown by the clients, which don't depend on n8n's nodes; `toNodeError` turns it
 * into the error that n8n shows.
 */
export class ApiFailure extends Error implements FailureDetails {
	declare readonly kind: FailureKind;
	declare readonly advice: string;
	declare readonly code?: string;
	declare readonly httpCode?: number;
	declare readonly requestId?: string;
	declare readonly retryAfterMs?: number;
	declare readonly outcomeUnknown?: boolean;
	declare readonly needsAttention?: boolean;

	constructor(details: FailureDetails) {
		super(details.message);
		Object.assign(this, details, { name: 'ApiFailure' });
	}

	/** The same failure with another message, or with advice for the operation in which it happened. */
	with(
		changes: Partial<Pick<FailureDetails, 'message' | 'advice' | 'needsAttention'>>,
	): ApiFailure {
		return new ApiFailure({ ...this, message: this.message, ...changes });
	}
}

/** The answer to a request, undefined if the request failed as expected: `undefinedIf(isNotFound, …)`. */
export async function undefinedIf<T>(
	isExpected: (failure: unknown) => boolean,
	answer: Promise<T>,
): Promise<T | undefined> {
	return await answer.catch((failure: unknown) => {
		if (isExpected(failure)) return undefined;
		throw failure;
	});
}

/**
 * Gives a failure better advice, for `catch`.
 *
 * @param adviceFor returns nothing for failures whose advice is good enough
 * @throws the failure
 */
export function advising(adviceFor: (failure: ApiFailure) => string | false | undefined) {
	return (failure: unknown): never => {
		const advice = failure instanceof ApiFailure && adviceFor(failure);
		throw advice ? failure.with({ advice }) : failure;
	};
}

const OF_ONE_REQUEST = new Set<FailureKind>(['unavailable', 'refused', 'unexpectedAnswer']);

/** Whether only this request failed, so that the next one may succeed. */
export function isOfOneRequest(error: unknown): boolean {
	return error instanceof ApiFailure && OF_ONE_REQUEST.has(error.kind);
}

/** Whether the failure ends without anybody doing anything. */
export function passesByItself(error: unknown): error is ApiFailure {
	const isOutage = (kind: FailureKind) => kind === 'unavailable' || kind === 'rateLimited';
	return error instanceof ApiFailure && isOutage(error.kind) && !error.needsAttention;
}

const CAUSES = {
	credential: 'credential-invalid',
	permission: 'configuration-invalid',
	rateLimited: 'rate-limited',
	unavailable: 'temporarily-unavailable',
} as const;

/**
 * Converts any error in a node to the error that n8n shows. An `ApiFailure` becomes a `NodeApiError` with
 * the vendor's message, its request ID, and the advice. n8n's own errors pass through with the item's
 * index. Anything else becomes a `NodeOperationError`.
 *
 * n8n's durable poller uses `failure` to decide how long to back off. Older versions of n8n ignore it.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiErrorType | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		if (itemIndex !== undefined) error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (error instanceof ApiFailure) {
		const cause = error.kind in CAUSES ? CAUSES[error.kind as keyof typeof CAUSES] : undefined;
		const options: ConstructorParameters<typeof NodeApiError>[2] = {
			message: error.message,
			description: describe(error),
			httpCode: error.httpCode === undefined ? undefined : String(error.httpCode),
			itemIndex,
		};
		if (cause) {
			Object.assign(options, {
				failure: { cause, ...(error.retryAfterMs ? { retryAfterMs: error.retryAfterMs } : {}) },
			});
		}
		const details: JsonObject = { message: error.message };
		if (error.code) details.code = error.code;
		const nodeError = new NodeApiError(node, details, options);
		// n8n replaces messages with codes such as ECONNREFUSED by its own, which name neither the vendor nor the cause.
		nodeError.message = error.message;
		return error.needsAttention ? needingAttention(nodeError) : nodeError;
	}
	const message = error instanceof Error ? error.message : String(error);
	return new NodeOperationError(node, message, { itemIndex });
}

/** The next step once a key or a trigger has failed. */
export const RUN_CHECK =
	"To check the key and its triggers, run the operation 'Check' (resource 'Connection')";

/** The advice, with the vendor's request ID if there is one. */
export function describe({ advice, kind, requestId }: ApiFailure): string {
	const isOfKey = kind === 'credential' || kind === 'permission';
	const said = isOfKey ? `${advice}. ${RUN_CHECK}` : advice;
	return requestId ? `${said} (request id: ${requestId})` : said;
}

/**
 * Marks an error that won't resolve on its own. An error workflow recognizes it by `context.needsAttention`, regardless of
 * the message.
 */
export function needingAttention<E extends NodeApiErrorType | NodeOperationError>(error: E): E {
	error.context.needsAttention = true;
	return error;
}
