/** Answers, access and throttling in the manner of Django REST Framework. */
import type { IncomingHttpHeaders } from 'node:http';
import { DateTime } from 'luxon';

import type { Answer } from '../faults.mts';
import type { WilloSwitches } from './types.mts';

/** Willo's keys: 32 lower-case hexadecimal digits. */
export const WILLO_KEY = /^[0-9a-f]{32}$/;

export const detail = (status: number, message: string): Answer => ({
	status,
	body: { detail: message },
});

export const notFound = (): Answer => detail(404, 'Not found.');

export const refused = (messages: Record<string, string[]>): Answer => ({
	status: 400,
	body: messages,
});

/** What Django itself says of an address that no resource has: HTML, before anyone is asked for a key. */
export const noSuchAddress = (): Answer => ({
	status: 404,
	headers: { 'content-type': 'text/html; charset=utf-8' },
	body: '<!doctype html><html lang="en"><head><title>Not Found</title></head><body><h1>Not Found</h1></body></html>',
});

/** The accepted keys. */
export class Access {
	private readonly keys = new Set<string>();
	private readonly calls = new Map<string, number[]>();

	add(key: string): string {
		this.keys.add(key);
		return key;
	}

	remove(key: string): void {
		this.keys.delete(key);
	}

	/** The answer that keeps a request out, or undefined. Who has no key is not counted. */
	refusal(headers: IncomingHttpHeaders, switches: WilloSwitches, now: Date): Answer | undefined {
		const header = headers.authorization ?? '';
		if (header === '') {
			return detail(switches.authFailure, 'Authentication credentials were not provided.');
		}
		const key = switches.bareKeyOnly ? header : header.replace(/^Bearer /, '');
		if (!this.keys.has(key)) {
			return detail(switches.authFailure, 'Incorrect authentication credentials.');
		}
		return this.throttled(key, switches, now);
	}

	/** Django REST Framework's throttle: a window that slides over the last minute. */
	private throttled(key: string, switches: WilloSwitches, now: Date): Answer | undefined {
		const { requestsPerMinute, retryAfter } = switches;
		if (requestsPerMinute === 0) return undefined;
		const calls = (this.calls.get(key) ?? []).filter((at) => at > now.getTime() - 60_000);
		this.calls.set(key, calls);
		if (calls.length < requestsPerMinute) {
			calls.push(now.getTime());
			return undefined;
		}
		const seconds = Math.ceil((calls[0] + 60_000 - now.getTime()) / 1000);
		const value = {
			seconds: { 'retry-after': String(seconds) },
			date: { 'retry-after': DateTime.fromJSDate(now).plus({ seconds }).toJSDate().toUTCString() },
			absent: undefined,
		}[retryAfter];
		const message = `Request was throttled. Expected available in ${seconds} seconds.`;
		return { ...detail(429, message), headers: value };
	}
}

/** The answers of the exceptions that Django REST Framework knows by a code; others are a 400. */
export function answerOfCode(code: string, switches: WilloSwitches): Answer {
	switch (code) {
		case 'authentication_failed':
			return detail(switches.authFailure, 'Incorrect authentication credentials.');
		case 'permission_denied':
			return detail(403, 'You do not have permission to perform this action.');
		case 'not_found':
			return notFound();
		case 'throttled':
			return detail(429, 'Request was throttled.');
		default:
			return refused({ non_field_errors: [code] });
	}
}
