/** The report of `npm run live`, which is safe to attach to a public bug report. */
import { ashbyAnswerDifferences } from '../../test/schemas/check.mts';
import { willoAnswerDifferences } from '../../test/schemas/checkWillo.mts';
import type { Written } from './ashby/writes.mts';
import type { Fact, Vendor } from './facts.mts';
import { FACTS, LETTERS } from './facts.mts';
import type { Findings } from './findings.mts';
import { inWords } from './findings.mts';
import type { Received } from './receiver.mts';
import type { Seen, Session } from './session.mts';
import { pathOf, shapeOf } from './shape.mts';
import { placesFound, shapesFound } from './willo/places.mts';

export interface Outcome {
	findings: Findings;
	sessions: Session[];
	written?: Partial<Written>;
	received: Received[];
	/** `YYYY-MM-DD`. */
	date: string;
}

export function reportOf(outcome: Outcome): string {
	const { findings, sessions, written, received, date } = outcome;
	const asked = sessions.map(({ vendor, seen }) => `${vendor}: ${seen.length} requests`);
	return [
		'# What npm run live found',
		'',
		`${date}. ${asked.join('; ')}. This report holds names of fields and kinds of values, and no value.`,
		...factsOf('Ashby', findings),
		...factsOf('Willo', findings),
		...differencesOf(sessions),
		...sessions.flatMap(({ vendor, seen }) => (vendor === 'Willo' ? sectionsOf(seen) : [])),
		...fatesOf(written?.fates ?? []),
		...deliveriesOf(received),
		...remainsOf(written?.remains ?? []),
		'',
	].join('\n');
}

function factsOf(vendor: Vendor, findings: Findings): string[] {
	const rows = FACTS.filter((fact) => fact.vendor === vendor).map((fact) => {
		const finding = findings.of(fact);
		return row(fact.question, resultOf(fact, findings), finding.how);
	});
	return ['', `## ${vendor}`, '', row('Question', 'Result', 'How'), ROW, ...rows];
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
	const lines = [...counts].map(([line, count]) => `${line} ${count} |`);
	const head = [`${row('Request', 'Path', 'Difference')} Times |`, `${ROW} --- |`];
	return [
		'',
		'## Answers that differ from test/schemas',
		'',
		...(lines.length > 0 ? [...head, ...lines] : ['None.']),
	];
}

function sectionsOf(seen: Seen[]): string[] {
	const places = placesFound(seen).map(
		([thing, found]) =>
			`- ${thing}: ${found.map((place) => `\`${place}\``).join(', ') || 'nowhere'}`,
	);
	const shapes = shapesFound(seen).flatMap(([endpoint, shape]) => [
		'',
		`\`${endpoint}\``,
		'',
		...asJson(shape),
	]);
	return [
		'',
		'## Where Willo has each thing of client/alternatives.ts',
		'',
		...(places.length > 0 ? places : ['No participant was seen.']),
		'',
		'## The shapes of Willo’s answers',
		...shapes,
	];
}

function fatesOf(fates: Written['fates']): string[] {
	if (fates.length === 0) return [];
	const lines = fates.map(([name, fate]) => `- \`<${name}>\` ${fate}`);
	return ['', '## What stays of HTML in a note', '', ...lines];
}

function deliveriesOf(received: Received[]): string[] {
	if (received.length === 0) return [];
	const lines = received.flatMap(({ name, body, status }) => [
		'',
		`\`${name}\`, answered ${status}`,
		'',
		...asJson(shapeOf(body)),
	]);
	return ['', '## Deliveries', ...lines];
}

function remainsOf(remains: string[]): string[] {
	if (remains.length === 0) return [];
	return ['', '## What is still there', '', ...remains.map((each) => `- ${each}`)];
}

function asJson(shape: unknown): string[] {
	return ['```json', JSON.stringify(shape, null, 2), '```'];
}
