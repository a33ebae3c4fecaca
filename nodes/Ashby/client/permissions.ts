import type { IDataObject } from 'n8n-workflow';

/** A permission of an API key, as Ashby's settings page words it (Admin → API Keys). */
export interface Permission {
	/** As Ashby's documentation spells it. */
	name: string;
	/** What this package needs it for. */
	serves: string;
	/**
	 * A request that only this permission allows, that reads as little as possible and writes nothing. If it
	 * is refused for any reason but the permission, the key has the permission.
	 */
	probe: { method: string; body: IDataObject };
}

/** As `apiKey.info` lists it in `scopes`: `jobs:read` for `jobsRead`. */
export function scopeOf({ name }: Permission): string {
	return name.replace(/(Read|Write)$/, (verb) => `:${verb.toLowerCase()}`);
}

export const JOBS_READ: Permission = {
	name: 'jobsRead',
	serves: 'the lists of jobs and interview stages',
	probe: { method: 'job.list', body: { limit: 1 } },
};

export const CANDIDATES_READ: Permission = {
	name: 'candidatesRead',
	serves: 'Ashby Stage Trigger and getting candidates, applications, and notes',
	probe: { method: 'application.list', body: { limit: 1 } },
};

/**
 * Every request that needs this permission writes, so the probe is a note for a candidate who can't exist. The
 * input is valid on purpose: whether Ashby checks the permission or the input first isn't documented. With
 * valid input, Ashby can only refuse it because of the permission or the unknown candidate.
 */
export const CANDIDATES_WRITE: Permission = {
	name: 'candidatesWrite',
	serves: 'adding notes and tags, setting custom fields, submitting feedback, and changing stages',
	probe: {
		method: 'candidate.createNote',
		body: {
			candidateId: '00000000-0000-0000-0000-000000000000',
			note: 'n8n is checking the permissions of this API key',
		},
	},
};

export const INTERVIEWS_READ: Permission = {
	name: 'interviewsRead',
	serves: 'the interview stages of jobs with more than one interview plan',
	probe: { method: 'interviewPlan.list', body: { limit: 1 } },
};

/**
 * Only the Ashby Trigger needs it, unless a person creates the webhook. The probe would enable a webhook that
 * can't exist; see `CANDIDATES_WRITE`.
 */
export const API_KEYS_WRITE: Permission = {
	name: 'apiKeysWrite',
	serves: 'Ashby Trigger, unless you create its webhook in Ashby yourself',
	probe: {
		method: 'webhook.update',
		body: { webhookId: '00000000-0000-0000-0000-000000000000', enabled: true },
	},
};

/** The permissions that the nodes of this package require. */
export const NEEDED: Permission[] = [JOBS_READ, CANDIDATES_READ, CANDIDATES_WRITE];

/** What permissions are for, by the category of an endpoint (Ashby's API reference, "Requires the … permission"). */
const SUBJECTS: Record<string, string> = {
	apiKey: 'apiKeys',
	application: 'candidates',
	applicationFeedback: 'candidates',
	archiveReason: 'hiringProcessMetadata',
	candidate: 'candidates',
	candidateTag: 'hiringProcessMetadata',
	customField: 'hiringProcessMetadata',
	feedbackFormDefinition: 'hiringProcessMetadata',
	interviewPlan: 'interviews',
	interviewStage: 'interviews',
	job: 'jobs',
	jobInterviewPlan: 'jobs',
	user: 'organization',
	webhook: 'apiKeys',
};

/** The name of the permission that an endpoint needs, such as `candidatesRead`. */
export function permissionFor(endpoint: string): string {
	// The values belong to candidates and applications, the fields to the organization.
	if (endpoint === 'customField.setValues') return CANDIDATES_WRITE.name;
	const [category, method] = endpoint.split('.');
	return `${SUBJECTS[category]}${/^(info|list|search)/.test(method) ? 'Read' : 'Write'}`;
}
