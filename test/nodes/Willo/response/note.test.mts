/** What the notes say. That text from Willo can't change their form is tested in test/chaos/text.test.mts. */
import { readParticipant } from '../../../../nodes/Willo/client/participant.ts';
import { buildNote, type NoteSubject } from '../../../../nodes/Willo/response/note.ts';

const KEY = 'a'.repeat(32);

const participant: NoteSubject['participant'] = {
	key: KEY,
	name: 'Ada Lovelace',
	email: 'ada@example.com',
	phone: null,
	stage: 'Received',
	interview: { key: 'b'.repeat(32), title: 'First interview' },
	externalId: null,
};

const response = (question: string, answerType: string, more: object = {}) => ({
	question,
	answerType,
	answer: null,
	transcript: null,
	score: null,
	mediaUrl: null,
	...more,
});

const subject: NoteSubject = {
	id: `response-${KEY}`,
	event: 'new_response',
	participant,
	responses: [
		response('Why us?', 'video', {
			transcript: 'Because of the engine.',
			score: 4,
			mediaUrl: 'https://media.invalid/1.mp4',
		}),
		response('From when?', 'text', { answer: 'From May.\nOr June.' }),
		response('Show us', 'file'),
	],
	respondedAt: '2026-03-02T09:05:00.000Z',
	reviewUrl: 'https://app.willotalent.com/show/AbCd12/?a=1&b=2',
	score: 4.5,
	comment: null,
};

const noteOf = (more: Partial<NoteSubject> = {}) => buildNote({ ...subject, ...more });

it('the note of a response reads like this', () => {
	const { text, html } = noteOf();
	expect(text.split('\n')).toEqual([
		'Ada Lovelace responded to the Willo interview “First interview”',
		'Watch in Willo: https://app.willotalent.com/show/AbCd12/?a=1&b=2',
		'Question 1: Why us?',
		'  - Transcript: Because of the engine.',
		'  - Score: 4',
		'Question 2: From when?',
		'  - Answer:',
		'    - From May.',
		'    - Or June.',
		'Question 3: Show us',
		'  - Answer: see the file answer in Willo',
		'Score: 4.5',
		'Responded: 2 March 2026, 09:05 UTC',
		`Ref: response-${KEY}`,
	]);
	expect(html).toBe(
		[
			'<b>Ada Lovelace responded to the Willo interview “First interview”</b><ul>',
			'<li><a href="https://app.willotalent.com/show/AbCd12/?a=1&amp;b=2">Watch in Willo</a></li>',
			'<li><b>Question 1:</b> Why us?<ul><li><b>Transcript:</b> Because of the engine.</li>',
			'<li><b>Score:</b> 4</li></ul></li>',
			'<li><b>Question 2:</b> From when?<ul><li><b>Answer:</b> <ul><li>From May.</li>',
			'<li>Or June.</li></ul></li></ul></li>',
			'<li><b>Question 3:</b> Show us<ul><li><b>Answer:</b> see the file answer in Willo</li></ul>',
			'</li><li><b>Score:</b> 4.5</li>',
			'<li><b>Responded:</b> 2 March 2026, 09:05 UTC</li>',
			`<li>Ref: <code>response-${KEY}</code></li></ul>`,
		].join(''),
	);
});

it('the note of a response contains what is known', () => {
	const unknown = { respondedAt: null, reviewUrl: null, score: null };
	const nobody = readParticipant({});
	expect(noteOf({ id: 'response', participant: nobody, responses: [], ...unknown })).toEqual({
		text: 'A candidate responded to a Willo interview\nRef: response',
		html: '<b>A candidate responded to a Willo interview</b><ul><li>Ref: <code>response</code></li></ul>',
	});
});

it('the note of a response cuts a very long answer, and says so', () => {
	const long = response('Why us?', 'video', { transcript: 'so '.repeat(5000) });
	const { text, html } = noteOf({ responses: [long] });
	expect(text.length).toBeLessThan(6000);
	expect(text).toContain('(the rest is in Willo)');
	expect(html).toContain('(the rest is in Willo)');
});

it('the note of a response starts no line where a name breaks one', () => {
	const { text, html } = noteOf({ participant: { ...participant, name: 'A\nScore: 100' } });
	expect(text.split('\n')).not.toContain('Score: 100');
	expect(html).not.toContain('\n');
});

test.each([
	['stage_change', 'Ada Lovelace moved to “Received” in the Willo interview “First interview”'],
	['new_score', 'New score for Ada Lovelace in the Willo interview “First interview”'],
	['new_comment', 'New comment on Ada Lovelace in the Willo interview “First interview”'],
] as const)('the note of %s says what happened: %s', (event, headline) => {
	expect(noteOf({ event }).text.split('\n')[0]).toBe(headline);
});

test('the note of a comment quotes it', () => {
	expect(noteOf({ event: 'new_comment', comment: 'Hire!' }).text).toContain('Comment: Hire!');
});
