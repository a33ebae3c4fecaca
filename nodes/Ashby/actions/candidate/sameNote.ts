export type NoteFormat = 'text' | 'html';

/** The elements that Ashby keeps in an HTML note (its description of candidate.createNote). */
const KEPT = new Set(['b', 'i', 'u', 'a', 'ul', 'ol', 'li', 'code', 'pre']);
/** Elements that have neither content nor a closing tag. */
const VOID = new Set(['area', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'wbr']);
const MARKUP = /<!--[\s\S]*?-->|<![^>]*>|<(\/?)([a-z][^\s/>]*)(?:"[^"]*"|'[^']*'|[^'">])*>/gi;

/**
 * Whether a note standing in Ashby says what a note to be written would say.
 *
 * Ashby does not document what becomes of a note on its way: whether an element it does not keep
 * goes with its text, whether line breaks stay, and whether `content` gives an HTML note back as
 * HTML or as text. So only the words are compared, and either reading counts.
 *
 * @param content the standing note's `content`
 * @param note the note to be written
 */
export function saysTheSame(
	content: string | null | undefined,
	note: string,
	format: NoteFormat,
): boolean {
	// Blanks between elements may come back in other places, or not at all.
	const words = format === 'html' ? withoutBlanks : collapsed;
	const wanted =
		format === 'html' ? [textOf(note, false), textOf(note, true)].map(words) : [words(note)];
	const standing = [content ?? '', textOf(content ?? '', false)].map(words);
	return standing.some((text) => text !== '' && wanted.includes(text));
}

/** The text in a piece of HTML, with or without that in elements which Ashby does not keep. */
function textOf(html: string, onlyKept: boolean): string {
	let text = '';
	let at = 0;
	let leftOut: { name: string; depth: number } | undefined;
	for (const match of html.matchAll(MARKUP)) {
		if (!leftOut) text += html.slice(at, match.index);
		at = match.index + match[0].length;
		const name = match[2]?.toLowerCase();
		if (!onlyKept || name === undefined) continue;
		const isClosing = match[1] === '/';
		if (leftOut) {
			if (name === leftOut.name) leftOut.depth += isClosing ? -1 : 1;
			if (leftOut.depth === 0) leftOut = undefined;
		} else if (!isClosing && !KEPT.has(name) && !VOID.has(name)) {
			leftOut = { name, depth: 1 };
		}
	}
	if (!leftOut) text += html.slice(at);
	return decoded(text);
}

const ENTITIES: Record<string, string> = {
	amp: '&',
	apos: "'",
	gt: '>',
	lt: '<',
	nbsp: ' ',
	quot: '"',
};

function decoded(text: string): string {
	return text.replace(
		/&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
		(entity: string, hex?: string, decimal?: string, name?: string) => {
			if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity;
			const code = hex ? parseInt(hex, 16) : Number(decimal);
			return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
		},
	);
}

function collapsed(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}

function withoutBlanks(text: string): string {
	return text.replace(/\s+/g, '');
}
