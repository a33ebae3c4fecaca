import type { AshbySandbox } from '../ashby.mts';
import { customFieldValueJson } from '../ashby/renderFields.mts';
import type { Participant, WilloSandbox } from '../willo.mts';
import { noteHtml } from './notes.mts';

export interface Sandboxes {
	ashby: AshbySandbox;
	willo: WilloSandbox;
}

/** Fields with their values, as lines such as "Willo Status: Invited". */
function fieldsOf({ customFields, customFieldValues }: AshbySandbox, objectId: string): string[] {
	return [...(customFieldValues.get(objectId) ?? [])].map(([fieldId, value]) => {
		const shown = customFieldValueJson(customFields.get(fieldId)!, value);
		return `${shown.title}: ${String(shown.valueLabel ?? value)}`;
	});
}

function feedbackOf(ashby: AshbySandbox, applicationId: string): string[] {
	return [...ashby.feedback.values()]
		.filter((feedback) => feedback.applicationId === applicationId)
		.map((feedback) => {
			const { title } = ashby.feedbackForms.get(feedback.formId)!;
			return `Feedback, ${title}: ${Object.values(feedback.values).map(textOf).join(', ')}`;
		});
}

/** Of a score, which is an object, its number. */
function textOf(value: unknown): string {
	const inner = typeof value === 'object' && value !== null ? Object.values(value)[0] : value;
	return String(inner);
}

function jobsOf(ashby: AshbySandbox) {
	return [...ashby.jobs.values()].map(({ id, title, status }) => {
		const stages = ashby.stagesOf(id).map((stage) => ({ id: stage.id, title: stage.title }));
		// A candidate may be in a stage that has been deleted: the column stays until they are moved.
		for (const application of ashby.applications.values()) {
			const stands = stages.some((stage) => stage.id === application.stageId);
			if (application.jobId !== id || stands) continue;
			const title = ashby.stages.get(application.stageId)?.title ?? 'Stage';
			stages.push({ id: application.stageId, title: `${title} (deleted)` });
		}
		return { id, title, status, stages };
	});
}

function applicationsOf(ashby: AshbySandbox) {
	return [...ashby.applications.values()].map(({ id, jobId, stageId, candidateId }) => {
		const candidate = ashby.candidates.get(candidateId)!;
		const [email = null] = candidate.emails;
		const [phone = null] = candidate.phones;
		return {
			id,
			jobId,
			stageId,
			candidate: { id: candidateId, name: candidate.name, email, phone },
			tags: candidate.tagIds.map((tagId) => ashby.tags.get(tagId)!.title),
			details: [...fieldsOf(ashby, candidateId), ...fieldsOf(ashby, id), ...feedbackOf(ashby, id)],
			notes: ashby.notesOf(candidateId).map((note) => ({
				id: note.id,
				createdAt: note.createdAt,
				isPrivate: note.isPrivate,
				html: noteHtml(note),
			})),
		};
	});
}

function participantOf(willo: WilloSandbox, participant: Participant) {
	const { key, name, email, phone, stage, interviewKey, answers, createdAt, respondedAt } =
		participant;
	const interview = willo.interviews.get(interviewKey)!;
	return {
		key,
		name,
		email,
		phone,
		stage,
		interview: {
			key: interview.key,
			title: interview.title,
			questions: interview.questions.map(({ text, answerType }) => ({ text, answerType })),
		},
		invitedAt: createdAt.toISOString(),
		answers: answers.map((answer) => ({
			key: answer.question.key,
			question: answer.question.text,
			text: answer.text,
		})),
		respondedAt: respondedAt?.toISOString() ?? null,
	};
}

/**
 * All that the page shows, as JSON. Text is unescaped, and the page escapes it, except for a note's
 * `html`, which is safe. A webhook's address is left out: it bears a secret.
 */
export function pageState({ ashby, willo }: Sandboxes) {
	return {
		jobs: jobsOf(ashby),
		applications: applicationsOf(ashby),
		participants: [...willo.participants.values()]
			.reverse()
			.map((participant) => participantOf(willo, participant)),
		webhooks: willo.webhooks.size,
		deliveries: willo.deliveries.map(({ event, status, at }) => ({
			event,
			status,
			at: at.toISOString(),
		})),
	};
}
