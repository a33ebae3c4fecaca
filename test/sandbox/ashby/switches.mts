/** The readings of the facts, between which the local Ashby can be switched. */
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
