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

/** The permission behind each endpoint (Ashby's API reference, "Requires the … permission"). */
const BY_METHOD: Record<string, string> = {
	'apiKey.info': 'apiKeysRead',
	'application.changeStage': CANDIDATES_WRITE.name,
	'application.info': CANDIDATES_READ.name,
	'application.list': CANDIDATES_READ.name,
	'application.listHistory': CANDIDATES_READ.name,
	'applicationFeedback.list': CANDIDATES_READ.name,
	'applicationFeedback.submit': CANDIDATES_WRITE.name,
	'archiveReason.list': 'hiringProcessMetadataRead',
	'candidate.addTag': CANDIDATES_WRITE.name,
	'candidate.createNote': CANDIDATES_WRITE.name,
	'candidate.info': CANDIDATES_READ.name,
	'candidate.listNotes': CANDIDATES_READ.name,
	'candidate.removeTag': CANDIDATES_WRITE.name,
	'candidate.search': CANDIDATES_READ.name,
	'candidateTag.create': 'hiringProcessMetadataWrite',
	'candidateTag.list': 'hiringProcessMetadataRead',
	'customField.create': 'hiringProcessMetadataWrite',
	'customField.list': 'hiringProcessMetadataRead',
	'customField.setValues': CANDIDATES_WRITE.name,
	'customField.updateSelectableValues': 'hiringProcessMetadataWrite',
	'feedbackFormDefinition.list': 'hiringProcessMetadataRead',
	'interviewPlan.list': INTERVIEWS_READ.name,
	'interviewStage.list': INTERVIEWS_READ.name,
	'job.info': JOBS_READ.name,
	'job.list': JOBS_READ.name,
	'job.search': JOBS_READ.name,
	'jobInterviewPlan.info': JOBS_READ.name,
	'user.list': 'organizationRead',
	'webhook.create': API_KEYS_WRITE.name,
	'webhook.delete': API_KEYS_WRITE.name,
	'webhook.info': 'apiKeysRead',
	'webhook.update': API_KEYS_WRITE.name,
};

/** The name of the permission that an endpoint needs, such as `candidatesRead`. */
export function permissionFor(method: string): string {
	return BY_METHOD[method] ?? 'required';
}
