import { ApiFailure } from '../../shared/failure';
import type { WilloClient } from '../client/client';
import { isNotFound } from '../client/failures';
import { withKey } from '../client/participant';
import type { WilloObject } from '../client/types';

export type Client = Pick<WilloClient, 'get' | 'page'>;

/** After so many participants who cannot be read, the rest wait for the next poll. */
const MOST_FAILURES = 3;

/** What one poll asks Willo, and what was in its way. Asks for nothing twice. */
export class Asking implements Client {
	readonly failures: unknown[] = [];
	readonly page: Client['page'];
	private readonly answers = new Map<string, Promise<WilloObject>>();

	constructor(
		private readonly client: Client,
		readonly timeLeftMs: () => number,
	) {
		this.page = client.page.bind(client) as Client['page'];
	}

	/** Does work that must not keep the rest of the poll from being done. */
	async unlessFailing(work: () => Promise<void>): Promise<void> {
		await work().catch((failure: unknown) => {
			if (!this.failures.includes(failure)) this.failures.push(failure);
		});
	}

	/** One title serves all participants of an interview. */
	async get<T extends WilloObject>(resource: string, key: string): Promise<T> {
		const address = `${resource}/${key}`;
		const answer = this.answers.get(address) ?? this.client.get(resource, key);
		this.answers.set(address, answer);
		return (await answer) as T;
	}

	/**
	 * A participant as Willo knows them; `later` when they cannot be read now.
	 *
	 * @throws ApiFailure when nothing more can be asked in this poll
	 */
	async participant(key: string): Promise<WilloObject | 'gone' | 'later'> {
		if (this.timeLeftMs() <= 0) return 'later';
		return await this.get('participants', key).then(
			(raw) => withKey(raw, key),
			(failure: unknown) => {
				if (isNotFound(failure)) return 'gone';
				this.failures.push(failure);
				const isOfOne = failure instanceof ApiFailure && failure.kind === 'unavailable';
				if (!isOfOne || this.failures.length >= MOST_FAILURES) throw failure;
				return 'later';
			},
		);
	}
}

/** Whether Willo will answer the very same request no better later. */
export function isRefused(failure: unknown): boolean {
	return failure instanceof ApiFailure && ['refused', 'unexpectedAnswer'].includes(failure.kind);
}
