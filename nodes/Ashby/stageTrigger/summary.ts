/** What the health check can know of a poll's state: little, whatever the size of the state. */
import type { WatchedStage } from '../stageEntry/watchedStages';
import { keyOf } from '../stageEntry/watchedStages';
import type { State } from './state';

/** As many entries as a person reads. */
const MOST_ENTRIES = 50;

/** The third attempt follows a quarter of an hour after the first: most outages are over by then. */
const OVERDUE_ATTEMPTS = 3;

/** Times are ISO 8601. */
export interface Summary {
	/** Everything that had changed in Ashby by then has been read. */
	readUntil: string;
	/** A full listing of Ashby's applications is still running, over several polls. */
	isListing: boolean;
	/** In the order of the rows of 'Jobs and Stages'. */
	stages: Array<WatchedStage & { watchedSince: string | null; isComplete: boolean }>;
	/** Whether entries come again until a note names them. */
	repeatUntilNoted: boolean;
	waiting: {
		count: number;
		/** How many have been returned so often that it is no longer a passing obstacle. */
		overdue: number;
		/** Those with the most attempts first. */
		entries: WaitingEntry[];
	};
	/** Candidates whose entries were given up, not yet reported. */
	givenUp: number;
}

/** An entry that waits for its note, or for its turn (0 attempts). */
export interface WaitingEntry {
	entryId: string;
	candidateId: string;
	applicationId: string;
	attempts: number;
	nextAttemptAt: string;
}

export function summaryOf(
	state: State,
	{ watchedStages, repeatUntilNoted }: { watchedStages: WatchedStage[]; repeatUntilNoted: boolean },
): Summary {
	const { memory, unconfirmed, givenUp, listing } = state;
	const waiting = Object.entries(unconfirmed);
	return {
		readUntil: iso(memory.readUntil),
		isListing: listing !== undefined,
		stages: watchedStages.map((watched) => {
			const { since, isComplete = false } = memory.watches[keyOf(watched)] ?? {};
			return { ...watched, watchedSince: since ? iso(since) : null, isComplete };
		}),
		repeatUntilNoted,
		waiting: {
			count: waiting.length,
			overdue: waiting.filter(([, { attempts }]) => attempts >= OVERDUE_ATTEMPTS).length,
			entries: waiting
				.sort(([, a], [, b]) => b.attempts - a.attempts || a.due - b.due)
				.slice(0, MOST_ENTRIES)
				.map(([entryId, { candidateId, applicationId, attempts, due }]) => ({
					entryId,
					candidateId,
					applicationId,
					attempts,
					nextAttemptAt: iso(due),
				})),
		},
		givenUp: givenUp.length,
	};
}

/** A time that no calendar knows comes of a broken state: it must not cost the poll. */
function iso(time: number): string {
	return new Date(Math.abs(time) <= 8.64e15 ? time : 0).toISOString();
}
