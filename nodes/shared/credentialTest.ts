import type { ICredentialTestFunctions } from 'n8n-workflow';
import type { Send } from './http';
import { bodyOf, timedOut, TIMEOUT_MS } from './http';

/** How a credential signs a request while it is being tested. */
export interface TestAuthentication {
	headers?: Record<string, string>;
	/** Basic authentication: user name and password. */
	basic?: { user: string; password: string };
}

/** An answer of the older request helper, asked for in full. */
interface FullAnswer {
	statusCode: number;
	headers?: Record<string, unknown>;
	body?: unknown;
}

/**
 * The `Send` of a credential test. The credential isn't saved yet, so n8n provides no authenticated helper
 * here, only the older `request`: every status comes back as an answer, a body that isn't JSON as text, and
 * only a request without any answer rejects.
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
			// A redirect would carry the key to another address.
			followRedirect: false,
			followAllRedirects: false,
		}) as Promise<FullAnswer>;
		const { statusCode: status, headers = {}, body } = await unlessAborted(asked, signal);
		return { status, headers, body: await bodyOf(body, signal) };
	};
}

/** This helper takes no signal: whatever it still reads after that is discarded. */
async function unlessAborted<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		signal.addEventListener('abort', () => reject(timedOut()), { once: true });
		asked.then(resolve, reject);
	});
}
