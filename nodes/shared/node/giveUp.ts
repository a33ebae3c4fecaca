/** Decides whether a run that meets failures gives up on the rest. Contains nothing specific to a vendor. */
import type { FailureKind } from '../api/failure';
import { ApiFailure } from '../api/failure';

/** After this many failures in a row, one request shows whether the vendor is the problem. */
const ASK_AFTER = 3;
/** Failures of this kind seldom concern only one item, so the vendor is asked at once. */
const ASK_AT_ONCE: FailureKind[] = ['credential', 'rateLimited'];
/** If it isn't the vendor, the items are the problem. The run still ends after so many of them, or so much time. */
const MOST_FAILURES = 20;
const LONGEST_MS = 5 * 60_000;

/** Why to stop: the vendor can't be used at all, or too many items failed. */
export type Stop = { because: 'vendor' | 'items'; failure: unknown };

/** The failures of one run. */
export class Failures {
	private count = 0;
	private inARow = 0;
	/** When the first failure in a row happened, in ms since the epoch. */
	private since = 0;

	/**
	 * @param ask sends the cheap request with which the credential is tested, and throws if the vendor is down or refuses
	 *   the key
	 */
	constructor(private readonly ask: () => Promise<unknown>) {}

	succeeded(): void {
		this.inARow = 0;
	}

	/** Counts a failure. Returns undefined if the run goes on with the other items. */
	async failed(failure: unknown): Promise<Stop | undefined> {
		this.count++;
		if (this.inARow++ === 0) this.since = Date.now();
		const isSuspect = failure instanceof ApiFailure && ASK_AT_ONCE.includes(failure.kind);
		if (isSuspect || this.inARow % ASK_AFTER === 0) {
			const answer = await this.ask().then(
				() => undefined,
				(reason: unknown) => ({ failure: reason }),
			);
			if (answer) return { because: 'vendor', ...answer };
		}
		const isOver = this.count >= MOST_FAILURES || Date.now() - this.since >= LONGEST_MS;
		return isOver ? { because: 'items', failure } : undefined;
	}
}
