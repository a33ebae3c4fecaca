/**
 * The parts of Ashby's objects that this package reads, based on its published API description and recorded
 * answers. Ashby omits absent values or sends `null`: both are allowed for.
 */
export interface ContactInfo {
	value: string;
	type?: string;
	isPrimary?: boolean;
}

export interface InterviewStage {
	id: string;
	title: string;
	type: string;
	orderInInterviewPlan?: number;
	interviewPlanId?: string;
}

export interface Application {
	id: string;
	createdAt: string;
	updatedAt: string;
	status: string;
	candidate: {
		id: string;
		name: string;
		primaryEmailAddress?: ContactInfo | null;
		primaryPhoneNumber?: ContactInfo | null;
	};
	currentInterviewStage: InterviewStage;
	job: { id: string; title: string };
}

/** One entry of an application into a stage. Each return to a stage adds a row. */
export interface HistoryRow {
	id: string;
	stageId: string;
	title: string;
	enteredStageAt: string;
	leftStageAt?: string | null;
	/** Position in the history, 0 being the first entry. */
	stageNumber: number;
	actorId?: string | null;
}

export interface ApplicationWithHistory extends Application {
	applicationHistory: HistoryRow[];
}

export interface Candidate {
	id: string;
	name: string;
	primaryEmailAddress?: ContactInfo | null;
	emailAddresses?: ContactInfo[] | null;
	primaryPhoneNumber?: ContactInfo | null;
	phoneNumbers?: ContactInfo[] | null;
	applicationIds?: string[];
	tags?: Tag[] | null;
	profileUrl?: string;
}

export interface Tag {
	id: string;
	title: string;
	isArchived: boolean;
}

/** One of the values of a select field. Only custom fields have archived values. */
export interface SelectableValue {
	label: string;
	value: string;
	isArchived?: boolean;
}

/** `objectType` is, for example, `Candidate` or `Application`; `fieldType` is `Number` or `ValueSelect`. */
export interface CustomField {
	id: string;
	title: string;
	objectType: string;
	fieldType: string;
	isArchived: boolean;
	isPrivate?: boolean;
	selectableValues?: SelectableValue[] | null;
}

export interface FeedbackForm {
	id: string;
	title: string;
	isArchived: boolean;
	formDefinition: { sections?: Array<{ title?: string; fields: FormField[] }> | null };
}

export interface FormField {
	isRequired: boolean;
	field: {
		/** Identifies the field in a submission. */
		path: string;
		title: string;
		/** Such as `Score` or `RichText`. */
		type: string;
		selectableValues?: SelectableValue[] | null;
	};
}

/** A submitted form. `submittedValues` is keyed by the paths of the fields. */
export interface SubmittedForm {
	id: string;
	submittedValues: Record<string, unknown>;
}

/** Feedback as `applicationFeedback.list` returns it. */
export interface Feedback extends SubmittedForm {
	applicationId: string;
	feedbackFormDefinitionId?: string | null;
	submittedByUser?: { id: string } | null;
	creditedToUser?: { id: string } | null;
}

export interface User {
	id: string;
	firstName: string;
	lastName: string;
	email?: string | null;
}

/** A custom field of an object with its value. Private fields are missing if the key may not read them. */
export interface CustomFieldValue {
	id: string;
	title: string;
	value?: unknown;
}

export interface Job {
	id: string;
	title: string;
	status: string;
	customFields?: CustomFieldValue[] | null;
	interviewPlanIds?: string[];
	defaultInterviewPlanId?: string | null;
	customRequisitionId?: string | null;
	/** Only if the request expands it. */
	location?: { name?: string | null } | null;
}

/** The stages of one interview plan of a job, in the plan's order. */
export interface JobInterviewPlan {
	jobId: string;
	interviewPlanId: string;
	stages: InterviewStage[];
}

export interface InterviewPlan {
	id: string;
	title: string;
}

export interface ArchiveReason {
	id: string;
	text: string;
	reasonType: string;
	isArchived: boolean;
}

/** `scopes` lists the permissions of the key; the API description makes it optional. */
export interface ApiKeyInfo {
	title?: string;
	scopes?: string[];
}

export interface Note {
	id: string;
	createdAt: string;
	isPrivate: boolean;
	content?: string | null;
	author?: { id: string; firstName?: string; lastName?: string; email?: string };
}

/** A webhook notifies one address of one type of event. */
export interface Webhook {
	id: string;
	/** False if the ping of its address wasn't answered properly: Ashby then delivers nothing. */
	enabled: boolean;
	requestUrl: string;
	webhookType: string;
}

/** The parts of every answer. */
export interface Answer<T> {
	results: T;
	moreDataAvailable: boolean;
	nextCursor?: string;
	syncToken?: string;
	/** Milliseconds since the epoch by Ashby's clock, undefined when no `Date` header came. */
	serverTime?: number;
}
