/**
 * Where each value may be in Willo's JSON. Willo doesn't document that JSON, so each value has a list of places, most likely
 * first. No other file guesses.
 *
 * There is evidence for those that are marked: `seen` on Willo's live API and published by a customer, or `documented` by
 * Willo. All others are only used by similar objects and Willo's own product.
 */

/** A place is a name, or several joined by dots for a value inside an object. */
export type Places = readonly string[];

/** Objects that may wrap the participant in an answer. */
export const WRAPPERS: Places = ['participant', 'data', 'candidate'];

const CREATED: Places = ['created_at', 'created'];

export const PARTICIPANT = {
	// `key` is documented.
	key: ['key', 'id'],
	// `name` was seen. Willo requires it to invite, but requests with separate names were also accepted.
	name: ['name', 'full_name'],
	firstName: ['first_name'],
	lastName: ['last_name'],
	// `email`, `phone`, and `interview` were seen.
	email: ['email'],
	phone: ['phone', 'phone_number'],
	interviewKey: ['interview', 'interview.key', 'interview_key'],
	interviewTitle: ['interview.title', 'interview.name', 'interview_title'],
	stage: ['stage', 'status'],
	// Sent by a customer; whether Willo returns it isn't known.
	externalId: ['external_id'],
	createdAt: [...CREATED, 'invited_at', 'date_created'],
	respondedAt: ['completed_at', 'responded_at', 'submitted_at', 'finished_at'],
	reviewUrl: ['review_url', 'review_link', 'share_link', 'share_url'],
	score: ['score', 'overall_score', 'average_score', 'rating'],
	comments: ['comments'],
	responses: ['responses', 'answers', 'interview_responses', 'questions'],
} satisfies Record<string, Places>;

export const COMMENT = {
	text: ['text', 'comment', 'body'],
	createdAt: CREATED,
} satisfies Record<string, Places>;

export const INTERVIEW = {
	// `key` is documented.
	key: ['key'],
	title: ['title'],
	// Willo's API says department, its app says company.
	company: ['department.name'],
	owner: ['owner.full_name', 'owner.email'],
	inviteLink: ['invite_link'],
} satisfies Record<string, Places>;

/** The same names inside the object of an answer. */
const inAnswer = (names: Places): Places =>
	['answer', 'response'].flatMap((holder) => names.map((name) => `${holder}.${name}`));

const ANSWER: Places = ['answer', 'response', 'value', 'choice', 'choices'];
const TRANSCRIPT: Places = ['transcript', 'transcription'];
const MEDIA: Places = ['media_url', 'video_url', 'audio_url', 'file_url', 'url'];

/** A question with its answer. */
export const RESPONSE = {
	question: [
		'question',
		...['text', 'title', 'prompt', 'question'].map((name) => `question.${name}`),
		'question_text',
		'prompt',
		'title',
	],
	/** The question if there is no other one, otherwise the answer. */
	text: ['text'],
	answerType: ['answer_type', 'type', 'question.answer_type', 'question.type'],
	answer: [...ANSWER, ...inAnswer([...ANSWER, 'text'])],
	transcript: [...TRANSCRIPT, ...inAnswer(TRANSCRIPT)],
	score: ['score', ...inAnswer(['score']), 'rating'],
	mediaUrl: [...MEDIA, ...inAnswer(MEDIA)],
} satisfies Record<string, Places>;

/** Where a name may be inside an object. */
export const LABEL: Places = ['name', 'title', 'text'];

/** Possible names of a stage or status. A stage `Received` was seen just before a response. */
export const STAGES = {
	responded: /^(received|responded|completed?|submitted|finished)$/i,
	answering: /^(opened|viewed|started|in[ _-]?progress|incomplete)$/i,
	invited: /^(invited|invitation[ _]sent|pending|not[ _]started)$/i,
};

/** Names of the participant and of other objects in the body of a delivery. */
export const DELIVERY = {
	participant: /participant|candidate/i,
	key: /^(key|id)$/i,
	others: /interview|question|department|owner|user|webhook|organi[sz]ation|company|template/i,
};
