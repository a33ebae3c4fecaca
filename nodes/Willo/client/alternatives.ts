/**
 * Where each value may be in Willo's JSON. Willo doesn't document that JSON, so each value has a list of places, most likely
 * first, each with its evidence. No other file guesses.
 *
 * A place is a name, or several joined by dots for a value inside an object.
 */

/**
 * The evidence for a place: `seen` on Willo's live API and published by a customer; `documented` by Willo; `likely` if it is
 * only used by similar objects and Willo's own product.
 */
export type Grade = 'seen' | 'documented' | 'likely';

export type Places = Readonly<Record<string, Grade>>;

/** Objects that may wrap the participant in an answer. */
export const WRAPPERS: Places = { participant: 'likely', data: 'likely', candidate: 'likely' };

export const PARTICIPANT = {
	key: { key: 'documented', id: 'likely' },
	// Willo requires `name` to invite. Requests with separate names were also accepted.
	name: { name: 'seen', full_name: 'likely' },
	firstName: { first_name: 'likely' },
	lastName: { last_name: 'likely' },
	email: { email: 'seen' },
	phone: { phone: 'seen', phone_number: 'likely' },
	stage: { stage: 'likely', status: 'likely' },
	interviewKey: { interview: 'seen', 'interview.key': 'likely', interview_key: 'likely' },
	interviewTitle: {
		'interview.title': 'likely',
		'interview.name': 'likely',
		interview_title: 'likely',
	},
	// Sent by a customer; whether Willo returns it isn't known.
	externalId: { external_id: 'likely' },
	createdAt: {
		created_at: 'likely',
		created: 'likely',
		invited_at: 'likely',
		date_created: 'likely',
	},
	respondedAt: {
		completed_at: 'likely',
		responded_at: 'likely',
		submitted_at: 'likely',
		finished_at: 'likely',
	},
	reviewUrl: {
		review_url: 'likely',
		review_link: 'likely',
		share_link: 'likely',
		share_url: 'likely',
	},
	score: { score: 'likely', overall_score: 'likely', average_score: 'likely', rating: 'likely' },
	comments: { comments: 'likely' },
	responses: {
		responses: 'likely',
		answers: 'likely',
		interview_responses: 'likely',
		questions: 'likely',
	},
} satisfies Record<string, Places>;

export const COMMENT = {
	text: { text: 'likely', comment: 'likely', body: 'likely' },
	createdAt: { created_at: 'likely', created: 'likely' },
} satisfies Record<string, Places>;

export const INTERVIEW = {
	key: { key: 'documented' },
	title: { title: 'likely' },
	// Willo's API says department, its app says company.
	company: { 'department.name': 'likely' },
	owner: { 'owner.full_name': 'likely', 'owner.email': 'likely' },
	inviteLink: { invite_link: 'likely' },
} satisfies Record<string, Places>;

/** A question with its answer. */
export const RESPONSE = {
	question: {
		question: 'likely',
		'question.text': 'likely',
		'question.title': 'likely',
		'question.prompt': 'likely',
		'question.question': 'likely',
		question_text: 'likely',
		prompt: 'likely',
		title: 'likely',
	},
	/** The question if there is no other one, otherwise the answer. */
	text: { text: 'likely' },
	answerType: {
		answer_type: 'likely',
		type: 'likely',
		'question.answer_type': 'likely',
		'question.type': 'likely',
	},
	answer: {
		answer: 'likely',
		response: 'likely',
		value: 'likely',
		choice: 'likely',
		choices: 'likely',
		'answer.answer': 'likely',
		'answer.response': 'likely',
		'answer.value': 'likely',
		'answer.choice': 'likely',
		'answer.choices': 'likely',
		'answer.text': 'likely',
		'response.answer': 'likely',
		'response.value': 'likely',
		'response.choice': 'likely',
		'response.choices': 'likely',
		'response.text': 'likely',
	},
	transcript: {
		transcript: 'likely',
		transcription: 'likely',
		'answer.transcript': 'likely',
		'answer.transcription': 'likely',
		'response.transcript': 'likely',
		'response.transcription': 'likely',
	},
	score: {
		score: 'likely',
		'answer.score': 'likely',
		'response.score': 'likely',
		rating: 'likely',
	},
	mediaUrl: {
		media_url: 'likely',
		video_url: 'likely',
		audio_url: 'likely',
		file_url: 'likely',
		url: 'likely',
		'answer.media_url': 'likely',
		'answer.video_url': 'likely',
		'answer.audio_url': 'likely',
		'answer.file_url': 'likely',
		'answer.url': 'likely',
		'response.media_url': 'likely',
		'response.video_url': 'likely',
		'response.audio_url': 'likely',
		'response.file_url': 'likely',
		'response.url': 'likely',
	},
} satisfies Record<string, Places>;

/** Where a name may be inside an object. */
export const LABEL: Places = { name: 'likely', title: 'likely', text: 'likely' };

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
