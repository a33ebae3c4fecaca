import { undefinedIf } from '../../shared/api/failure';
import type { AshbyClient } from './client';
import { lacksPermission } from './failures';
import type { InterviewPlan, InterviewStage, Job, JobInterviewPlan } from './types';

export interface PlanOfJob {
	/** Only given if the job has several plans, to distinguish their stages. */
	title?: string;
	/** The job has more plans that the key isn't allowed to read. */
	othersHidden?: boolean;
	stages: InterviewStage[];
}

/**
 * The stages of all interview plans of a job, in the order of each plan. For one plan, jobsRead is enough. If
 * there are several, a key without interviewsRead only gets the stages of one plan, because
 * `jobInterviewPlan.info` returns no more. Which plan that is isn't documented.
 *
 * @throws ApiFailure, also if the job doesn't exist or isn't visible to the key
 */
export async function stagesOfJob(client: AshbyClient, jobId: string): Promise<PlanOfJob[]> {
	const { interviewPlanIds = [] } = (await client.call<Job>('job.info', { id: jobId })).results;
	if (interviewPlanIds.length > 1) {
		const plans = await undefinedIf(lacksPermission, stagesOfPlans(client, interviewPlanIds));
		if (plans) return plans;
	}
	const { results } = await client.call<JobInterviewPlan>('jobInterviewPlan.info', { jobId });
	const othersHidden = interviewPlanIds.length > 1;
	return [{ stages: inOrder(results.stages), ...(othersHidden ? { othersHidden } : {}) }];
}

async function stagesOfPlans(client: AshbyClient, planIds: string[]): Promise<PlanOfJob[]> {
	const titles = new Map<string, string>();
	// An archived plan may still contain a job's applications.
	const plans = client.rows<InterviewPlan>('interviewPlan.list', { includeArchived: true });
	for await (const { id, title } of plans) titles.set(id, title);
	const found: PlanOfJob[] = [];
	for (const interviewPlanId of planIds) {
		const { results } = await client.call<InterviewStage[]>('interviewStage.list', {
			interviewPlanId,
		});
		found.push({ title: titles.get(interviewPlanId), stages: inOrder(results) });
	}
	return found;
}

/**
 * Reads the stages of the active interview plans, plan by plan. Without interviewsRead, it reads the plans of all jobs
 * that aren't archived, and a job with several plans only shows one.
 *
 * @param take receives the stages of a plan and returns whether they are enough
 * @returns whether they are enough, or all plans were read
 * @throws ApiFailure if Ashby doesn't answer or the key may not list jobs either
 */
export async function activeStages(
	client: AshbyClient,
	take: (stages: InterviewStage[]) => boolean,
): Promise<boolean> {
	const listed = client.firstRows<InterviewPlan>('interviewPlan.list', Infinity);
	const plans = await undefinedIf(lacksPermission, listed);
	if (!plans) return await activeStagesOfJobs(client, take);
	for (const { id } of plans) {
		const body = { interviewPlanId: id };
		if (take((await client.call<InterviewStage[]>('interviewStage.list', body)).results)) break;
	}
	return true;
}

async function activeStagesOfJobs(
	client: AshbyClient,
	take: (stages: InterviewStage[]) => boolean,
): Promise<boolean> {
	const status = ['Draft', 'Open', 'Closed'];
	const jobs = await client.firstRows<Job>('job.list', Infinity, { status });
	const plansOf = ({ interviewPlanIds }: Job) => interviewPlanIds ?? [];
	const read = new Set<string>();
	const asked = new Set<string>();
	for (const job of jobs.sort((a, b) => plansOf(a).length - plansOf(b).length)) {
		const same = JSON.stringify([plansOf(job), job.defaultInterviewPlanId]);
		if (asked.has(same) || plansOf(job).every((id) => read.has(id))) continue;
		asked.add(same);
		const { results } = await client.call<JobInterviewPlan>('jobInterviewPlan.info', {
			jobId: job.id,
		});
		read.add(results.interviewPlanId);
		if (take(results.stages)) return true;
	}
	return jobs.every((job) => plansOf(job).every((id) => read.has(id)));
}

function inOrder(stages: InterviewStage[]): InterviewStage[] {
	return [...stages].sort((a, b) => (a.orderInInterviewPlan ?? 0) - (b.orderInInterviewPlan ?? 0));
}
