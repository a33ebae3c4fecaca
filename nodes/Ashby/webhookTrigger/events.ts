import type { INodePropertyOptions } from 'n8n-workflow';

/** The event that is about one stay, and has the item of the Ashby Stage Trigger. */
export const STAGE_CHANGE = 'candidateStageChange';

/**
 * Ashby's types of webhook about candidates, applications, interviews, offers and jobs, after its
 * published API description; `jobCreate` and `jobUpdate` after its newer webhook guide.
 */
export const events: INodePropertyOptions[] = [
	{
		name: 'Application Submitted',
		value: 'applicationSubmit',
		description: 'Somebody applies or is added to a job, bulk imports left out',
	},
	{
		name: 'Application Updated',
		value: 'applicationUpdate',
		description: 'Anything about an application changes, its stage included',
	},
	{
		name: 'Candidate Deleted',
		value: 'candidateDelete',
		description: 'A candidate is deleted',
	},
	{
		name: 'Candidate Hired',
		value: 'candidateHire',
		description: 'A candidate is hired, for confidential jobs too',
	},
	{
		name: 'Candidate Merged',
		value: 'candidateMerge',
		description: 'Two candidates become one',
	},
	{
		name: 'Candidate Stage Changed',
		value: STAGE_CHANGE,
		description: 'A candidate enters one of the chosen interview stages',
	},
	{
		name: 'Interview Plan Changed',
		value: 'interviewPlanTransition',
		description: 'A job gets another interview plan',
	},
	{
		name: 'Interview Schedule Created',
		value: 'interviewScheduleCreate',
		description: 'Interviews are scheduled',
	},
	{
		name: 'Interview Schedule Updated',
		value: 'interviewScheduleUpdate',
		description: 'Scheduled interviews change or are cancelled',
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
		description: 'A job posting is taken back',
	},
	{
		name: 'Job Posting Updated',
		value: 'jobPostingUpdate',
		description: 'A job posting changes',
	},
	{
		name: 'Job Updated',
		value: 'jobUpdate',
		description: 'A job changes',
	},
	{
		name: 'Offer Created',
		value: 'offerCreate',
		description: 'An offer is made',
	},
	{
		name: 'Offer Deleted',
		value: 'offerDelete',
		description: 'An offer is deleted',
	},
	{
		name: 'Offer Updated',
		value: 'offerUpdate',
		description: 'An offer changes, its approval and acceptance included',
	},
	{
		name: 'Survey Submitted',
		value: 'surveySubmit',
		description: 'A candidate answers a survey',
	},
];
