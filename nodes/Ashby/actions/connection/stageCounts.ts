import { PAGE_SIZE } from '../../client/client';
import type { AshbyClient } from '../../client/client';
import type { Application } from '../../client/types';
import { isWhole } from '../../stageEntry/application';
import type { WatchedStage } from '../../stageEntry/watchedStages';
import { ANY_JOB, watchedAs } from '../../stageEntry/watchedStages';

/** Ashby can't list by stage, so the applications of each job are read, up to this many in total. */
const MOST_ROWS = 20 * PAGE_SIZE;

/** How many candidates are in a stage now. */
export class StageCounts {
	private readonly byJob = new Map<string, Application[] | null>();
	private rowsLeft = MOST_ROWS;

	constructor(
		private readonly client: AshbyClient,
		private readonly timeLeftMs: () => number,
	) {}

	/** The number of active applications in the stage, or null if there are too many or they can't be read. */
	async of(watched: WatchedStage): Promise<number | null> {
		const { jobId } = watched;
		if (!this.byJob.has(jobId)) this.byJob.set(jobId, await this.read(jobId));
		const rows = this.byJob.get(jobId);
		if (!rows) return null;
		return rows.filter(
			({ job, currentInterviewStage }) =>
				watchedAs([watched], job.id, currentInterviewStage).length > 0,
		).length;
	}

	private async read(jobId: string): Promise<Application[] | null> {
		if (this.timeLeftMs() <= 0 || this.rowsLeft <= 0) return null;
		const limit = this.rowsLeft;
		const rows = await this.client
			.firstRows<Application>('application.list', limit, {
				status: 'Active',
				jobId: jobId === ANY_JOB ? undefined : jobId,
			})
			// Ignored: a key that can't read applications is reported elsewhere.
			.catch(() => undefined);
		this.rowsLeft -= rows?.length ?? 0;
		return rows && rows.length < limit ? rows.filter(isWhole) : null;
	}
}
