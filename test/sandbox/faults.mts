import type { FastifyReply } from 'fastify';

/** What a sandbox answers: a string body goes out as plain text, anything else as JSON. */
export interface Answer {
	status: number;
	headers?: Record<string, string>;
	body: unknown;
}

/**
 * A way in which one request goes wrong.
 * - `status`: this HTTP status instead of an answer; nothing is processed.
 * - `code`: the vendor's own way of refusing with this code; nothing is processed.
 * - `drop`: the connection is closed before anything is processed.
 * - `dropAfter`: the request is processed, then the connection is closed without an answer.
 * - `truncate`: processed; half of the body under the full Content-Length, then the connection closes.
 * - `invalidJson`: processed; half of the body under a matching Content-Length.
 * - `drip`: processed; then a byte of the answer every 20 ms, for ever.
 * - `flood`: processed; then an answer that never ends, as fast as it is taken.
 * - `delay`: processed and answered as usual, `ms` milliseconds (of real time) later.
 */
export type Fault =
	| { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
	| { kind: 'code'; code: string }
	| { kind: 'drop' }
	| { kind: 'dropAfter' }
	| { kind: 'truncate' }
	| { kind: 'invalidJson' }
	| { kind: 'drip' }
	| { kind: 'flood' }
	| { kind: 'delay'; ms: number };

/** The response of a fault without any processing; undefined if the request is processed. */
export function answerInstead(
	fault: Fault | undefined,
	answerOfCode: (code: string) => Answer,
): Answer | undefined {
	switch (fault?.kind) {
		case 'status':
			return { status: fault.status, headers: fault.headers, body: fault.body ?? '' };
		case 'code':
			return answerOfCode(fault.code);
		case 'drop':
			return { status: 0, body: '' };
		default:
			return undefined;
	}
}

/** Sends a response as the fault requires. Returns the number of body bytes sent. */
export function send(reply: FastifyReply, answer: Answer, fault: Fault | undefined): number {
	const isText = typeof answer.body === 'string';
	const type = isText ? 'text/plain' : 'application/json';
	const headers = { 'content-type': `${type}; charset=utf-8`, ...answer.headers };
	const whole = Buffer.from(isText ? String(answer.body) : JSON.stringify(answer.body));
	const half = whole.subarray(0, Math.floor(whole.length / 2));

	switch (fault?.kind) {
		case 'drop':
		case 'dropAfter':
			reply.hijack();
			reply.raw.destroy();
			return 0;
		case 'truncate':
			reply.hijack();
			reply.raw.writeHead(answer.status, { ...headers, 'content-length': whole.length });
			reply.raw.write(half, () => reply.raw.destroy());
			return half.length;
		case 'drip': {
			reply.hijack();
			reply.raw.writeHead(answer.status, headers);
			const drip = setInterval(() => reply.raw.write(' '), 20);
			reply.raw.once('close', () => clearInterval(drip));
			return 0;
		}
		case 'flood': {
			reply.hijack();
			reply.raw.writeHead(answer.status, headers);
			const more = () => {
				while (!reply.raw.destroyed && reply.raw.write(' '.repeat(1024 * 1024)));
			};
			reply.raw.on('drain', more);
			more();
			return 0;
		}
		case 'invalidJson':
			void reply.code(answer.status).headers(headers).send(half);
			return half.length;
		default:
			void reply.code(answer.status).headers(headers).send(whole);
			return whole.length;
	}
}
