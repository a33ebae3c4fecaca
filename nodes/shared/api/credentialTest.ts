import type { ICredentialTestFunctions } from 'n8n-workflow';
import type { Send } from './http';
import { bodyOf, timedOut, TIMEOUT_MS } from './http';

/** How a credential signs a request while it is being tested. */
export interface TestAuthentication {
	headers?: Record<string, string>;
	/** Basic authentication: user name and password. */
	basic?: { user: string; password: string };
}

/** A full response of the older request helper. */
interface FullAnswer {
	statusCode: number;
	headers?: Record<string, unknown>;
	body?: unknown;
}

/**
 * The `Send` for a credential test. The credential isn't saved yet, so n8n only provides the older `request` helper
 * without authentication. Any status is an answer, a body that isn't JSON is text, and only a request without an
 * answer rejects.
 */
export function sendForCredentialTest(
	context: ICredentialTestFunctions,
	authentication: TestAuthentication,
): Send {
	const { helpers } = context;
	const { basic } = authentication;
	return async (request) => {
		const signal = AbortSignal.timeout(TIMEOUT_MS);
		const asked = helpers.request({
			method: request.method,
			uri: request.url,
			headers: { ...request.headers, ...authentication.headers },
			...(request.qs ? { qs: request.qs } : {}),
			...(request.body ? { body: request.body } : {}),
			...(basic ? { auth: { user: basic.user, pass: basic.password } } : {}),
			json: true,
			resolveWithFullResponse: true,
			simple: false,
			timeout: TIMEOUT_MS,
			// n8n reads a body without any limit on time or size.
			useStream: true,
			// A redirect would send the key to another address.
			followRedirect: false,
			followAllRedirects: false,
		}) as Promise<FullAnswer>;
		const { statusCode: status, headers = {}, body } = await unlessAborted(asked, signal);
		return { status, headers, body: await bodyOf(body, signal) };
	};
}

/** The helper doesn't support signals, so whatever it reads after the abort is discarded. */
async function unlessAborted<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		signal.addEventListener('abort', () => reject(timedOut()), { once: true });
		asked.then(resolve, reject);
	});
}
