import type { AxiosResponse } from 'axios';
import { httpText } from '../../../scripts/http.mts';
import { checkWilloDelivery, checkWilloExchange } from '../../schemas/checkWillo.mts';
import { WilloSandbox } from '../willo.mts';
import type { Interview, WilloSwitches } from '../willo.mts';

/** A key that nothing has. */
export const ABSENT_KEY = '0'.repeat(32);

export interface Reply {
	status: number;
	headers: AxiosResponse['headers'];
	body: any;
}

/** For the sandbox's own tests: a local Willo with one interview, a stopped clock, and a client. */
export class WilloTest {
	now = new Date('2026-03-02T09:00:00Z');
	readonly willo = new WilloSandbox({ now: () => this.now });
	readonly key = this.willo.addKey();
	readonly interview: Interview = this.willo.addInterview({
		title: 'First interview',
		questions: [
			{ text: 'Why us?', answerType: 'video' },
			{ text: 'From when?', answerType: 'text' },
		],
	});
	/** Off in tests of what Willo refuses: they send requests that no node may send. */
	strict = true;

	async start(): Promise<void> {
		this.willo.onExchange = checkWilloExchange;
		await this.willo.start();
	}

	/** Stops, and fails the test when anything was not as the schemas describe it. */
	async stop(): Promise<void> {
		await this.willo.stop();
		this.willo.deliveries.forEach(checkWilloDelivery);
		if (this.strict) expect(this.willo.violations).toEqual([]);
	}

	flip(switches: Partial<WilloSwitches>): void {
		Object.assign(this.willo.switches, switches);
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
