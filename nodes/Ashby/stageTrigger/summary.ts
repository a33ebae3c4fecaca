/** A short summary of a poll's state for the health check. */
import type { WatchedStage } from '../stageEntry/watchedStages';
import { keyOf } from '../stageEntry/watchedStages';
import type { Row, State } from './table';

/** More entries than this wouldn't be read. */
const MOST_ENTRIES = 50;

/** The third attempt is about 15 minutes after the first. Most outages are over by then. */
const OVERDUE_ATTEMPTS = 3;

/** Times are ISO 8601. */
export interface Summary {
	/** Everything that had changed in Ashby by then has been read. */
	readUntil: string;
	/** Whether a full listing of Ashby's applications is still running, over several polls. */
	isListing: boolean;
	/** In the order of the rows of 'Jobs and Stages'. */
	stages: Array<WatchedStage & { watchedSince: string | null; isComplete: boolean }>;
	/** Whether entries are returned until a note contains their ID. */
	repeatUntilNoted: boolean;
	waiting: {
		count: number;
		/** How many have been returned so often that a temporary problem is unlikely. */
		overdue: number;
		/** Sorted by the number of attempts, most first. */
		entries: WaitingEntry[];
	};
	/** The number of candidates whose entries were given up and not yet reported. */
	givenUp: number;
}

/** An entry that is waiting for its note, or (with 0 attempts) to be returned. */
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
	const { givenUp, list, readUntil, rows, watches } = state;
	const waiting = Object.entries(rows).filter(([, { open }]) => open !== undefined);
	const attemptsOf = ({ open }: Row) => open?.tries?.count ?? 0;
	const dueOf = ({ open }: Row) => open?.tries?.due ?? open?.notBefore ?? readUntil;
	return {
		readUntil: iso(readUntil),
		isListing: list.listing !== undefined,
		stages: watchedStages.map((watched) => {
			const { since, isComplete = false } = watches[keyOf(watched)] ?? {};
			return { ...watched, watchedSince: since ? iso(since) : null, isComplete };
		}),
		repeatUntilNoted,
		waiting: {
			count: waiting.length,
			overdue: waiting.filter(([, row]) => attemptsOf(row) >= OVERDUE_ATTEMPTS).length,
			entries: waiting
				.sort(([, a], [, b]) => attemptsOf(b) - attemptsOf(a) || dueOf(a) - dueOf(b))
				.slice(0, MOST_ENTRIES)
				.map(([key, row]) => ({
					entryId: row.entry ?? '',
					candidateId: row.open?.candidateId ?? '',
					applicationId: row.application ?? key,
					attempts: attemptsOf(row),
					nextAttemptAt: iso(dueOf(row)),
				})),
		},
		givenUp: givenUp.length,
	};
}

/** A broken state may contain invalid times. They must not fail the poll. */
function iso(time: number): string {
	return new Date(Math.abs(time) <= 8.64e15 ? time : 0).toISOString();
}
