/**
 * Names, titles, questions, answers, and addresses come from strangers. Whatever they contain, a note only
 * has the intended elements, its links lead to the web, and its text is complete, according to a parser that
 * follows the HTML standard.
 */
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { contains } from '../../nodes/Ashby/client/notes.ts';
import { invitationNote } from '../../nodes/Willo/actions/participant/invitationNote.ts';
import { buildNote } from '../../nodes/Willo/response/note.ts';
import { everyFault } from './faults/vendors.mts';

/** Notes of each kind. */
const RUNS = everyFault ? 1_000 : 200;
/** What Ashby is known to keep. */
const ALLOWED = new Set(['a', 'b', 'code', 'i', 'li', 'ol', 'pre', 'u', 'ul']);
/** An answer is cut there, and the note says so. */
const LONGEST_ANSWER = 5_000;

const HOSTILE = [
	'<script>alert(1)</script>',
	'</li></ul><img src=x onerror=alert(1)>',
	'"><svg/onload=alert(1)>',
	"' onmouseover='alert(1)",
	'<!--',
	']]><![CDATA[',
	'&lt;b&gt; &amp;amp; &#0; &#x1F600; &notanentity;',
	'<a href="javascript:alert(1)">click</a>',
	'javascript:alert(1)',
	'data:text/html,<script>alert(1)</script>',
	'{{ $json.secret }} ={{ 7 * 7 }}',
	'\u202Eevil\u202C \u2066hidden\u2069 \u200F',
	'👩‍👩‍👧‍👦 é e\u0301 ﷽ 中文 עברית',
	'a\u0000b\u0007c\u001Bd\u007Fe\u0085f',
	'\uD83D lone \uDE00 halves',
	'line\r\nbreaks\u2028of\u2029all\nkinds',
	' \t ',
	'<'.repeat(3_000),
	'<a'.repeat(3_000),
	'&'.repeat(3_000),
	'x'.repeat(100_000),
];

const outside = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
	{ weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
	{
		weight: 1,
		arbitrary: fc.array(fc.constantFrom(...'<>&"\'=/ \uD800\uDC00ab')).map((all) => all.join('')),
	},
	{
		weight: 2,
		arbitrary: fc
			.array(fc.constantFrom(...HOSTILE.slice(0, 16)), { maxLength: 4 })
			.map((all) => all.join('')),
	},
);
const maybe = fc.option(outside);

const KEY = 'a'.repeat(32);
const ID = `response-${KEY}`;

const participant = fc.record({
	key: fc.constant(KEY),
	name: maybe,
	email: maybe,
	phone: maybe,
	stage: maybe,
	interview: fc.record({ key: fc.constant(null), title: maybe }),
	externalId: maybe,
});

/** Blanks, line breaks and control characters count as one blank. */
const said = (text: string) =>
	Array.from(text, (sign) => {
		const code = sign.codePointAt(0)!;
		if (code >= 0xd800 && code <= 0xdfff) return '\uFFFD';
		return code < 0x20 || (code >= 0x7f && code <= 0x9f) ? ' ' : sign;
	})
		.join('')
		.split(/\s+/)
		.join(' ')
		.trim();

type Node = DefaultTreeAdapterTypes.ChildNode;

/** Its text, as a browser would show it. Fails the test for anything that must not be in a note. */
function shown(nodes: Node[]): string {
	return nodes
		.map((node) => {
			if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
			const { tagName, attrs, childNodes } = node as DefaultTreeAdapterTypes.Element;
			expect(ALLOWED).toContain(tagName ?? node.nodeName);
			for (const { name, value } of attrs) {
				expect([tagName, name]).toEqual(['a', 'href']);
				expect(['http:', 'https:']).toContain(new URL(value).protocol);
			}
			const text = shown(childNodes);
			return tagName === 'li' ? ` ${text} ` : text;
		})
		.join('');
}

const textOf = (html: string) =>
	shown(parseFragment(html).childNodes).split(/\s+/).join(' ').trim();

/** Both formats of a note contain all texts. */
function expectAll({ html, text }: { html: string; text: string }, texts: (string | null)[]): void {
	const inHtml = textOf(html);
	const inText = said(text);
	for (const each of texts.map((given) => said(given ?? ''))) {
		expect(inHtml).toContain(each);
		expect(inText).toContain(each);
	}
	expect(`${html}${text}`).not.toMatch(/\p{Surrogate}/u);
}

test("an invitation's note", () => {
	const subject = fc.record({
		invited: fc.option(fc.boolean()),
		alreadyInvited: fc.boolean(),
		participant,
		reason: maybe,
		todo: maybe,
		entryId: fc.constant(ID),
		testRun: fc.boolean(),
	});
	fc.assert(
		fc.property(subject, (given) => {
			const note = invitationNote(given);
			const { name, interview } = given.participant;
			expectAll(note, [name, interview.title, given.reason, given.todo, ID, KEY]);
			expect(contains({ content: note.html }, ID)).toBe(true);
			expect(contains({ content: textOf(note.html) }, ID)).toBe(true);
		}),
		{ numRuns: RUNS },
	);
});

test("a response's note", () => {
	const response = fc.record({
		question: maybe,
		answerType: fc.option(fc.constantFrom('video', 'text')),
		answer: maybe,
		transcript: maybe,
		score: fc.option(fc.oneof(fc.integer(), outside)),
		mediaUrl: maybe,
	});
	const subject = fc.record({
		id: fc.constant(ID),
		event: fc.constantFrom(
			'new_comment' as const,
			'new_response' as const,
			'new_score' as const,
			'stage_change' as const,
		),
		participant,
		responses: fc.array(response, { maxLength: 4 }),
		respondedAt: fc.option(fc.constantFrom('2026-03-02T09:05:00Z', ...HOSTILE)),
		reviewUrl: maybe,
		score: fc.option(fc.oneof(fc.integer(), outside)),
		comment: maybe,
	});
	fc.assert(
		fc.property(subject, (given) => {
			const note = buildNote(given);
			const cut = (text: string | null) =>
				text && text.length > LONGEST_ANSWER ? text.slice(0, LONGEST_ANSWER - 1) : text;
			// A paragraph of an answer is a separate line.
			const lines = (text: string | null) => (cut(text) ?? '').split(/[\r\n\u2028\u2029]+/);
			expectAll(note, [
				given.participant.name,
				given.participant.interview.title,
				...given.responses.flatMap(({ question, answer, transcript }) => [
					question,
					...lines(answer),
					...lines(transcript),
				]),
				ID,
				KEY,
			]);
			if (note.text.includes('(the rest is in Willo)'))
				expect(note.html).toContain('the rest is in Willo');
		}),
		{ numRuns: RUNS },
	);
});

test.each(['<a', '<', '&#', '& ', '<!--', '"\'', ' \n'])(
	'a million characters of %j are searched and written in linear time',
	(nasty) => {
		const content = nasty.repeat(1_000_000 / nasty.length);
		expect(contains({ content }, ID)).toBe(false);
		expect(contains({ content: `${content}${ID}` }, ID)).toBe(true);
		const note = invitationNote({
			invited: false,
			alreadyInvited: false,
			participant: {
				key: KEY,
				name: content,
				email: null,
				phone: null,
				stage: null,
				interview: { key: null, title: null },
				externalId: null,
			},
			reason: content,
			todo: null,
			entryId: ID,
			testRun: false,
		});
		expect(note.html).toContain(ID);
	},
);
