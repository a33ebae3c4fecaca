import { textOfHtml } from './notes.mts';
import { customFieldValues, jobFieldValues } from './renderFields.mts';
import { need } from './state.mts';
import type { AshbyState } from './state.mts';
import type {
	ApiKey,
	Application,
	Candidate,
	InterviewPlan,
	InterviewStage,
	Job,
	Note,
	Tag,
	User,
	Webhook,
} from './types.mts';

/*
 * The vendor's JSON of each record: keys, their order, and what is null or absent, as in recordings.
 */

/** What every record shares: the sandbox does not vary it. */
const LOCATION_ID = '1d0c1f4e-6c1b-4f5e-9d7a-5f0c7b1e2a30';
const DEPARTMENT_ID = '2b7e9a50-3f64-4d1c-8a92-6e1d8c2f3b41';
const BRAND_ID = '3c8fab61-4a75-4e2d-9ba3-7f2e9d3a4c52';
const SOURCE = {
	id: '4d90bc72-5b86-4f3e-8cb4-8a3fae4b5d63',
	title: 'Applied',
	isArchived: false,
	sourceType: { id: '5ea1cd83-6c97-4a4f-9dc5-9b40bf5c6e74', title: 'Inbound', isArchived: false },
};

/** A key with its value, or how Ashby leaves it out. */
function optional(org: AshbyState, key: string, value: unknown): Record<string, unknown> {
	if (value !== undefined) return { [key]: value };
	return org.switches.absentAs === 'null' ? { [key]: null } : {};
}

const contact = (value: string, index: number) => ({
	value,
	type: 'Personal',
	isPrimary: index === 0,
});

function contacts(org: AshbyState, { emails, phones }: Candidate) {
	const emailAddresses = emails.map(contact);
	const phoneNumbers = phones.map(contact);
	const email = optional(org, 'primaryEmailAddress', emailAddresses[0]);
	const phone = optional(org, 'primaryPhoneNumber', phoneNumbers[0]);
	return { email, emailAddresses, phone, phoneNumbers };
}

export function stageJson(stage: InterviewStage) {
	const { id, title, type, interviewPlanId, orderInInterviewPlan } = stage;
	return { id, title, type, interviewPlanId, orderInInterviewPlan, interviewStageGroupId: null };
}

/** A stage as jobInterviewPlan.info has it: with activities, without its plan. */
export function jobStageJson(stage: InterviewStage) {
	const { id, title, type, orderInInterviewPlan } = stage;
	const rest = { interviewStageGroupId: null, activities: [] };
	return { id, title, type, orderInInterviewPlan, ...rest };
}

export function planJson({ id, title, isArchived, createdAt, updatedAt }: InterviewPlan) {
	return { id, title, isArchived, createdAt, updatedAt };
}

/** @param isExpanded whether the location is asked for */
export function jobJson(org: AshbyState, key: ApiKey, job: Job, isExpanded = false) {
	const { id, title, status, defaultInterviewPlanId, interviewPlanIds } = job;
	const { customRequisitionId, createdAt, updatedAt, openedAt, closedAt } = job;
	return {
		id,
		title,
		confidential: false,
		status,
		employmentType: 'FullTime',
		locationId: LOCATION_ID,
		departmentId: DEPARTMENT_ID,
		...(defaultInterviewPlanId === null ? {} : { defaultInterviewPlanId }),
		interviewPlanIds,
		jobPostingIds: [],
		customFields: jobFieldValues(org, id, key),
		hiringTeam: [],
		customRequisitionId,
		brandId: BRAND_ID,
		createdAt,
		updatedAt,
		openedAt,
		closedAt,
		...(isExpanded && {
			location: { id: LOCATION_ID, name: job.locationName, isArchived: false },
		}),
	};
}

export function applicationJson(org: AshbyState, application: Application) {
	const { id, createdAt, updatedAt, status } = application;
	const candidate = need(org.candidates, application.candidateId, 'candidate');
	const { email, phone } = contacts(org, candidate);
	const job = need(org.jobs, application.jobId, 'job');
	const stage = need(org.stages, application.stageId, 'interview stage');
	const reason = org.archiveReasons.get(application.archiveReasonId ?? '');
	return {
		id,
		createdAt,
		updatedAt,
		...optional(org, 'archivedAt', application.archivedAt),
		candidate: { id: candidate.id, name: candidate.name, ...email, ...phone },
		status,
		customFields: customFieldValues(org, id),
		currentInterviewStage: stageJson(stage),
		source: SOURCE,
		creditedToUser: null,
		archiveReason: reason ? { ...reason, customFields: [] } : null,
		job: {
			id: job.id,
			title: job.title,
			locationId: LOCATION_ID,
			departmentId: DEPARTMENT_ID,
			brandId: BRAND_ID,
		},
		hiringTeam: [],
		appliedViaJobPostingId: null,
		submitterClientIp: null,
		submitterUserAgent: null,
	};
}

/** The entries of an application. A stage that was renamed shows its present title in all of them. */
export function historyJson(org: AshbyState, { history }: Application) {
	return history.map((row, stageNumber) => ({
		id: row.id,
		stageId: row.stageId,
		title: org.stages.get(row.stageId)?.title ?? row.title,
		stageNumber,
		enteredStageAt: row.enteredStageAt,
		...optional(org, 'leftStageAt', row.leftStageAt),
		// The present entry cannot be removed, only begin at another time.
		allowedActions:
			stageNumber === history.length - 1 ? ['set_entered_at'] : ['set_entered_at', 'delete'],
		actorId: row.actorId,
	}));
}

export function candidateJson(org: AshbyState, key: ApiKey, candidate: Candidate) {
	const { id, createdAt, updatedAt, name, tagIds } = candidate;
	const { email, emailAddresses, phone, phoneNumbers } = contacts(org, candidate);
	return {
		id,
		createdAt,
		updatedAt,
		name,
		...email,
		emailAddresses,
		...phone,
		phoneNumbers,
		socialLinks: [],
		tags: tagIds.map((tagId) => tagJson(need(org.tags, tagId, 'tag'))),
		applicationIds: candidate.applicationIds,
		fileHandles: [],
		customFields: customFieldValues(org, id, key),
		profileUrl: `https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/${id}`,
		source: SOURCE,
		creditedToUser: null,
		timezone: null,
		fraudStatus: null,
	};
}

export function noteJson(org: AshbyState, note: Note) {
	const { id, createdAt, isPrivate, content, type } = note;
	const isByApi = note.authorId === org.apiUser.id;
	const author = isByApi ? org.apiUser : need(org.users, note.authorId, 'user');
	const { firstName, lastName, email } = author;
	const asText = type === 'text/html' && org.switches.noteContent === 'text';
	return {
		id,
		createdAt,
		isPrivate,
		content: asText ? textOfHtml(content) : content,
		author: { id: author.id, firstName, lastName, email },
	};
}

export function tagJson({ id, title, isArchived }: Tag) {
	return { id, title, isArchived };
}

export function userJson(user: User) {
	const { id, firstName, lastName, email, globalRole, isEnabled, updatedAt } = user;
	return { id, firstName, lastName, email, globalRole, isEnabled, updatedAt };
}

/** A webhook without its secret, as webhook.info shows it. */
export function webhookJson({ id, enabled, requestUrl, webhookType }: Webhook) {
	return { id, enabled, requestUrl, webhookType };
}
