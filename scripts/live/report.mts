/** The report of `npm run live`, which is safe to attach to a public bug report. */
import { ashbyAnswerDifferences } from '../../test/schemas/check.mts';
import { willoAnswerDifferences } from '../../test/schemas/checkWillo.mts';
import type { Fact, Vendor } from './facts.mts';
import { FACTS, LETTERS, VENDORS } from './facts.mts';
import type { Findings } from './findings.mts';
import { inWords } from './findings.mts';
import type { Received } from './receiver.mts';
import type { Seen, Session } from './session.mts';
import { pathOf, shapeOf } from './shape.mts';
import { placesFound, shapesFound } from './willo/places.mts';

export interface Outcome {
	findings: Findings;
	sessions: Session[];
	received: Received[];
	/** `YYYY-MM-DD`. */
	date: string;
}

export function reportOf({ findings, sessions, received, date }: Outcome): string {
	const asked = sessions.map(({ vendor, seen }) => `${vendor}: ${seen.length} requests`);
	const willo = sessions.filter(({ vendor }) => vendor === 'Willo').flatMap(({ seen }) => seen);
	const sections: [string, string[]][] = [
		...VENDORS.map((vendor): [string, string[]] => [vendor, factsOf(vendor, findings)]),
		['Answers that differ from test/schemas', differencesOf(sessions)],
		['Where Willo has each thing of client/alternatives.ts', placesOf(willo)],
		['The shapes of Willo’s answers', shapesFound(willo).flatMap((each) => shapeIn(each))],
		[
			'Deliveries',
			received.flatMap(({ name, body, status }) =>
				shapeIn([name, shapeOf(body)], `, answered ${status}`),
			),
		],
		['What is still there', sessions.flatMap(({ remains }) => remains.map((each) => `- ${each}`))],
	];
	return [
		'# What npm run live found',
		'',
		`${date}. ${asked.join('; ')}. This report holds names of fields and kinds of values, and no value.`,
		...sections.flatMap(([title, lines]) =>
			lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines],
		),
		'',
	].join('\n');
}

function factsOf(vendor: Vendor, findings: Findings): string[] {
	const rows = FACTS.filter((fact) => fact.vendor === vendor).map((fact) => {
		const finding = findings.of(fact);
		return row(fact.question, resultOf(fact, findings), finding.how);
	});
	return [row('Question', 'Result', 'How'), ROW, ...rows];
}

const ROW = '| --- | --- | --- |';

function resultOf(fact: Fact, findings: Findings): string {
	const finding = findings.of(fact);
	const said = inWords(finding);
	if (finding.kind !== 'settled') return said;
	const words = `${said} (${fact.readings[LETTERS.indexOf(finding.reading)]})`;
	const { settled } = fact;
	if (!settled || settled.reading === finding.reading) return words;
	return `**${words}, but reading ${settled.reading} was settled on ${settled.on}**`;
}

function row(...cells: string[]): string {
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The differences from the test schemas by path, each listed once with its count. */
function differencesOf(sessions: Session[]): string[] {
	const counts = new Map<string, number>();
	for (const { vendor, seen } of sessions) {
		for (const { endpoint, answer } of seen) {
			const { status, body } = answer;
			const found =
				vendor === 'Ashby'
					? ashbyAnswerDifferences({ path: `/${endpoint}`, status, answer: body })
					: willoAnswerDifferences({ endpoint, status, answer: body });
			for (const { pointer, says } of found) {
				const line = row(`${vendor} ${endpoint}`, `\`${pathOf(pointer) || '(all)'}\``, says);
				counts.set(line, (counts.get(line) ?? 0) + 1);
			}
		}
	}
	if (counts.size === 0) return ['None.'];
	const head = [`${row('Request', 'Path', 'Difference')} Times |`, `${ROW} --- |`];
	return [...head, ...[...counts].map(([line, count]) => `${line} ${count} |`)];
}

function placesOf(seen: Seen[]): string[] {
	return placesFound(seen).map(
		([thing, found]) =>
			`- ${thing}: ${found.map((place) => `\`${place}\``).join(', ') || 'nowhere'}`,
	);
}

function shapeIn([name, shape]: [string, unknown], more = ''): string[] {
	return [`\`${name}\`${more}`, '', '```json', JSON.stringify(shape, null, 2), '```', ''];
}
