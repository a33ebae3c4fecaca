import type { AshbySandbox } from '../ashby.mts';
import type { Participant, WilloSandbox } from '../willo.mts';
import { noteHtml } from './notes.mts';

export interface Sandboxes {
	ashby: AshbySandbox;
	willo: WilloSandbox;
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
	const { key, name, email, phone, stage, interviewKey, answers, respondedAt } = participant;
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
		invitedAt: willo.invitations
			.filter((invitation) => invitation.participantKey === key)
			.map((invitation) => invitation.at.toISOString()),
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
