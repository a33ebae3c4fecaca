/** The records of the local Ashby, its switches and its permissions. Times are ISO 8601 strings. */

export { DEFAULT_SWITCHES } from './switches.mts';
export type { AshbySwitches } from './switches.mts';

export const PERMISSIONS = [
	'apiKeysRead',
	'apiKeysWrite',
	'jobsRead',
	'interviewsRead',
	'candidatesRead',
	'candidatesWrite',
	'hiringProcessMetadataRead',
	'hiringProcessMetadataWrite',
	'organizationRead',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export interface ApiKey {
	key: string;
	title: string;
	createdAt: string;
	permissions: Permission[];
	disabled: boolean;
	/** "Allow access to non-offer private fields?" */
	privateFields: boolean;
	/** The user to whom writes with this key are attributed. */
	userId: string;
}

export interface User {
	id: string;
	createdAt: string;
	updatedAt: string;
	firstName: string;
	lastName: string;
	email: string;
	globalRole: 'Organization Admin' | 'Elevated Access' | 'Limited Access' | 'External Recruiter';
	isEnabled: boolean;
}

export type StageType = 'Lead' | 'PreInterviewScreen' | 'Active' | 'Offer' | 'Hired' | 'Archived';

export interface InterviewStage {
	id: string;
	title: string;
	type: StageType;
	orderInInterviewPlan: number;
	interviewPlanId: string;
}

export interface InterviewPlan {
	id: string;
	createdAt: string;
	updatedAt: string;
	title: string;
	isArchived: boolean;
	stages: InterviewStage[];
}

export type JobStatus = 'Draft' | 'Open' | 'Closed' | 'Archived';

export interface Job {
	id: string;
	createdAt: string;
	updatedAt: string;
	title: string;
	status: JobStatus;
	interviewPlanIds: string[];
	/** null: the job has no default plan, and its key is left out of answers. */
	defaultInterviewPlanId: string | null;
	customRequisitionId: string | null;
	/** The name of its location. */
	locationName: string;
	openedAt: string | null;
	closedAt: string | null;
}

export interface Candidate {
	id: string;
	createdAt: string;
	updatedAt: string;
	name: string;
	/** The first one is the primary one. */
	emails: string[];
	phones: string[];
	applicationIds: string[];
	tagIds: string[];
}

export interface Tag {
	id: string;
	createdAt: string;
	title: string;
	isArchived: boolean;
}

export interface ArchiveReason {
	id: string;
	text: string;
	reasonType: 'RejectedByCandidate' | 'RejectedByOrg' | 'Other';
	isArchived: boolean;
}

export type ApplicationStatus = 'Hired' | 'Archived' | 'Active' | 'Lead';

export interface Application {
	id: string;
	createdAt: string;
	updatedAt: string;
	candidateId: string;
	jobId: string;
	stageId: string;
	status: ApplicationStatus;
	archivedAt?: string;
	archiveReasonId?: string;
	/** In the order of the entries; `stageNumber` is the index. */
	history: HistoryRow[];
}

/** One entry in one stage. */
export interface HistoryRow {
	id: string;
	stageId: string;
	title: string;
	enteredStageAt: string;
	/** Absent while the application is in the stage. */
	leftStageAt?: string;
	actorId: string | null;
}

export interface Note {
	id: string;
	createdAt: string;
	candidateId: string;
	isPrivate: boolean;
	/** What Ashby keeps: plain text, or HTML after stripping. */
	content: string;
	type: 'text/plain' | 'text/html';
	authorId: string;
	sendNotifications: boolean;
}

/** The types of webhook that the vendor's description lists. */
export const WEBHOOK_TYPES = [
	'applicationSubmit',
	'applicationUpdate',
	'candidateHire',
	'candidateStageChange',
	'candidateDelete',
	'candidateMerge',
	'interviewPlanTransition',
	'interviewScheduleCreate',
	'interviewScheduleUpdate',
	'jobPostingUpdate',
	'jobPostingPublish',
	'jobPostingUnpublish',
	'offerCreate',
	'offerUpdate',
	'offerDelete',
	'pushToHRIS',
	'surveySubmit',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

export interface Webhook {
	id: string;
	webhookType: WebhookType;
	requestUrl: string;
	secretToken: string;
	enabled: boolean;
}

/** The author of notes that are written through the API. */
export const API_USER = {
	firstName: 'Ashby',
	lastName: 'API',
	email: 'customer-api-and-automation@ashbyhq.com',
};

/** The status that goes with a stage (recorded for Lead, Active and Archived stages). */
export function statusOf(type: StageType): ApplicationStatus {
	return type === 'Lead' || type === 'Hired' || type === 'Archived' ? type : 'Active';
}
