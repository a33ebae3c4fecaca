/** The notes that `npm run live -- --write` writes, and how they are read back. */
import type { Findings } from '../findings.mts';

/** Elements that Ashby's description of candidate.createNote lists, then others. */
const SUPPORTED = ['b', 'i', 'u', 'code'];
const UNSUPPORTED = ['p', 'h1', 'strong', 'em', 'div', 'span'];

const inElement = (name: string) => `<${name}>live-${name}</${name}>`;

export const HTML_NOTE = [
	'npm run live tries which HTML stays:',
	...SUPPORTED.map(inElement),
	'<a href="https://example.com/">live-a</a>',
	'<ul><li>live-ul</li></ul>',
	'<ol><li>live-ol</li></ol>',
	'<pre>live-pre-1\nlive-pre-2</pre>',
	...UNSUPPORTED.map(inElement),
	'live-line-1',
	'live-line-2',
].join('\n');

export const PLAIN_NOTE =
	'npm run live tries line breaks:\nlive-plain-1\nlive-plain-2\n\nlive-plain-3';

export const MIDDLE_NOTE = 'npm run live tries a note that is written while notes are listed';

const ALL = [...SUPPORTED, 'a', 'ul', 'ol', 'pre', ...UNSUPPORTED];

/** Whether an element was kept, only its text was kept, or neither. */
export type Fate = 'stays' | 'text only' | 'gone';

export function fatesIn(content: string): [string, Fate][] {
	return ALL.map((name) => {
		const hasTag = new RegExp(`<${name}[\\s>]`, 'i').test(content);
		const hasText = new RegExp(`live-${name}(?![a-z])`).test(content);
		return [name, hasTag ? 'stays' : hasText ? 'text only' : 'gone'];
	});
}

export function findHtml(findings: Findings, content: string): void {
	const fates = new Map(fatesIn(content));
	const of = (names: string[], fate: Fate) => names.filter((name) => fates.get(name) === fate);
	const listed = (names: string[]) => names.map((name) => `<${name}>`).join(' ') || 'none';

	const bold = fates.get('b');
	if (bold === 'stays') findings.settle('ashby-note-content', 'A', '<b> came back as <b>');
	else if (bold === 'text only') {
		findings.settle('ashby-note-content', 'B', '<b> came back as its text');
	} else findings.neither('ashby-note-content', 'The text in <b> did not come back');

	const texts = of(UNSUPPORTED, 'text only');
	const gone = of(UNSUPPORTED, 'gone');
	const how = `Text only: ${listed(texts)}; gone: ${listed(gone)}; stay: ${listed(of(UNSUPPORTED, 'stays'))}`;
	if (texts.length === UNSUPPORTED.length) findings.settle('ashby-html-elements', 'A', how);
	else if (gone.length === UNSUPPORTED.length) findings.settle('ashby-html-elements', 'B', how);
	else findings.neither('ashby-html-elements', how);

	findBreak(findings, 'ashby-html-newlines', content, 'live-line-1', 'live-line-2');
}

export function findPlain(findings: Findings, content: string): void {
	findBreak(findings, 'ashby-plain-newlines', content, 'live-plain-1', 'live-plain-2');
}

function findBreak(findings: Findings, id: string, content: string, a: string, b: string): void {
	if (new RegExp(`${a}[ \\t]*\\r?\\n\\s*${b}`).test(content)) {
		findings.settle(id, 'A', 'The line break came back');
	} else if (new RegExp(`${a}[ \\t]+${b}`).test(content)) {
		findings.settle(id, 'B', 'A blank came back in its place');
	} else findings.neither(id, 'Something else came back between the lines');
}
