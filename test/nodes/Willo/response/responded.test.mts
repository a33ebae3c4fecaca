import { verdictOf } from '../../../../nodes/Willo/response/responded.ts';

const answers = [{ question: 'Why us?', answer: 'Because.' }];

// What a row of the list shows, and what the whole participant shows.
it.each([
	['a time', { completed_at: '2026-03-02T09:00:00Z' }, 'responded', 'responded'],
	['a day', { responded_at: '2026-03-02' }, 'responded', 'responded'],
	['an empty time', { completed_at: null }, 'waiting', 'waiting'],
	['an empty time and answers', { completed_at: null, answers }, 'waiting', 'waiting'],
	['no time but the stage', { completed_at: null, stage: 'Received' }, 'responded', 'responded'],
	['a stage', { stage: { name: 'Received' } }, 'responded', 'responded'],
	['a status', { stage: 'Shortlist', status: 'completed' }, 'responded', 'responded'],
	['answers', { answers }, 'responded', 'responded'],
	['answers in a stage nobody moves', { stage: 'Invited', answers }, 'responded', 'responded'],
	['answers in progress', { status: 'in_progress', answers }, 'unclear', 'waiting'],
	['questions without answers', { questions: [{ text: 'Why us?' }] }, 'unclear', 'waiting'],
	['the stage of those invited', { stage: 'Invited' }, 'unclear', 'waiting'],
	['a stage of the organization', { stage: 'Erstgespräch' }, 'unclear', 'waiting'],
	['nothing', {}, 'unclear', 'waiting'],
])('recognizes a response by %s', (_sign, more, inList, whole) => {
	const raw = { key: 'a'.repeat(32), ...more };
	expect([verdictOf(raw, false), verdictOf(raw, true)]).toEqual([inList, whole]);
});
