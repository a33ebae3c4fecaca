/** The report of `npm run live`, which is safe to attach to a public bug report. */
import { PARTICIPANT } from '../../nodes/Willo/client/alternatives.ts';
import { first, unwrapped } from '../../nodes/Willo/client/participant.ts';
import { ashbyAnswerDifferences } from '../../test/schemas/check.mts';
import { willoAnswerDifferences } from '../../test/schemas/checkWillo.mts';
import type { Fact } from './facts.mts';
import { LETTERS } from './facts.mts';
import type { Finding } from './findings.mts';
import type { Received } from './receiver.mts';
import type { Session } from './session.mts';
import { rowsOf } from './session.mts';
import { pathOf, shapeOf } from './shape.mts';

const RULE = '| --- | --- | --- |';

export function reportOf(sessions: Session[], received: Received[] = []): string {
	const date = new Date().toISOString().slice(0, 10);
	const asked = sessions.map(({ vendor, seen }) => `${vendor}: ${seen.length} requests`);
	const deliveries = received.flatMap(({ name, body, status }) =>
		shapeIn(`\`${name}\`, answered ${status}`, [body]),
	);
	const remains = sessions.flatMap((session) => session.remains).map((each) => `- ${each}`);
	const [, willo] = sessions;
	return [
		'# What npm run live found',
		'',
		`${date}. ${asked.join('; ')}. This report holds names of fields and kinds of values, and no value.`,
		...sessions.flatMap((session) => section(session.vendor, factsOf(session))),
		...section('Answers that differ from test/schemas', differencesOf(sessions)),
		...section('Where Willo has each thing of client/alternatives.ts', placesOf(willo)),
		...section('The shapes of Willo’s answers', shapesOf(willo)),
		...section('Deliveries', deliveries),
		...section('What is still there', remains),
		'',
	].join('\n');
}

function section(title: string, lines: string[]): string[] {
	return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

function factsOf({ facts, found }: Session): string[] {
	const rows = facts.map((fact) => {
		const finding = found[fact.id];
		return row(fact.question, resultOf(fact, finding), finding.how);
	});
	return [row('Question', 'Result', 'How'), RULE, ...rows];
}

function resultOf(fact: Fact, { result, reading }: Finding): string {
	if (!reading) return result;
	const words = `${result} (${fact.readings[LETTERS.indexOf(reading)]})`;
	if (!fact.settledOn || fact.reading === reading) return words;
	return `**${words}, but reading ${fact.reading} was settled on ${fact.settledOn}**`;
}

function row(...cells: string[]): string {
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The differences from the test schemas by path, each listed once with its count. */
function differencesOf(sessions: Session[]): string[] {
	const counts = new Map<string, number>();
	for (const { vendor, seen } of sessions) {
		const differencesIn = vendor === 'Ashby' ? ashbyAnswerDifferences : willoAnswerDifferences;
		for (const { endpoint, answer } of seen) {
			const { status, body } = answer;
			const exchange = { endpoint, path: `/${endpoint}`, status, answer: body };
			for (const { pointer, says } of differencesIn(exchange)) {
				const line = row(`${vendor} ${endpoint}`, `\`${pathOf(pointer) || '(all)'}\``, says);
				counts.set(line, (counts.get(line) ?? 0) + 1);
			}
		}
	}
	if (counts.size === 0) return ['None.'];
	const head = [`${row('Request', 'Path', 'Difference')} Times |`, `${RULE} --- |`];
	return [...head, ...[...counts].map(([line, count]) => `${line} ${count} |`)];
}

/** Where Willo's answers have a value, by the names in `alternatives.ts`. */
function placesOf({ seen }: Session): string[] {
	const participants = seen
		.filter(({ endpoint, answer }) => /\/participants\//.test(endpoint) && answer.status < 300)
		.flatMap(({ answer: { body } }) =>
			Array.isArray(Object(body).results) ? rowsOf(body) : [body],
		)
		.map(unwrapped);
	if (participants.length === 0) return [];
	return Object.entries(PARTICIPANT).map(([thing, places]) => {
		const found = places.filter((place) =>
			participants.some((it) => first(it, [place], (value) => value ?? null) !== null),
		);
		return `- ${thing}: ${found.map((place) => `\`${place}\``).join(', ') || 'nowhere'}`;
	});
}

/** The shape of successful answers, by endpoint. */
function shapesOf({ seen }: Session): string[] {
	const bodies = new Map<string, unknown[]>();
	for (const { endpoint, answer } of seen) {
		if (answer.status >= 300 || typeof answer.body !== 'object') continue;
		bodies.set(endpoint, [...(bodies.get(endpoint) ?? []), answer.body]);
	}
	return [...bodies].flatMap(([endpoint, all]) => shapeIn(`\`${endpoint}\``, all));
}

function shapeIn(title: string, bodies: unknown[]): string[] {
	return [title, '', '```json', JSON.stringify(shapeOf(bodies), null, 2), '```', ''];
}
