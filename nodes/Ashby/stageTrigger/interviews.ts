/** Entries whose interview is named by a field of the job, which may be empty. */
import { nameOf } from '../stageEntry/application';
import type { StageEntry } from '../stageEntry/history';
import {
	ASK_EVERY_MS,
	isNew,
	isTooLate,
	isWaiting,
	postpone,
	referenceOf,
	valueIn,
} from '../stageEntry/interviewField';
import type { Settings } from './settings';
import type { Open, Row, State } from './table';
import { close } from './table';

export class Interviews {
	/** @param now by Ashby's clock */
	constructor(
		private readonly state: Pick<State, 'rows' | 'givenUp'>,
		private readonly settings: Settings,
		private readonly now: () => number,
	) {}

	/** Whether an entry waits for an interview, and the field of its job still names none. */
	async isStillMissing({ open }: Row): Promise<boolean> {
		const { jobs, watchedStages } = this.settings;
		if (!isWaiting(open) || isTooLate(open.interview, this.now())) return false;
		const { field, jobId } = open.interview;
		// A person may have entered another field.
		if (!watchedStages.some(({ interviewField }) => interviewField === field)) return false;
		const value = valueIn(await jobs.of(jobId), field);
		postpone(this.state.rows, { field, jobId, value }, this.now());
		return !isNew(open.interview, value);
	}

	/**
	 * The entry with what its item says about the job. The value with which an entry was first returned is kept, so that
	 * another one invites nobody twice.
	 *
	 * @returns undefined if it isn't returned, because its job has no interview
	 * @throws ApiFailure if the job can't be read
	 */
	async addTo(entry: StageEntry, row: Row): Promise<StageEntry | undefined> {
		const { settings, state } = this;
		const { open } = row;
		const kept = open?.interview && !isWaiting(open) ? open.interview : undefined;
		const whole = await settings.jobs.addTo(entry, kept ? [] : settings.watchedStages, this.now());
		if (kept) return { ...whole, interview: kept };
		const { application, interview } = whole;
		if (interview && isWaiting(open)) {
			const { field, jobId } = interview;
			open.interview = { ...open.interview, field, jobId };
		}
		if (interview) postpone(state.rows, interview, this.now());
		if (interview && isWaiting(open) && !isNew(open.interview, interview.value)) {
			if (!isTooLate(open.interview, this.now())) return undefined;
			const name = nameOf(application) ?? 'a candidate without a name';
			state.givenUp.push(`${name} (the job field '${interview.field}' named no interview)`);
			close(row);
			return undefined;
		}
		if (interview?.value === null && settings.skipJobsWithoutInterview) {
			close(row);
			return undefined;
		}
		return whole;
	}
}

/** The task of an entry that waits for an interview: nobody can be invited without one, so nothing is repeated. */
export function waitingFrom({ candidateId, began, interview }: Open, askedAt: number): Open {
	return { candidateId, began, interview, notBefore: askedAt + ASK_EVERY_MS };
}

/** What shows in the notes that an entry is done, and that the interview with which it was returned doesn't exist. */
export function textsFor({ entry, open }: Row): string[] {
	const isTried = open?.interview && !isWaiting(open);
	return [entry!, ...(isTried ? [referenceOf(entry!, open.interview!)] : [])];
}
