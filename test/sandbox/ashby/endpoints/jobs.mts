import { z } from 'zod/v4';

import { archivableList, endpoint, find, list } from '../api.mts';
import type { Endpoint } from '../api.mts';
import { Refusal } from '../listing.mts';
import { jobJson, jobStageJson, planJson, stageJson } from '../render.mts';

const STATUSES = ['Draft', 'Open', 'Closed', 'Archived'] as const;
const expand = z.array(z.enum(['location'])).optional();

export const jobEndpoints: Record<string, Endpoint> = {
	'/job.list': list({
		permission: 'jobsRead',
		source: (org) => org.jobs,
		toJson: (job, { org, key }, body) => jobJson(org, key, job, body.expand !== undefined),
		filters: { status: z.array(z.enum(STATUSES)).optional(), expand },
		// Drafts are listed only when they are named.
		matches: (job, { status = ['Open', 'Closed', 'Archived'] }) =>
			(status as string[]).includes(job.status),
	}),

	'/job.info': endpoint(
		'jobsRead',
		z.object({ id: z.uuid(), expand }),
		({ org, key }, { id, expand: expanded }) => {
			const job = find(org.jobs, id, 'job_not_found');
			return { results: jobJson(org, key, job, expanded !== undefined) };
		},
	),

	'/job.search': endpoint(
		'jobsRead',
		z.object({ title: z.string().optional(), requisitionId: z.string().optional() }),
		({ org, key }, { title, requisitionId }) => {
			if (title === undefined && requisitionId === undefined) {
				throw new Refusal('invalid_input', 'Invalid input: title or requisitionId is required');
			}
			const wanted = title?.toLowerCase() ?? '';
			const isWhole = title !== undefined && org.switches.searchTitle === 'whole';
			const hasTitle = (text: string) => (isWhole ? text === wanted : text.includes(wanted));
			const found = [...org.jobs.values()].filter(
				(job) =>
					hasTitle(job.title.toLowerCase()) &&
					(requisitionId === undefined || job.customRequisitionId === requisitionId),
			);
			return { results: found.map((job) => jobJson(org, key, job)) };
		},
	),

	'/jobInterviewPlan.info': endpoint(
		'jobsRead',
		z.object({ jobId: z.uuid() }),
		({ org }, { jobId }) => {
			const job = find(org.jobs, jobId, 'job_not_found');
			const [first] = job.interviewPlanIds;
			const isDefault = org.switches.multiPlanJob === 'default';
			const planId = (isDefault ? job.defaultInterviewPlanId : null) ?? first;
			const { id, stages } = find(org.interviewPlans, planId, 'interview_plan_not_found');
			return { results: { jobId, interviewPlanId: id, stages: stages.map(jobStageJson) } };
		},
	),

	'/interviewPlan.list': archivableList({
		permission: 'interviewsRead',
		source: (org) => org.interviewPlans,
		toJson: planJson,
	}),

	'/interviewStage.list': endpoint(
		'interviewsRead',
		z.object({ interviewPlanId: z.uuid() }),
		({ org }, { interviewPlanId }) => {
			const plan = find(org.interviewPlans, interviewPlanId, 'interview_plan_not_found');
			return { results: plan.stages.map(stageJson), moreDataAvailable: false };
		},
	),

	/** A stage that is still in its plan. */
	'/interviewStage.info': endpoint(
		'interviewsRead',
		z.object({ interviewStageId: z.uuid() }),
		({ org }, { interviewStageId }) => {
			const stage = find(org.stages, interviewStageId, 'interview_stage_not_found');
			const plan = find(org.interviewPlans, stage.interviewPlanId, 'interview_plan_not_found');
			if (plan.stages.includes(stage)) return { results: stageJson(stage) };
			throw new Refusal('interview_stage_not_found', 'Interview stage not found');
		},
	),
};
