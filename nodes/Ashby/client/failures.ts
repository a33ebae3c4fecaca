import { ApiFailure } from '../../shared/api/failure';
import type { HttpAnswer } from '../../shared/api/http';
import { retryAfterMs } from '../../shared/api/http';
import { inWords, mayHaveArrived } from '../../shared/api/reasons';
import { permissionFor } from './permissions';

export const KEYS_PAGE = 'Ashby → Admin → Integrations → API Keys';

const MISSING_PERMISSION = 'missing_endpoint_permission';

/** Codes that mean: this token or cursor no longer works, list again from the start. */
const START_AGAIN = new Set([
	'sync_token_expired',
	'sync_token_invalid',
	'incremental_sync_too_large',
	'next_cursor_expired',
	'invalid_next_cursor',
	'cursor_invalid',
]);

/** Whether Ashby refused a sync token or a cursor, so that only a full listing helps. */
export function mustListAgain(error: unknown): boolean {
	return error instanceof ApiFailure && START_AGAIN.has(error.code ?? '');
}

/** Whether the requested object doesn't exist or isn't visible to the key: Ashby doesn't say which. */
export function isNotFound(error: unknown): boolean {
	return error instanceof ApiFailure && /not_found$/.test(error.code ?? '');
}

/** Whether the key doesn't have the permission for the request. */
export function lacksPermission(error: unknown): boolean {
	return error instanceof ApiFailure && error.kind === 'permission';
}

const UPDATE = `Update the package n8n-nodes-ashby-willo in n8n's Settings → Community nodes`;

/**
 * Whether Ashby is about to remove the version of its API that this package asks for, or has removed it. Every answer
 * says so since October 2026 (Ashby's API changelog); the exact words aren't documented.
 */
export function isOutdated(headers: Record<string, unknown>): boolean {
	return /deprecat|sunset|remov|retire|unsupported/i.test(
		String(headers['ashby-version-status'] ?? ''),
	);
}

/** What people should know and do if a version is outdated. */
export const OUTDATED = `Ashby has deprecated the version of its API that this package uses. ${UPDATE}`;

/** Longer messages are cut off, because nobody would read them. */
const LONGEST_MESSAGE = 500;

interface Reported {
	code?: string;
	message?: string;
	requestId?: string;
}

function isCode(text: unknown): boolean {
	return /^[a-z]+(_[a-z]+)+$/.test(String(text));
}

/**
 * Reads Ashby's error in any of the three observed formats: `errorInfo {code, message, requestId}`,
 * `errors: ["code"]`, `errors: [{message, parameter, code?}]`. A message that is a code counts as the code.
 */
function reportedBy(body: unknown): Reported {
	const envelope = (typeof body === 'object' && body !== null ? body : {}) as {
		errorInfo?: { code?: string; message?: string; requestId?: string } | null;
		errors?: unknown[];
	};
	const first = Array.isArray(envelope.errors) ? envelope.errors[0] : undefined;
	const asObject = (typeof first === 'object' && first !== null ? first : {}) as {
		code?: string;
		message?: string;
		parameter?: string;
	};
	const parameter = asObject.parameter ? ` (${asObject.parameter})` : '';
	const { code, message, requestId } = envelope.errorInfo ?? {};
	const firstCode = typeof first === 'string' ? first : asObject.code;
	return {
		code: code ?? firstCode ?? [message, asObject.message].find(isCode),
		message: short(message ?? (asObject.message ? `${asObject.message}${parameter}` : undefined)),
		requestId,
	};
}

/**
 * The failure for an answer from Ashby, or undefined if it is a success. Most failures are HTTP 200 with
 * `success: false`; a wrong key results in 401 or 403 with plain text.
 */
export function failureOf(
	method: string,
	answer: HttpAnswer,
	isWrite: boolean,
): ApiFailure | undefined {
	const { status, headers, body } = answer;
	const reported = reportedBy(body);
	const { code } = reported;
	const headerId = headers['x-ashby-request-id'];
	const common = {
		code,
		httpCode: status,
		requestId: reported.requestId ?? (typeof headerId === 'string' ? headerId : undefined),
	};
	const isGone = isOutdated(headers) && [400, 404, 406, 410].includes(status);
	if (isGone || (isRefusal(answer) && /api[ _]?version/i.test(`${code} ${reported.message}`))) {
		return new ApiFailure({
			...common,
			kind: 'unexpectedAnswer',
			message: 'Ashby no longer accepts the version of its API that this package uses',
			advice: UPDATE,
		});
	}
	if (status === 403 && /^\s*</.test(String(body))) {
		return new ApiFailure({
			...common,
			kind: 'unexpectedAnswer',
			message: `Unexpected response to ${method} (HTTP 403): a web page, which says nothing about the API key`,
			advice:
				'A firewall or proxy between n8n and Ashby, or in front of Ashby, refused the request. Check that n8n may send requests to the Base URL in the Ashby credential',
		});
	}
	const speaksOfPermission =
		code === MISSING_PERMISSION || /permission/i.test(reported.message ?? '');
	if ((status === 403 || code === MISSING_PERMISSION) && speaksOfPermission) {
		const permission = permissionFor(method);
		return new ApiFailure({
			...common,
			code: MISSING_PERMISSION,
			kind: 'permission',
			message: `The Ashby API key is missing the ${permission} permission`,
			advice: `Grant this permission to the key in ${KEYS_PAGE}, then try again`,
		});
	}
	if (status === 401 || status === 403) {
		return new ApiFailure({
			...common,
			kind: 'credential',
			message: 'Ashby does not accept this API key',
			advice: `Copy the key again from ${KEYS_PAGE}, or create a new one. A deactivated key can't be used again`,
		});
	}
	if (status === 429) {
		return new ApiFailure({
			...common,
			kind: 'rateLimited',
			message: 'Ashby is throttling this API key',
			advice:
				'Ashby allows 1,000 requests per minute for each key. Try again later, or create a separate key for n8n',
			retryAfterMs: retryAfterMs(headers),
		});
	}
	if (status >= 500) {
		return new ApiFailure({
			...common,
			kind: 'unavailable',
			message: `Ashby could not answer ${method} (HTTP ${status})`,
			advice:
				"This is usually temporary. Try again later, and check Ashby's status page if this keeps happening",
			outcomeUnknown: isWrite,
		});
	}
	const success = (body as { success?: unknown } | null)?.success;
	if (success === true) return undefined;
	if (success === false) {
		return new ApiFailure({
			...common,
			kind: 'refused',
			message: `Ashby refused ${method}: ${reported.message ?? short(code) ?? 'no reason given'}`,
			advice: `${adviceFor(code)}${isOutdated(headers) ? `. ${OUTDATED}` : ''}`,
		});
	}
	return new ApiFailure({
		...common,
		kind: 'unexpectedAnswer',
		message: `Unexpected response to ${method} (HTTP ${status}): it didn't come from Ashby`,
		advice:
			'Check the Base URL in the Ashby credential. It should be https://api.ashbyhq.com unless you use a proxy. If it worked before, update the package',
		// A redirected or refused request was not carried out.
		outcomeUnknown: isWrite && isGood(status),
	});
}

/** The failure for a list that leads back to a page that was already read, and would never end. */
export function endlessList(method: string): ApiFailure {
	return new ApiFailure({
		kind: 'unexpectedAnswer',
		message: `Ashby's list ${method} leads back to a page that was already read`,
		advice: 'Try again later, and contact Ashby support if this keeps happening',
	});
}

/** The failure for a success without content, which may not even come from Ashby. */
export function emptyAnswer(method: string, isWrite = false): ApiFailure {
	return new ApiFailure({
		kind: 'unexpectedAnswer',
		outcomeUnknown: isWrite,
		message: `Ashby's response to ${method} has no results`,
		advice: 'Try again later, and contact Ashby support if this keeps happening',
	});
}

function isRefusal({ body }: HttpAnswer): boolean {
	return (body as { success?: unknown } | null)?.success === false;
}

function isGood(status: number): boolean {
	return status >= 200 && status < 300;
}

function short(message: unknown): string | undefined {
	return typeof message === 'string' ? message.slice(0, LONGEST_MESSAGE) : undefined;
}

function adviceFor(code: string | undefined): string {
	if (code && /not_found$/.test(code)) {
		return 'Check the ID. It may have been deleted or merged in Ashby, or the key may not have access to it. Confidential jobs need "Allow access to confidential jobs" on the key';
	}
	if (code === 'invalid_input') return "Check the values of this node's fields";
	return "Look up the error in Ashby's API reference, or contact Ashby support with the request ID";
}

/** The failure for a request without an answer. */
export function noAnswer(method: string, reason: string, isWrite: boolean): ApiFailure {
	return new ApiFailure({
		kind: 'unavailable',
		message: `No response from Ashby to ${method}: ${inWords(reason)}`,
		advice: 'Check that your n8n can reach the Base URL in the Ashby credential, then try again',
		outcomeUnknown: isWrite && mayHaveArrived(reason),
	});
}
