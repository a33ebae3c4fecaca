import type { AshbyClient } from '../client/client';
import { isNotFound } from '../client/failures';
import type { PlanOfJob } from '../client/stages';
import { stagesOfJob } from '../client/stages';
import type { WatchedStage } from '../stageEntry/watchedStages';
import { ANY_JOB, watchedAs } from '../stageEntry/watchedStages';

/**
 * Finds watched stages that can no longer be entered, because the job or the stage no longer exists in Ashby. Takes two
 * requests per job, more for jobs with several interview plans.
 *
 * What can't be determined isn't reported: rows for Any Job, jobs whose plans the key can't read, and anything that
 * Ashby currently doesn't answer. The trigger works without this information.
 *
 * @param timeLeftMs when no time is left, the remaining jobs aren't checked
 * @returns a sentence for each broken row of "Jobs and Stages"; undefined if there was no time to check them all
 */
export async function brokenWatches(
	client: AshbyClient,
	watchedStages: WatchedStage[],
	timeLeftMs: () => number,
): Promise<string[] | undefined> {
	const plansByJob = new Map<string, PlanOfJob[] | 'gone' | undefined>();
	for (const { jobId } of watchedStages) {
		if (jobId === ANY_JOB || plansByJob.has(jobId)) continue;
		if (timeLeftMs() <= 0) return undefined;
		const plans = await stagesOfJob(client, jobId).catch((failure: unknown) =>
			isNotFound(failure) ? ('gone' as const) : undefined,
		);
		plansByJob.set(jobId, plans);
	}
	return watchedStages.flatMap((watched, index) => {
		const plans = plansByJob.get(watched.jobId);
		const row = `Row ${index + 1} of 'Jobs and Stages'`;
		const { jobId, jobTitle, stageId, stageName, stageTitle } = watched;
		if (plans === 'gone') {
			return `${row}: job ${jobTitle ? `'${jobTitle}'` : jobId} no longer exists in Ashby`;
		}
		if (!plans || plans.some(({ othersHidden }) => othersHidden) || hasStage(plans, watched))
			return [];
		const stage = stageName
			? `a stage named '${stageName}'`
			: `the stage ${stageTitle ? `'${stageTitle}'` : stageId}`;
		return `${row}: the job${jobTitle ? ` '${jobTitle}'` : ''} no longer has ${stage}`;
	});
}

function hasStage(plans: PlanOfJob[], watched: WatchedStage): boolean {
	return plans.some(({ stages }) =>
		stages.some((stage) => watchedAs([watched], watched.jobId, stage).length > 0),
	);
}
