import type { AxiosResponse } from 'axios';
import { httpText } from '../../../scripts/http.mts';
import { CheckedWillo } from './checkedWillo.mts';

/** A key that nothing has. */
export const ABSENT_KEY = '0'.repeat(32);

export interface Reply {
	status: number;
	headers: AxiosResponse['headers'];
	body: any;
}

/** For the sandbox's own tests: a local Willo with one interview, a stopped clock, and a client. */
export class WilloTest extends CheckedWillo {
	constructor() {
		super(new Date('2026-03-02T09:00:00Z'));
	}

	/** A request to a path under the base URL, or to an absolute URL; redirects are not followed. */
	async call(
		method: string,
		path: string,
		body?: unknown,
		headers: Record<string, string> = {},
	): Promise<Reply> {
		const answer = await httpText.request<string>({
			method,
			url: path.startsWith('http') ? path : this.willo.baseUrl + path,
			headers: {
				authorization: this.key,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...headers,
			},
			data: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
		});
		const text = answer.data;
		const isJson = String(answer.headers['content-type']).startsWith('application/json');
		return {
			status: answer.status,
			headers: answer.headers,
			body: isJson && text !== '' ? JSON.parse(text) : text,
		};
	}

	async get(path: string, headers?: Record<string, string>): Promise<Reply> {
		return await this.call('GET', path, undefined, headers);
	}

	async post(path: string, body: unknown): Promise<Reply> {
		return await this.call('POST', path, body);
	}

	async invite(extra: Record<string, unknown> = {}): Promise<Reply> {
		return await this.post('/participants/', {
			name: 'Nina Weber',
			interview: this.interview.key,
			email: 'nina@example.com',
			...extra,
		});
	}
}
