/**
 * Example items that the templates pin to their triggers, so that people can map fields and try the workflow
 * before anybody has entered a stage. n8n uses pinned items in manual runs only. They are built by the code
 * that builds the triggers' real items, and nobody in Ashby or Willo is this person.
 */
import type { IDataObject } from 'n8n-workflow';
import { firstAttempt } from '../../nodes/Ashby/stageEntry/attempt';
import { itemOf } from '../../nodes/Ashby/stageEntry/item';
import { readParticipant } from '../../nodes/Willo/client/participant';
import { itemAbout } from '../../nodes/Willo/response/item';
import type { TemplateNode } from './lanes';

const NAME = 'Ada Example';
/** Reserved for examples, like the phone number. */
const EMAIL = 'ada.example@example.com';
const PHONE = '+441632960123';

const id = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const CANDIDATE_ID = id(1);

const screen = { id: id(5), title: 'Application Review', type: 'PreInterviewScreen' };
const stage = { id: id(4), title: 'Video Interview', type: 'Active' };
const before = {
	id: id(7),
	stageId: screen.id,
	title: screen.title,
	enteredStageAt: '2026-03-01T10:30:00.000Z',
	leftStageAt: '2026-03-02T09:00:00.000Z',
	stageNumber: 0,
};
const entry = {
	id: id(6),
	stageId: stage.id,
	title: stage.title,
	enteredStageAt: '2026-03-02T09:00:00.000Z',
	stageNumber: 1,
	actorId: id(8),
};

export const ashbyExample = itemOf(
	{
		application: {
			id: id(2),
			createdAt: before.enteredStageAt,
			updatedAt: entry.enteredStageAt,
			status: 'Active',
			candidate: {
				id: CANDIDATE_ID,
				name: NAME,
				primaryEmailAddress: { value: EMAIL },
				primaryPhoneNumber: { value: PHONE },
			},
			currentInterviewStage: stage,
			job: { id: id(3), title: 'Customer Support Specialist' },
			applicationHistory: [before, entry],
		},
		row: entry,
		attempt: firstAttempt(entry, null),
	},
	true,
);

/** With the key of an interview that doesn't exist, as if a field of the job contained it. */
const ashbyExampleWithInterview = {
	...ashbyExample,
	interview: '0'.repeat(32),
	interviewMissing: false,
};

// Not 32 digits like a real key: n8n's scan of packages would take that for a secret.
const KEY = 'example-participant';
const RESPONDED_AT = '2026-03-05T14:05:00.000Z';

/** A participant as Willo may return them. */
export const participantExample = {
	key: KEY,
	name: NAME,
	email: EMAIL,
	phone: PHONE,
	stage: 'Received',
	interview: { key: 'example-interview', title: 'Customer Support, first interview' },
	external_id: CANDIDATE_ID,
	completed_at: RESPONDED_AT,
	score: 4,
	review_url: 'https://app.willo.video/example',
	responses: [
		{
			question: { text: 'Tell us about a time you helped somebody who was upset.' },
			answer_type: 'video',
			transcript: 'I listened first, then we looked for a solution together.',
			score: 4,
			media_url: 'https://example.com/answer.mp4',
		},
		{
			question: { text: 'Which languages do you write well?' },
			answer_type: 'text',
			answer: 'English and Spanish',
		},
	],
};

const itemOfResponse = itemAbout(
	'new_response',
	readParticipant(participantExample),
	participantExample,
	RESPONDED_AT.slice(0, 10),
);
// Nobody in Ashby is this person: the mark keeps Add Note from failing, and from writing.
export const willoExample: IDataObject = { ...itemOfResponse, raw: {}, testRun: true };

/** The items to pin, by the names of the triggers. */
export function examplesFor(nodes: TemplateNode[]): Record<string, Array<{ json: IDataObject }>> {
	const pinned = nodes.flatMap(({ name, type, parameters }) => {
		if (/\.ashby(Stage)?Trigger$/.test(type)) {
			const hasField = JSON.stringify(parameters.links ?? '').includes('interviewField');
			return [[name, hasField ? ashbyExampleWithInterview : ashbyExample] as const];
		}
		const isResponse = parameters.event === undefined || parameters.event === 'new_response';
		return /\.willo(Response)?Trigger$/.test(type) && isResponse
			? [[name, willoExample] as const]
			: [];
	});
	return Object.fromEntries(pinned.map(([name, json]) => [name, [{ json }]]));
}
