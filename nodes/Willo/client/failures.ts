import type { FailureDetails } from '../../shared/api/failure';
import { ApiFailure } from '../../shared/api/failure';
import type { HttpAnswer } from '../../shared/api/http';
import { retryAfterMs } from '../../shared/api/http';
import { inWords, mayHaveArrived } from '../../shared/api/reasons';

export const KEYS_PAGE = 'Willo → Integrations → API';
const CHECK_BASE_URL =
	'Check the Base URL in the Willo credential. It should be https://api.willotalent.com/api/integrations/v2 unless you use a proxy';

export const NOT_FOUND = 'not_found';

/** Statuses that would be the same if the request were repeated. */
const REFUSALS = [400, 404, 409, 410, 422];

/** Whether the requested object doesn't exist or isn't visible to the key: Willo doesn't say which. */
export function isNotFound(error: unknown): boolean {
	return error instanceof ApiFailure && error.code === NOT_FOUND;
}

/** Whether the request may have been carried out although there was no usable answer. */
export function isOutcomeUnknown(error: unknown): boolean {
	return error instanceof ApiFailure && error.outcomeUnknown === true;
}

/** Messages from Willo are never nested this deeply. */
const DEEPEST = 10;

/**
 * The messages in an answer in the style of Django REST Framework, each with its field:
 * `{"name": ["This field is required."]}`, including nested ones, or `{"detail": "…"}`.
 */
function messagesOf(body: unknown, field = '', depth = 0): string[] {
	if (typeof body === 'string') return body.trim() ? [field ? `${field}: ${body}` : body] : [];
	if (typeof body !== 'object' || body === null || depth > DEEPEST) return [];
	if (Array.isArray(body)) return body.flatMap((entry) => messagesOf(entry, field, depth + 1));
	return Object.entries(body).flatMap(([name, value]) => {
		const isGeneral = name === 'detail' || name === 'non_field_errors';
		const path = isGeneral ? field : [field, name].filter(Boolean).join('.');
		return messagesOf(value, path, depth + 1);
	});
}

/** Willo's message, which must be JSON: a proxy's web page isn't a message. */
function saidBy(body: unknown): string | undefined {
	if (typeof body !== 'object') return undefined;
	return messagesOf(body).join(' ').slice(0, 500) || undefined;
}

/**
 * The failure for an answer from Willo, or undefined if it is a success.
 *
 * @param what a readable name of the requested object, such as `the participant 0a…`
 * @param isWrite whether the request may have had an effect
 */
export function failureOf(
	what: string,
	answer: HttpAnswer,
	isWrite: boolean,
): ApiFailure | undefined {
	if (answer.status >= 200 && answer.status < 300) return undefined;
	return new ApiFailure({ ...detailsOf(what, answer, isWrite), httpCode: answer.status });
}

function detailsOf(what: string, answer: HttpAnswer, isWrite: boolean): FailureDetails {
	const { status, headers, body } = answer;
	const said = saidBy(body);
	if (status === 401 || status === 403) {
		// Both are documented, and Willo's framework may return either for a wrong key.
		return {
			kind: 'credential',
			message: 'Willo does not accept this API key',
			advice: `Copy the key again from ${KEYS_PAGE}. Cycling a key there invalidates the old one. If other requests succeed with this key, its user doesn't have access. Use the key of a Willo Admin instead`,
		};
	}
	// When creating an object, a 404 means a wrong address or a missing object in the request.
	if (status === 404 && !isWrite) {
		return {
			kind: 'refused',
			code: NOT_FOUND,
			message: `Willo could not find ${what}`,
			advice:
				"Check the key. It may have been deleted, or the API key's user may not have access to it. Standard users of Willo only see their own interviews",
		};
	}
	if (status === 429) {
		return {
			kind: 'rateLimited',
			message: 'Willo is throttling this API key',
			advice: 'Try again later, with fewer requests at a time, or ask Willo for a higher limit',
			retryAfterMs: retryAfterMs(headers),
		};
	}
	if (status >= 500) {
		return {
			kind: 'unavailable',
			message: `Willo couldn't process the request for ${what} (HTTP ${status})`,
			advice: 'This is usually temporary. Try again later',
			outcomeUnknown: isWrite,
		};
	}
	// Without a message in JSON, the answer may be from a proxy or another server.
	if (REFUSALS.includes(status) && said) {
		return {
			kind: 'refused',
			message: `Willo refused ${what}: ${said}`,
			advice:
				status === 400
					? "Correct the fields named by Willo. If the interview doesn't exist, select another one. An API key only has access to the interviews its user can see"
					: "Check that everything in the request still exists in Willo and that the API key's user has access to it",
		};
	}
	return notWillos(what, status, said);
}

/** The failure for an answer that can't be from Willo, for example because of a wrong address. */
export function unexpectedAnswer(what: string, status: number, isWrite: boolean): ApiFailure {
	// With a success status and an unreadable body, the request may have been carried out.
	return new ApiFailure({ ...notWillos(what, status), httpCode: status, outcomeUnknown: isWrite });
}

function notWillos(what: string, status: number, said?: string): FailureDetails {
	return {
		kind: 'unexpectedAnswer',
		message: `Unexpected response for ${what} (HTTP ${status}${said ? `: ${said}` : ''}): it didn't come from Willo`,
		advice: CHECK_BASE_URL,
	};
}

/** The failure for a request without an answer. */
export function noAnswer(what: string, reason: string, isWrite: boolean): ApiFailure {
	return new ApiFailure({
		kind: 'unavailable',
		message: `No response from Willo for ${what}: ${inWords(reason)}`,
		advice: 'Check that your n8n can reach the Base URL in the Willo credential, then try again',
		outcomeUnknown: isWrite && mayHaveArrived(reason),
	});
}

/** The failure for a filter by interviews that can't be applied. */
export function interviewUnknown(field: string): ApiFailure {
	return unexpected(
		`Willo doesn't return the interview of each participant, so '${field}' can't be applied`,
		`Leave '${field}' empty and filter the participants in your workflow`,
	);
}

/** The failure for a next page on another host: the key must not be sent there. */
export function strangePage(what: string, host: string): ApiFailure {
	return unexpected(
		`The next page of ${what} is at ${host}, not at the Base URL's address`,
		`The API key was not sent there. ${CHECK_BASE_URL}`,
	);
}

/** The failure for a list that never ends. */
export function endlessList(what: string): ApiFailure {
	return unexpected(
		`Willo's responses for ${what} lead back to a page that was already read, or never end`,
		'Try again later, and contact Willo support if this keeps happening',
	);
}

function unexpected(message: string, advice: string): ApiFailure {
	return new ApiFailure({ kind: 'unexpectedAnswer', message, advice });
}
