/** Applications about which Ashby doesn't answer. The trigger may wait before it asks again. */
import type { ObservedPoll } from './observed.mts';
import type { RecordedAshby } from './recordedAshby.mts';

/** What a request is about. */
export interface RequestBody {
	cursor?: string;
	applicationId?: string;
	candidateId?: string;
}

/** How long it waits at most, if one request after the other fails. */
const LONGEST_WAIT_MS = 180 * 60_000;

export class Withheld {
	/** In how many polls, and when last. */
	private readonly known = new Map<string, { poll?: ObservedPoll; count: number; at: number }>();

	constructor(private readonly org: RecordedAshby) {}

	add({ applicationId, candidateId }: RequestBody, poll: ObservedPoll): void {
		const { applications, time: at } = this.org;
		for (const { id, candidateId: ofCandidate } of applications) {
			if (id !== applicationId && ofCandidate !== candidateId) continue;
			const before = this.known.get(id);
			const count = (before?.count ?? 0) + Number(before?.poll !== poll);
			this.known.set(id, { poll, count, at });
		}
	}

	/** The attempts of these entries seem to be under way. */
	hold(entryIds: Iterable<string>): void {
		for (const id of entryIds) {
			const { applicationId } = this.org.entries.get(id)!;
			this.known.set(applicationId, { count: 2, at: this.org.time });
		}
	}

	mayWait(applicationId: string): boolean {
		const { count, at } = this.known.get(applicationId) ?? { count: 0, at: 0 };
		return count > 1 && this.org.time - at < LONGEST_WAIT_MS;
	}
}
