import type { Attempt } from '../../shared/trigger/attempt';
import { ApiFailure } from '../../shared/api/failure';
import type { Turn } from '../../shared/trigger/polling';
import type { WhenActivated } from '../../shared/trigger/watch';
import type { StageEntry } from '../stageEntry/history';
import type { JobsOfEntries } from '../stageEntry/jobFields';
import type { Wanted } from './decide';
import type { State } from './table';

/** What people choose in *Options*. */
export interface Options extends Omit<Wanted, 'watchedStages'> {
	whenActivated: WhenActivated;
	/** The maximum number of entries to return at once. The next poll returns the rest. */
	maxCandidates: number;
	/** Whether to return an entry again until one of the candidate's notes contains its ID. */
	repeatUntilNoted: boolean;
	/** How long an attempt may take, at least. */
	minutesPerAttempt: number;
	/** Whether an entry is done if the field of its job names no interview. */
	skipJobsWithoutInterview: boolean;
}

export interface Settings extends Options, Wanted, Turn {
	/** Claims an entry. Another trigger of this workflow may have it (`held`), or have had it (`again`). */
	claimEntry: (entryId: string) => 'now' | 'again' | 'held';
	/** Reads the custom fields of jobs. An entry waits until this works. */
	jobs: JobsOfEntries;
}

export interface ReturnedEntry extends StageEntry {
	attempt: Attempt;
}

export interface PollResult {
	/** Oldest entry first. */
	entries: ReturnedEntry[];
	state: State;
	/** How much of Ashby's list of applications was read. */
	read: { pages: number; applications: number };
}

export function tookTooLong(): ApiFailure {
	return new ApiFailure({
		kind: 'unavailable',
		message: 'Ashby took too long to respond',
		advice: 'Try again in a few minutes',
	});
}
