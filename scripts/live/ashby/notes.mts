/** The notes that `npm run live -- --write` writes, and how they are read back. */
import type { Findings } from '../findings.mts';

/** Elements that Ashby's description of candidate.createNote lists, then others. */
const SUPPORTED = ['b', 'i', 'u', 'code'];
const UNSUPPORTED = ['p', 'h1', 'strong', 'em', 'div', 'span'];
const ALL = [...SUPPORTED, 'a', 'ul', 'ol', 'pre', ...UNSUPPORTED];

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

export function findHtml(findings: Findings, content: string): void {
	const hasTag = (name: string) => new RegExp(`<${name}[\\s>]`, 'i').test(content);
	const hasText = (name: string) => new RegExp(`live-${name}(?![a-z])`).test(content);
	const isBare = (name: string) => !hasTag(name) && hasText(name);
	const isGone = (name: string) => !hasTag(name) && !hasText(name);
	const listed = (is: (name: string) => boolean) =>
		ALL.filter(is)
			.map((name) => `\`<${name}>\``)
			.join(' ') || 'none';
	const how = `Stay: ${listed(hasTag)}; text only: ${listed(isBare)}; gone: ${listed(isGone)}`;
	findings.tell('ashby-note-content', how, { A: hasTag('b'), B: isBare('b') });
	findings.tell('ashby-html-elements', how, {
		A: UNSUPPORTED.every(isBare),
		B: UNSUPPORTED.every(isGone),
	});
	findBreak(findings, 'ashby-html-newlines', content, 'live-line');
}

export function findPlain(findings: Findings, content: string): void {
	findBreak(findings, 'ashby-plain-newlines', content, 'live-plain');
}

function findBreak(findings: Findings, id: string, content: string, line: string): void {
	findings.tell(id, 'Two lines were read back', {
		A: new RegExp(`${line}-1[ \\t]*\\r?\\n\\s*${line}-2`).test(content),
		B: new RegExp(`${line}-1[ \\t]+${line}-2`).test(content),
	});
}
