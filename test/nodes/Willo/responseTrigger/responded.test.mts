import { readSigns, verdictOf } from '../../../../nodes/Willo/responseTrigger/responded.ts';

const answers = [{ question: 'Why us?', answer: 'Because.' }];

describe('whether somebody has responded', () => {
	// What a row of the list says, and what the whole participant says.
	it.each([
		['a time', { completed_at: '2026-03-02T09:00:00Z' }, 'responded', 'responded'],
		['a day', { responded_at: '2026-03-02' }, 'responded', 'responded'],
		['an empty time', { completed_at: null }, 'waiting', 'waiting'],
		['an empty time beside answers', { completed_at: null, answers }, 'waiting', 'waiting'],
		[
			'an empty time beside the stage',
			{ completed_at: null, stage: 'Received' },
			'responded',
			'responded',
		],
		['a stage of its own', { stage: { name: 'Received' } }, 'responded', 'responded'],
		['a status', { stage: 'Shortlist', status: 'completed' }, 'responded', 'responded'],
		['answers', { answers }, 'responded', 'responded'],
		[
			'answers in a stage that nobody moves',
			{ stage: 'Invited', answers },
			'responded',
			'responded',
		],
		['answers of somebody under way', { status: 'in_progress', answers }, 'unclear', 'waiting'],
		['questions without answers', { questions: [{ text: 'Why us?' }] }, 'unclear', 'waiting'],
		['the stage of those invited', { stage: 'Invited' }, 'unclear', 'waiting'],
		['a stage of the organisation', { stage: 'Erstgespräch' }, 'unclear', 'waiting'],
		['nothing', {}, 'unclear', 'waiting'],
	])('by %s', (_sign, more, inList, whole) => {
		const signs = readSigns({ key: 'a'.repeat(32), ...more });
		expect(verdictOf(signs, false, false)).toBe(inList);
		expect(verdictOf(signs, true, false)).toBe(whole);
	});

	it.each([
		['Invited', 'waiting'],
		['Opened', 'waiting'],
		['Erstgespräch', 'unclear'],
	])('by the stage %s, once stages are seen to tell', (stage, verdict) => {
		expect(verdictOf(readSigns({ stage }), false, true)).toBe(verdict);
	});
});
