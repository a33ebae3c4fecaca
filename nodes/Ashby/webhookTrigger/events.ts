import type { INodePropertyOptions } from 'n8n-workflow';

/** The event for an entry into a stage. It returns the same item as the Ashby Stage Trigger. */
export const STAGE_CHANGE = 'candidateStageChange';

/**
 * Ashby's types of webhook about candidates, applications, interviews, offers, and jobs, from its published
 * API description; `jobCreate` and `jobUpdate` from its newer webhook guide.
 */
export const events: INodePropertyOptions[] = [
	{
		name: 'Application Submitted',
		value: 'applicationSubmit',
		description: 'A candidate applies or is added to a job, except by bulk import',
	},
	{
		name: 'Application Updated',
		value: 'applicationUpdate',
		description: 'Anything about an application changes, including its stage',
	},
	{
		name: 'Candidate Deleted',
		value: 'candidateDelete',
		description: 'A candidate is deleted',
	},
	{
		name: 'Candidate Hired',
		value: 'candidateHire',
		description: 'A candidate is hired, including for confidential jobs',
	},
	{
		name: 'Candidate Merged',
		value: 'candidateMerge',
		description: 'Two candidates are merged',
	},
	{
		name: 'Candidate Stage Changed',
		value: STAGE_CHANGE,
		description: 'A candidate enters one of the selected interview stages',
	},
	{
		name: 'Interview Plan Changed',
		value: 'interviewPlanTransition',
		description: 'The interview plan of a job is replaced',
	},
	{
		name: 'Interview Schedule Created',
		value: 'interviewScheduleCreate',
		description: 'Interviews are scheduled',
	},
	{
		name: 'Interview Schedule Updated',
		value: 'interviewScheduleUpdate',
		description: 'Scheduled interviews are changed or canceled',
	},
	{
		name: 'Job Created',
		value: 'jobCreate',
		description: 'A job is created',
	},
	{
		name: 'Job Posting Published',
		value: 'jobPostingPublish',
		description: 'A job posting is published',
	},
	{
		name: 'Job Posting Unpublished',
		value: 'jobPostingUnpublish',
		description: 'A job posting is unpublished',
	},
	{
		name: 'Job Posting Updated',
		value: 'jobPostingUpdate',
		description: 'A job posting is changed',
	},
	{
		name: 'Job Updated',
		value: 'jobUpdate',
		description: 'A job is changed',
	},
	{
		name: 'Offer Created',
		value: 'offerCreate',
		description: 'An offer is created',
	},
	{
		name: 'Offer Deleted',
		value: 'offerDelete',
		description: 'An offer is deleted',
	},
	{
		name: 'Offer Updated',
		value: 'offerUpdate',
		description: 'An offer is changed, approved, or accepted',
	},
	{
		name: 'Survey Submitted',
		value: 'surveySubmit',
		description: 'A candidate submits a survey',
	},
];
