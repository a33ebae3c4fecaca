/** The records of the local Ashby, its switches and its permissions. Times are ISO 8601 strings. */

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
	/** "Allow access to confidential jobs and projects?" */
	confidentialJobs: boolean;
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
	confidential: boolean;
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

/** Each fact that no first-hand source confirms, with its possible readings. */
export interface AshbySwitches {
	/** The body of a 403 for a missing permission: with the code, or objects with a message only. */
	permissionBody: 'errorInfo' | 'errorObjects';
	wrongKeyStatus: 403 | 401;
	/** Whether later pages of an incremental run need, accept, or refuse the token in addition to the cursor. */
	tokenOnLaterPages: 'either' | 'tokenRequired' | 'tokenRefused';
	/** The token on the last page of an incremental run without changes. */
	tokenWhenUnchanged: 'same' | 'new' | 'absent';
	/**
	 * Since when a token covers changes: the first page of its listing began, each row was read, or the
	 * last page of a full listing began.
	 */
	tokenCovers: 'listingStart' | 'rowRead' | 'lastPage';
	/** Whether a token forgets the filters of the listing that made it. */
	tokenFilters: 'ignored' | 'kept';
	/** What filters sent together with a token do. */
	tokenWithFilters: 'applied' | 'refused';
	/** Whether a cursor remembers the filters of its first page, or each page needs them again. */
	filtersOnLaterPages: 'kept' | 'needed';
	/**
	 * The order of an incremental run. `changedAt` is a live order: what changes while pages are read
	 * moves to the end and is listed again.
	 */
	incrementalOrder: 'createdAt' | 'changedAt';
	/** Whether a token that is handed out again (`tokenWhenUnchanged: 'same'`) lives on from then. */
	tokenLifetimeFrom: 'firstIssue' | 'lastIssue';
	retryAfter: 'seconds' | 'date' | 'absent';
	requestsPerMinute: number;
	limitOver100: 'refused' | 'clamped';
	/** The maximum rows of a page, so that tests have several pages with few rows. */
	pageSize: number;
	/** Whether the last page carries a cursor too. */
	lastPageCursor: boolean;
	/** Whether the second page of every longer listing is empty. */
	emptyMiddlePage: boolean;
	/**
	 * How leftStageAt, archivedAt, primaryEmailAddress and primaryPhoneNumber are absent. Others, such as
	 * archiveReason and creditedToUser, are null in recordings.
	 */
	absentAs: 'missing' | 'null';
	/** Whether an unsupported element of an HTML note loses its tags only, or goes with its content. */
	htmlStrip: 'tag' | 'element';
	/** Whether line breaks in an HTML note stay, or become blanks. */
	bareNewlines: 'kept' | 'collapsed';
	/** Whether line breaks in a plain-text note stay, or become blanks. */
	plainNewlines: 'kept' | 'collapsed';
	/** How an HTML note is returned. */
	noteContent: 'html' | 'text';
	searchEmail: 'exact' | 'prefix' | 'caseSensitiveExact';
	/** What becomes of adding a tag that is there, or of removing one that is not. */
	tagUnchanged: 'accepted' | 'refused';
	/** Whether submitted feedback is returned as it was sent, or scores and plain text as text. */
	submittedValues: 'asSent' | 'text';
	/** Whether a custom field of the type ValueSelect lists its values, as one for several values does. */
	valueSelectLists: boolean;
	/** Whether a job lists its custom fields that have no value. */
	emptyJobFields: 'absent' | 'null';
	/** What customField.create does with the title of a field that exists. */
	createFieldTwice: 'second' | 'existing' | 'refused';
	/** Whether the two requests that make a field and its choices have the names of third-party catalogues. */
	fieldRequestNames: 'catalogs' | 'others';
	/** Whether a job keeps the value of a choice that was archived. */
	archivedChoice: 'kept' | 'cleared';
	/** Whether a request without a User-Agent gets a 403 in HTML, from in front of the API. */
	userAgent: 'optional' | 'required';
	/** The state of the version of the API that this package asks for. */
	version: 'active' | 'deprecated' | 'removed';
	/** What Ashby-Version-Status says of a deprecated version. */
	deprecatedAs: 'deprecated' | 'Sunset; 2027-05-01';
	removedAs: 'refusal' | 'notFound';
	/** Whom a note that is written through the API names as its author. */
	noteAuthor: 'system' | 'owner';
	/** Whether job.search matches part of a title or the whole title: this isn't documented. */
	searchTitle: 'part' | 'whole';
	/** The plan that jobInterviewPlan.info returns for a job with several. */
	multiPlanJob: 'default' | 'first';
	/** Above this number of pages a token is refused with incremental_sync_too_large. */
	incrementalPageLimit: number;
	tokenLifetimeDays: number;
	cursorLifetimeDays: number;
	/** Whether a note counts as a change of the candidate's applications. */
	noteBumpsApplication: boolean;
	/** Whether webhook.create and webhook.update wait for the ping before they answer. */
	webhookPing: 'awaited' | 'later';
	/** Retries of a webhook delivery; the n-th comes after (2^n - 1) times the base, Ashby's is 10 s. */
	webhookRetries: number;
	webhookRetryBaseMs: number;
}

export const DEFAULT_SWITCHES: AshbySwitches = {
	permissionBody: 'errorInfo',
	wrongKeyStatus: 403,
	tokenOnLaterPages: 'either',
	tokenWhenUnchanged: 'new',
	tokenCovers: 'listingStart',
	tokenFilters: 'ignored',
	tokenWithFilters: 'applied',
	filtersOnLaterPages: 'kept',
	incrementalOrder: 'createdAt',
	tokenLifetimeFrom: 'firstIssue',
	retryAfter: 'seconds',
	requestsPerMinute: 1000,
	limitOver100: 'clamped',
	pageSize: 100,
	lastPageCursor: false,
	emptyMiddlePage: false,
	absentAs: 'missing',
	htmlStrip: 'tag',
	bareNewlines: 'kept',
	plainNewlines: 'kept',
	noteContent: 'html',
	searchEmail: 'exact',
	tagUnchanged: 'accepted',
	submittedValues: 'asSent',
	valueSelectLists: true,
	emptyJobFields: 'absent',
	createFieldTwice: 'second',
	fieldRequestNames: 'catalogs',
	archivedChoice: 'kept',
	userAgent: 'optional',
	version: 'active',
	deprecatedAs: 'deprecated',
	removedAs: 'refusal',
	noteAuthor: 'system',
	searchTitle: 'part',
	multiPlanJob: 'default',
	incrementalPageLimit: 50,
	tokenLifetimeDays: 14,
	cursorLifetimeDays: 14,
	noteBumpsApplication: true,
	webhookPing: 'awaited',
	webhookRetries: 10,
	webhookRetryBaseMs: 10_000,
};
