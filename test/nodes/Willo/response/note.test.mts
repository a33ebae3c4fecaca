import fc from 'fast-check';
import { buildNote } from '../../../../nodes/Willo/response/note.ts';
import type { NoteSubject } from '../../../../nodes/Willo/response/note.ts';

const KEY = 'a'.repeat(32);

const subject: NoteSubject = {
	id: `response-${KEY}-20260302T090500Z`,
	event: 'new_response',
	participant: {
		key: KEY,
		name: 'Ada Lovelace',
		email: 'ada@example.com',
		phone: null,
		stage: 'Received',
		interview: { key: 'b'.repeat(32), title: 'First interview' },
		externalId: null,
	},
	responses: [
		{
			question: 'Why us?',
			answerType: 'video',
			answer: null,
			transcript: 'Because of the engine.',
			score: 4,
			mediaUrl: 'https://media.invalid/1.mp4',
		},
		{
			question: 'From when?',
			answerType: 'text',
			answer: 'From May.\nOr June.',
			transcript: null,
			score: null,
			mediaUrl: null,
		},
		{
			question: 'Show us',
			answerType: 'file',
			answer: null,
			transcript: null,
			score: null,
			mediaUrl: null,
		},
	],
	respondedAt: '2026-03-02T09:05:00.000Z',
	reviewUrl: 'https://app.willotalent.com/show/AbCd12/?a=1&b=2',
	score: 4.5,
	comment: null,
};

describe('the note of a response', () => {
	it('reads like this as text', () => {
		expect(buildNote(subject).text).toBe(
			[
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
				`Ref: response-${KEY}-20260302T090500Z`,
			].join('\n'),
		);
	});

	it('reads like this as HTML', () => {
		expect(buildNote(subject).html).toBe(
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
				`<li>Ref: <code>response-${KEY}-20260302T090500Z</code></li></ul>`,
			].join(''),
		);
	});

	it('contains only the day if the time isn’t known', () => {
		const { text } = buildNote({ ...subject, respondedAt: '2026-03-02' });
		expect(text).toContain('Responded: 2 March 2026\n');
	});

	it('contains what is known', () => {
		const nobody = {
			key: null,
			name: null,
			email: null,
			phone: null,
			stage: null,
			externalId: null,
		};
		const note = buildNote({
			id: 'response',
			event: 'new_response',
			participant: { ...nobody, interview: { key: null, title: null } },
			responses: [],
			respondedAt: null,
			reviewUrl: null,
			score: null,
			comment: null,
		});
		expect(note).toEqual({
			text: 'A candidate responded to a Willo interview\nRef: response',
			html: '<b>A candidate responded to a Willo interview</b><ul><li>Ref: <code>response</code></li></ul>',
		});
	});

	it('cuts a very long answer, and says so', () => {
		const long = { ...subject.responses[0], transcript: 'so '.repeat(5000) };
		const { text, html } = buildNote({ ...subject, responses: [long] });
		expect(text.length).toBeLessThan(6000);
		expect(text).toContain('(the rest is in Willo)');
		expect(html).toContain('(the rest is in Willo)');
	});
});

describe('the note of another event', () => {
	const headline = (event: NoteSubject['event'], more: Partial<NoteSubject> = {}) =>
		buildNote({ ...subject, event, ...more }).text.split('\n')[0];

	it('says what happened', () => {
		const interview = 'the Willo interview “First interview”';
		expect(headline('stage_change')).toBe(`Ada Lovelace moved to “Received” in ${interview}`);
		expect(headline('new_score')).toBe(`New score for Ada Lovelace in ${interview}`);
		expect(headline('new_comment')).toBe(`New comment on Ada Lovelace in ${interview}`);
	});

	it('quotes the comment', () => {
		const { text } = buildNote({ ...subject, event: 'new_comment', comment: 'Hire!' });
		expect(text).toContain('Comment: Hire!');
	});
});

/** The elements that a note may contain. */
const ALLOWED = /^(?:b|i|u|a|ul|ol|li|code|pre)$/;

/**
 * Reads HTML strictly: only allowed elements, properly nested, no attribute but a link's `href` of
 * http(s).
 */
function expectStrict(html: string): void {
	const open: string[] = [];
	let text = '';
	let rest = html;
	while (rest) {
		const [whole, closing, name, attributes, chunk] =
			/^(?:<(\/?)([a-z]+)((?: [a-z]+="[^"<>]*")*)>|([^<>]+))/.exec(rest) ?? [];
		if (whole === undefined) throw new Error(`Not HTML: ${rest.slice(0, 80)}`);
		rest = rest.slice(whole.length);
		if (chunk !== undefined) text += chunk;
		else {
			// No `expect` for each of so many elements: it takes most of the time.
			const isAllowed = attributes
				? /^a href="https?:\/\/[^"<>\s]+"$/.test(name + attributes)
				: ALLOWED.test(name);
			if (!isAllowed) throw new Error(`Not allowed: ${whole}`);
			if (!closing) open.push(name);
			else if (open.pop() !== name) throw new Error(`Not open: ${whole}`);
		}
	}
	expect(open).toEqual([]);
	expect(text).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/);
}

describe('text from Willo', () => {
	const nasty = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 60 }),
		fc.constantFrom(
			'<script>alert(1)</script>',
			'</li></ul><img src=x onerror=alert(1)>',
			'"><b>',
			"' onmouseover='x",
			'&lt;&amp;#x3c;',
			'javascript:alert(1)',
			'https://x.invalid/"><script>',
			'line\r\none\u2028two\n\n\nthree',
			'{{ $json.secret }}',
		),
	);
	const maybe = fc.option(nasty, { nil: null });
	const subjects: fc.Arbitrary<NoteSubject> = fc.record({
		id: fc.constant(subject.id),
		event: fc.constantFrom('new_response', 'stage_change', 'new_comment', 'new_score'),
		participant: fc.record({
			key: maybe,
			name: maybe,
			email: maybe,
			phone: maybe,
			stage: maybe,
			interview: fc.record({ key: maybe, title: maybe }),
			externalId: maybe,
		}),
		responses: fc.array(
			fc.record({
				question: maybe,
				answerType: maybe,
				answer: maybe,
				transcript: maybe,
				score: fc.oneof(maybe, fc.double()),
				mediaUrl: maybe,
			}),
			{ maxLength: 4 },
		),
		respondedAt: maybe,
		reviewUrl: maybe,
		score: fc.oneof(maybe, fc.double()),
		comment: maybe,
	});

	it('becomes HTML of supported elements, contains no unescaped text, and starts no line of its own', () => {
		fc.assert(
			fc.property(subjects, (given) => {
				const participant = { ...given.participant, name: 'A\nScore: 100' };
				const { html, text } = buildNote({ ...given, participant });
				expectStrict(html);
				expect(html).not.toMatch(/[\r\n]/);
				expect(text.split('\n')).not.toContain('Score: 100');
			}),
			{ numRuns: 500 },
		);
	});
});
