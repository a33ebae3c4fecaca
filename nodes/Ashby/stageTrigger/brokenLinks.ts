import type { AshbyClient } from '../client/client';
import { isNotFound } from '../client/failures';
import type { PlanOfJob } from '../client/stages';
import { stagesOfJob } from '../client/stages';
import type { Link } from './stays';
import { ANY_JOB, linksTo } from './stays';

/**
 * Says which links can never fire again, because Ashby no longer has their job, or their job no
 * longer has their stage. Costs two requests for each job, more for one with several interview plans.
 *
 * What cannot be told is not reported: links for Any Job, jobs whose plans the key may not read, and
 * whatever Ashby does not answer at the moment. The trigger works without these answers.
 *
 * @param timeLeftMs once nothing is left, the remaining jobs are not asked about
 * @returns a sentence for each such link, which names its place in "Jobs and Stages"; undefined when
 *   there was no time to ask about all
 */
export async function brokenLinks(
	client: AshbyClient,
	links: Link[],
	timeLeftMs: () => number,
): Promise<string[] | undefined> {
	const plansByJob = new Map<string, PlanOfJob[] | 'gone' | undefined>();
	for (const { jobId } of links) {
		if (jobId === ANY_JOB || plansByJob.has(jobId)) continue;
		if (timeLeftMs() <= 0) return undefined;
		const plans = await stagesOfJob(client, jobId).catch((failure: unknown) =>
			isNotFound(failure) ? ('gone' as const) : undefined,
		);
		plansByJob.set(jobId, plans);
	}
	return links.flatMap((link, index) => {
		const plans = plansByJob.get(link.jobId);
		const entry = `Entry ${index + 1} of 'Jobs and Stages'`;
		if (plans === 'gone') return `${entry}: Ashby has no job ${link.jobId} any more`;
		if (!plans || plans.some(({ othersHidden }) => othersHidden) || hasStage(plans, link))
			return [];
		const stage = link.stageName ? `named '${link.stageName}'` : link.stageId;
		return `${entry}: the job has no stage ${stage} any more`;
	});
}

function hasStage(plans: PlanOfJob[], link: Link): boolean {
	return plans.some(({ stages }) =>
		stages.some((stage) => linksTo([link], link.jobId, stage).length > 0),
	);
}
