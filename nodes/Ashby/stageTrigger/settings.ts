import type { Attempt } from '../../shared/trigger/attempt';
import { ApiFailure } from '../../shared/api/failure';
import type { WhenActivated } from '../../shared/trigger/watch';
import type { StageEntry } from '../stageEntry/history';
import type { JobsOfEntries } from '../stageEntry/jobFields';
import type { Wanted } from './decide';
import type { State } from './table';

export interface Settings extends Wanted {
	whenActivated: WhenActivated;
	/** The maximum number of entries to return at once. The next poll returns the rest. */
	maxCandidates: number;
	/** Whether to return an entry again until one of the candidate's notes contains its ID. */
	repeatUntilNoted: boolean;
	/** A person has just published the workflow. */
	publishing: boolean;
	/** The state continues that of a node with another name. */
	goesOn?: boolean;
	/** This isn't the first poll of an activation, so the next one can do its work. */
	scheduled: boolean;
	/** Milliseconds left before the poll should end and leave the rest to the next one. */
	timeLeftMs: () => number;
	/** How long an attempt may take, at least. */
	minutesPerAttempt: number;
	/** Claims an entry. Another trigger of this workflow may have it (`held`), or have had it (`again`). */
	claimEntry?: (entryId: string) => 'now' | 'again' | 'held';
	/** Reads the custom fields of jobs. An entry waits until this works. */
	jobs?: Pick<JobsOfEntries, 'of' | 'included'>;
	/** Whether an entry is done if the field of its job names no interview. */
	skipJobsWithoutInterview?: boolean;
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
	/** By Ashby's clock, in ms. */
	now: number;
}

export function tookTooLong(): ApiFailure {
	return new ApiFailure({
		kind: 'unavailable',
		message: 'Ashby took too long to respond',
		advice: 'Try again in a few minutes',
	});
}
