/** What the Ashby Stage Trigger tells the health check after each poll. */
import type { WatchedStage } from '../stageEntry/watchedStages';

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
