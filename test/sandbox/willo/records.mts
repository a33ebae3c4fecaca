/** Willo's records as JSON, depending on the switches. Which fields are modeled: test/schemas/willo. */
import type { Answer, Interview, Participant, Question, Webhook, WilloSwitches } from './types.mts';

type Json = Record<string, unknown>;

function questionJson(question: Question): Json {
	return {
		key: question.key,
		text: question.text,
		order: question.order,
		answer_type: question.answerType,
	};
}

/** One interview as it is listed. */
export function interviewJson(interview: Interview): Json {
	const { key, email, fullName } = interview.owner;
	return {
		key: interview.key,
		title: interview.title,
		owner: { key, email, full_name: fullName },
		department: interview.department,
		invite_link: interview.inviteLink,
		created_at: interview.createdAt.toISOString(),
	};
}

/** One interview by its key: the list's fields, its questions and its settings. */
export function interviewDetailJson(interview: Interview): Json {
	return {
		...interviewJson(interview),
		questions: interview.questions.map(questionJson),
		settings: {
			deadline: null,
			show_hints_and_tips: true,
			show_availability_calendar: false,
		},
	};
}

function answerJson(answer: Answer): Json {
	const spoken = answer.question.answerType === 'video' || answer.question.answerType === 'audio';
	return {
		question: questionJson(answer.question),
		answer_type: answer.question.answerType,
		text: spoken ? null : answer.text,
		transcript: spoken ? answer.text : null,
		score: answer.score,
		media_url: spoken ? `https://media.willo.invalid/${answer.question.key}.mp4` : null,
	};
}

function responsesJson(participant: Participant, switches: WilloSwitches): Json {
	if (switches.responseShape === 'absent') return {};
	if (switches.responseShape === 'flat') {
		return {
			answers: participant.answers.map((answer) => ({
				question: answer.question.text,
				answer: answer.text,
			})),
		};
	}
	return { responses: participant.answers.map(answerJson) };
}

/** One participant without the responses, as in the answer to an invitation. */
export function participantJson(
	participant: Participant,
	interview: Interview,
	switches: WilloSwitches,
): Json {
	return {
		key: participant.key,
		name: participant.name,
		email: participant.email,
		phone: participant.phone,
		stage: participant.stage,
		interview:
			switches.interviewForm === 'key'
				? interview.key
				: { key: interview.key, title: interview.title },
		...(switches.externalId === 'echoed' ? { external_id: participant.externalId } : {}),
		...datesJson(participant, switches),
	};
}

function datesJson(participant: Participant, switches: WilloSwitches): Json {
	if (switches.participantDates === 'absent') return {};
	const dateJson = (moment: Date) =>
		switches.participantDates === 'naive'
			? moment.toISOString().replace('Z', '456')
			: moment.toISOString();
	return {
		created_at: dateJson(participant.createdAt),
		completed_at: participant.respondedAt ? dateJson(participant.respondedAt) : null,
	};
}

/** One participant as it is listed. */
export function participantRowJson(
	participant: Participant,
	interview: Interview,
	switches: WilloSwitches,
): Json {
	return {
		...participantJson(participant, interview, switches),
		...(switches.listResponses === 'present' ? responsesJson(participant, switches) : {}),
	};
}

/** One participant by its key, with the responses where the switch puts them. */
export function participantDetailJson(
	participant: Participant,
	interview: Interview,
	switches: WilloSwitches,
): Json {
	return {
		...participantJson(participant, interview, switches),
		...responsesJson(participant, switches),
		comments: participant.comments.map(({ text, at }) => ({
			text,
			created_at: at.toISOString(),
		})),
		...(participant.score === null ? {} : { score: participant.score }),
		...(participant.reviewUrl === null ? {} : { review_url: participant.reviewUrl }),
	};
}

export function webhookJson(webhook: Webhook): Json {
	return {
		key: webhook.key,
		url: webhook.url,
		event: webhook.event,
		interviews: webhook.interviews,
		follow_all_interviews: webhook.followAllInterviews,
		departments: webhook.departments,
		users: webhook.users,
		payload_configuration: {},
		api_version: 'v1',
		status: webhook.status ?? 'active',
	};
}
