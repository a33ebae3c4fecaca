/** What the local Willo stores, and the switches for what isn't documented about Willo. */

export const WILLO_EVENTS = ['new_response', 'stage_change', 'new_comment', 'new_score'] as const;
export type WilloEvent = (typeof WILLO_EVENTS)[number];

export interface WilloSwitches {
	/** Status of an answer to a missing or wrong key: both are documented. */
	authFailure: 401 | 403;
	/** A second POST for the same email and interview: a second participant, or a 400. */
	duplicateInvite: 'accepted' | 'rejected';
	/** Whether `external_id` is stored and returned, or dropped like any unknown field. */
	externalId: 'echoed' | 'dropped';
	/** Where the participant's key is in the response to an invitation. */
	keyAt: 'key' | 'data.key';
	/** Whether GET /participants/ filters by interview, external_id, email and search. */
	listFilters: 'honored' | 'ignored';
	/** Whether GET /participants/ accepts an ordering; if not, the oldest come first. */
	listOrdering: 'honored' | 'ignored';
	/** Whether a participant says when it was created and when it was completed, and whether with an offset. */
	participantDates: 'present' | 'naive' | 'absent';
	/** Whether the rows of GET /participants/ contain the responses, as a single participant does. */
	listResponses: 'absent' | 'present';
	/** Whether a response moves the participant to the stage Received. */
	responseMovesStage: boolean;
	/** What a 429 says about the wait. */
	retryAfter: 'seconds' | 'date' | 'absent';
	/** Requests a minute and key; 0 switches the throttle off. */
	requestsPerMinute: number;
	/** Where a delivery names the participant. */
	deliveryKey: 'participant.key' | 'key' | 'data.participant.key' | 'nested';
	/** Whether a delivery says which event it is about. */
	deliveryNamesEvent: boolean;
	/** How often each delivery arrives; 0 when nothing of Willo reaches n8n. */
	deliveryRepeats: 0 | 1 | 2;
	/** Whether a delivery that is answered 5xx, or not at all, is sent again. */
	deliveryRetriesOn5xx: boolean;
	/** What becomes of a participant who is deleted: nothing is left, or Willo still returns them. */
	deletedParticipant: 'gone' | 'returned';
	/** How a participant carries the responses. */
	responseShape: 'question-object' | 'flat' | 'absent';
	/** Whether a participant names the interview by its key or by an object. */
	interviewForm: 'key' | 'object';
	/** Whether `Bearer <key>` is refused. */
	bareKeyOnly: boolean;
}

export const WILLO_DEFAULTS: WilloSwitches = {
	authFailure: 401,
	duplicateInvite: 'accepted',
	externalId: 'echoed',
	keyAt: 'key',
	listFilters: 'honored',
	listOrdering: 'honored',
	participantDates: 'present',
	listResponses: 'absent',
	responseMovesStage: true,
	retryAfter: 'seconds',
	requestsPerMinute: 0,
	deliveryKey: 'participant.key',
	deliveryNamesEvent: false,
	deliveryRepeats: 1,
	deliveryRetriesOn5xx: true,
	deletedParticipant: 'gone',
	responseShape: 'question-object',
	interviewForm: 'key',
	bareKeyOnly: true,
};

export type AnswerType = 'video' | 'audio' | 'text' | 'multiple_choice' | 'file';

export interface Question {
	key: string;
	text: string;
	order: number;
	answerType: AnswerType;
}

export interface Department {
	key: string;
	name: string;
}

export interface Owner {
	key: string;
	email: string;
	fullName: string;
}

export interface Interview {
	key: string;
	title: string;
	owner: Owner;
	department: Department;
	inviteLink: string;
	questions: Question[];
	createdAt: Date;
}

export interface Answer {
	question: Question;
	text: string;
	score: number | null;
	at: Date;
}

export interface Comment {
	text: string;
	at: Date;
}

export interface Participant {
	key: string;
	interviewKey: string;
	name: string;
	email: string | null;
	phone: string | null;
	externalId: string | null;
	/** Stages are named by each organization: any text. */
	stage: string;
	answers: Answer[];
	comments: Comment[];
	/** Of the whole interview, and where the response can be watched; null where Willo gives neither. */
	score: number | null;
	reviewUrl: string | null;
	createdAt: Date;
	respondedAt: Date | null;
}

export interface Webhook {
	key: string;
	url: string;
	event: WilloEvent;
	interviews: string[];
	departments: string[];
	users: string[];
	followAllInterviews: boolean;
	/** Willo doesn't document its values. */
	status?: string;
}

/** One attempt to deliver a webhook; `status` 0 means that nobody answered. */
export interface Delivery {
	url: string;
	event: WilloEvent;
	body: Record<string, unknown>;
	status: number;
	at: Date;
}

/** One email that Willo would have sent. */
export interface Invitation {
	participantKey: string;
	at: Date;
}

/** Everything one organization has at Willo. */
export interface WilloStore {
	departments: Map<string, Department>;
	interviews: Map<string, Interview>;
	participants: Map<string, Participant>;
	webhooks: Map<string, Webhook>;
	invitations: Invitation[];
}
