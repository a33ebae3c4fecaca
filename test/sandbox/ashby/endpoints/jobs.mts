import { z } from 'zod/v4';

import { endpoint, filtersIn, find, isCreatedAfter, pageOf, syncKeys } from '../api.mts';
import type { Context, Endpoint } from '../api.mts';
import { Refusal } from '../listing.mts';
import type { Filters } from '../listing.mts';
import { jobJsonWith, jobStageJson, planJson, seesJob, stageJson } from '../render.mts';
import type { InterviewStage, Job } from '../types.mts';

const STATUSES = ['Draft', 'Open', 'Closed', 'Archived'] as const;
const DATES = ['openedAfter', 'openedBefore', 'closedAfter', 'closedBefore'];
const date = z.number().int().optional();
const expand = z.array(z.enum(['location', 'openings'])).optional();

const sees =
	({ org, key }: Context) =>
	(job: Job) =>
		seesJob(org, key, job.id);

/** Drafts are listed only when they are named. */
function matches(job: Job, filters: Filters): boolean {
	const { status = ['Open', 'Closed', 'Archived'], createdAfter } = filters;
	const isWithin = (at: string | null, after: unknown, before: unknown): boolean => {
		const time = at === null ? NaN : Date.parse(at);
		if (typeof after === 'number' && !(time > after)) return false;
		return typeof before !== 'number' || time < before;
	};
	return (
		(status as string[]).includes(job.status) &&
		isCreatedAfter(job, createdAfter) &&
		isWithin(job.openedAt, filters.openedAfter, filters.openedBefore) &&
		isWithin(job.closedAt, filters.closedAfter, filters.closedBefore)
	);
}

/** A stage that is still in its plan. */
function findStage({ org }: Context, id: string): InterviewStage {
	const stage = find(org.stages, id, 'interview_stage_not_found');
	const plan = find(org.interviewPlans, stage.interviewPlanId, 'interview_plan_not_found');
	if (plan.stages.includes(stage)) return stage;
	throw new Refusal('interview_stage_not_found', 'Interview stage not found');
}

export const jobEndpoints: Record<string, Endpoint> = {
	'/job.list': endpoint(
		'jobsRead',
		z.object({
			...syncKeys,
			createdAfter: date,
			status: z.array(z.enum(STATUSES)).optional(),
			openedAfter: date,
			openedBefore: date,
			closedAfter: date,
			closedBefore: date,
			includeUnpublishedJobPostingsIds: z.boolean().optional(),
			expand,
		}),
		async (context, body) => {
			const filters = filtersIn(body, ['createdAfter', 'status', ...DATES]);
			const isVisible = sees(context);
			return await pageOf(
				context,
				{ source: context.org.jobs, body, filters, matches, isVisible },
				jobJsonWith(context.org, context.key, body.expand),
			);
		},
	),

	'/job.info': endpoint(
		'jobsRead',
		z.object({
			id: z.uuid(),
			includeUnpublishedJobPostingsIds: z.boolean().optional(),
			expand,
		}),
		(context, { id, expand: expanded }) => {
			const job = find(context.org.jobs, id, 'job_not_found', sees(context));
			return { results: jobJsonWith(context.org, context.key, expanded)(job) };
		},
	),

	'/job.search': endpoint(
		'jobsRead',
		z.object({ title: z.string().optional(), requisitionId: z.string().optional() }),
		(context, { title, requisitionId }) => {
			if (title === undefined && requisitionId === undefined) {
				throw new Refusal('invalid_input', 'Invalid input: title or requisitionId is required');
			}
			const wanted = title?.toLowerCase() ?? '';
			const isWhole = title !== undefined && context.org.switches.searchTitle === 'whole';
			const found = [...context.org.jobs.values()].filter(
				(job) =>
					(isWhole
						? job.title.toLowerCase() === wanted
						: job.title.toLowerCase().includes(wanted)) &&
					(requisitionId === undefined || job.customRequisitionId === requisitionId),
			);
			return { results: found.filter(sees(context)).map(jobJsonWith(context.org, context.key)) };
		},
	),

	'/jobInterviewPlan.info': endpoint(
		'jobsRead',
		z.object({ jobId: z.uuid() }),
		(context, { jobId }) => {
			const { org } = context;
			const job = find(org.jobs, jobId, 'job_not_found', sees(context));
			const [first] = job.interviewPlanIds;
			const isDefault = org.switches.multiPlanJob === 'default';
			const planId = (isDefault ? job.defaultInterviewPlanId : null) ?? first;
			const plan = find(org.interviewPlans, planId, 'interview_plan_not_found');
			return {
				results: { jobId, interviewPlanId: plan.id, stages: plan.stages.map(jobStageJson) },
			};
		},
	),

	'/interviewPlan.list': endpoint(
		'interviewsRead',
		z.object({ ...syncKeys, includeArchived: z.boolean().optional() }),
		async (context, body) => {
			const filters = filtersIn(body, ['includeArchived']);
			const isListed = (plan: { isArchived: boolean }, { includeArchived }: Filters): boolean =>
				includeArchived === true || !plan.isArchived;
			const source = context.org.interviewPlans;
			return await pageOf(context, { source, body, filters, matches: isListed }, planJson);
		},
	),

	'/interviewStage.list': endpoint(
		'interviewsRead',
		z.object({ interviewPlanId: z.uuid() }),
		({ org }, { interviewPlanId }) => {
			const plan = find(org.interviewPlans, interviewPlanId, 'interview_plan_not_found');
			return { results: plan.stages.map(stageJson), moreDataAvailable: false };
		},
	),

	'/interviewStage.info': endpoint(
		'interviewsRead',
		z.object({ interviewStageId: z.uuid() }),
		(context, { interviewStageId }) => ({
			results: stageJson(findStage(context, interviewStageId)),
		}),
	),
};
