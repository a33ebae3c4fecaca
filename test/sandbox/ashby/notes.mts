import type { AshbySwitches, Note } from './types.mts';

/** The elements that candidate.createNote keeps in HTML notes, as its description lists them. */
const KEPT = new Set(['b', 'i', 'u', 'a', 'ul', 'ol', 'li', 'code', 'pre']);
/** Elements without content or closing tag. */
const VOID = new Set(['area', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'wbr']);
/** A comment, a declaration, or a tag with its name and attributes. */
const MARKUP =
	/<!--[\s\S]*?(?:-->|$)|<![^>]*>|<(\/?)([a-zA-Z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/g;
const HREF = /(?:^|\s)href\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/i;

/** What Ashby keeps of a note. */
export function keptOf(content: string, type: Note['type'], switches: AshbySwitches): string {
	if (type === 'text/html') return stripHtml(content, switches);
	return switches.plainNewlines === 'collapsed' ? content.replace(/\s*\n\s*/g, ' ') : content;
}

/**
 * What Ashby keeps of an HTML note: the elements above, without attributes but a link's address.
 * `htmlStrip` says whether another element loses its tags only or goes with what is in it,
 * `bareNewlines` whether line breaks outside `pre` stay or become blanks.
 */
export function stripHtml(
	html: string,
	{ htmlStrip, bareNewlines }: Pick<AshbySwitches, 'htmlStrip' | 'bareNewlines'>,
): string {
	let out = '';
	/** The element that is being left out with its content, and how deep within others of its name. */
	let leftOut: { name: string; depth: number } | undefined;
	let insidePre = 0;
	let at = 0;
	const addText = (text: string): void => {
		if (leftOut) return;
		out += bareNewlines === 'collapsed' && insidePre === 0 ? text.replace(/\s*\n\s*/g, ' ') : text;
	};

	for (const match of html.matchAll(MARKUP)) {
		addText(html.slice(at, match.index));
		at = match.index + match[0].length;
		if (match[2] === undefined) continue;
		const name = match[2].toLowerCase();
		const isClosing = match[1] === '/';
		if (leftOut) {
			if (name === leftOut.name) leftOut.depth += isClosing ? -1 : 1;
			if (leftOut.depth === 0) leftOut = undefined;
		} else if (KEPT.has(name)) {
			if (name === 'pre') insidePre = Math.max(0, insidePre + (isClosing ? -1 : 1));
			out += isClosing ? `</${name}>` : `<${name}${name === 'a' ? href(match[3]) : ''}>`;
		} else if (htmlStrip === 'element' && !isClosing && !VOID.has(name)) {
			leftOut = { name, depth: 1 };
		}
	}
	addText(html.slice(at));
	return out;
}

function href(attributes: string): string {
	const value = HREF.exec(attributes)?.[1].replace(/^["']|["']$/g, '') ?? '';
	return /^(https?:|mailto:)/i.test(value) ? ` href="${value.replaceAll('"', '&quot;')}"` : '';
}

const ENTITIES: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
};

/** An HTML note as plain text: a line for each list item, entities decoded. */
export function textOfHtml(html: string): string {
	return html
		.replace(/<(?:li|ul|ol|pre)>|<\/(?:ul|ol|pre)>/g, '\n')
		.replace(/<\/?[a-z][^>]*>/g, '')
		.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (entity, hex, decimal, name) => {
			if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity;
			return String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal));
		})
		.replace(/\n{2,}/g, '\n')
		.trim();
}
