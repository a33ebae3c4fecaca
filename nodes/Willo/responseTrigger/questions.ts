import { ApiFailure } from '../../shared/failure';
import type { WilloClient } from '../client/client';
import { isNotFound } from '../client/failures';
import type { WilloObject } from '../client/types';
import { withKey } from '../client/participant';
import { MOST_FAILURES } from './limits';

/** `gone` for who is no longer there; `stop` when nothing more can be asked in this look. */
export type Reply = { raw: WilloObject } | 'gone' | 'later' | 'stop';

/** Asking Willo about single things, none twice in one look, above all no interview's title. */
export class Questions implements Pick<WilloClient, 'get'> {
	/** What was in the way, in this order. */
	readonly failures: unknown[] = [];
	private readonly answers = new Map<string, Promise<WilloObject>>();

	constructor(
		private readonly client: Pick<WilloClient, 'get'>,
		private readonly timeLeftMs: () => number,
	) {}

	async get<T extends WilloObject>(resource: string, key: string): Promise<T> {
		const address = `${resource}/${key}`;
		const asked = this.answers.get(address) ?? this.client.get(resource, key);
		this.answers.set(address, asked);
		return (await asked) as T;
	}

	/** A person as Willo knows them. */
	async participant(key: string): Promise<Reply> {
		if (this.timeLeftMs() <= 0) return 'stop';
		try {
			return { raw: withKey(await this.get('participants', key), key) };
		} catch (error) {
			if (isNotFound(error)) return 'gone';
			this.failures.push(error);
			const isPassing = error instanceof ApiFailure && error.kind === 'unavailable';
			return isPassing && this.failures.length < MOST_FAILURES ? 'later' : 'stop';
		}
	}
}
