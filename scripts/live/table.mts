/** The tables in docs/facts.md, written by `npm run live -- --docs`; a test proves that they are up to date. */
import type { Fact, ShownBy } from './facts.mts';
import { FACTS, LETTERS } from './facts.mts';

const BEGIN = '<!-- facts: written by npm run live -- --docs -->\n';
const END = '\n<!-- end of facts -->';

const SHOWN_BY: Record<ShownBy, string> = {
	reading: '`npm run live`',
	watching: '`--wait`',
	writing: '`--write`',
	delivery: '`--write --webhook-url`',
	use: 'use',
};

function rowOf({ id, question, readings, usedBy, shownBy, sign, ...fact }: Fact): string {
	const each = readings.map((reading, index) => `${LETTERS[index]}: ${reading}`);
	const { settled, likely } = fact;
	const guess = likely ? `probably reading ${likely.reading}, by ${likely.by}` : 'unsettled';
	const status = settled ? `reading ${settled.reading}, ${settled.on}, by ${settled.by}` : guess;
	const cells = [
		`${question} \`${id}\``,
		each.join('<br>'),
		status,
		`${SHOWN_BY[shownBy]}: ${sign}`,
		fact.switch ? `\`${fact.switch.name}\`` : '–',
		usedBy.map((file) => `[${file.split('/').pop()}](../${file})`).join(', '),
	];
	return `| ${cells.map((cell) => cell.replaceAll('<pre>', '`<pre>`').replaceAll('<p>', '`<p>`')).join(' | ')} |`;
}

export function drawFacts(): string {
	return (['Ashby', 'Willo'] as const)
		.flatMap((vendor) => [
			`### ${vendor}`,
			'',
			'| Question | Readings | Status | Shown by | Switch | Where the code depends on it |',
			'| --- | --- | --- | --- | --- | --- |',
			...FACTS.filter((fact) => fact.vendor === vendor).map(rowOf),
			'',
		])
		.join('\n');
}

/**
 * The page with the current tables.
 *
 * @throws Error if the page has no place for them
 */
export function withFacts(page: string): string {
	const begin = page.indexOf(BEGIN);
	const end = page.indexOf(END);
	if (begin < 0 || end < 0) throw new Error('docs/facts.md has no place for the facts');
	return `${page.slice(0, begin + BEGIN.length)}\n${drawFacts()}${page.slice(end)}`;
}
