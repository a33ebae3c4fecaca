import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { projectRoot } from '../../scripts/command.mjs';
import { boundsOf } from './bounds.mts';
import type { Size } from './cases.mts';
import { measure } from './cases.mts';
import { plot } from './plot.mts';
import {
	invitationBounds,
	invitationsTable,
	measureInvitations,
	measureWaits,
	waitsTable,
} from './simulations.mts';
import type { Table } from './report.mts';
import { asMarkdown, asText, boundLines, count, linesOf, tablesOf } from './report.mts';

const SIZES = [1_000, 10_000, 100_000];
const PAGE = join(projectRoot, 'docs', 'benchmark.md');
const IMAGE = join(projectRoot, 'docs', 'images', 'benchmark.svg');
/** The part of the page that each run rewrites. */
const FIGURES = /(<!-- figures -->)[^]*(<!-- end of figures -->)/;

/**
 * Measures, prints, and writes the page of the docs when all sizes were asked for.
 *
 * @param args numbers of applications, powers of ten from 1,000 on; none: the three of the docs
 * @returns whether the trigger kept what it promises
 */
export async function bench(args: string[]): Promise<boolean> {
	const wanted = args.length > 0 ? args.map(Number) : SIZES;
	const wrong = wanted.find((size) => size < 1000 || !Number.isInteger(Math.log10(size)));
	if (wrong !== undefined) throw new Error(`${wrong} is not a power of ten from 1000 on`);

	const began = Date.now();
	const say = (what: string) => {
		const seconds = Math.round((Date.now() - began) / 1000);
		console.log(`${String(seconds).padStart(4)} s  ${what}`);
	};
	// At the same time: the trigger spends most of it waiting, to go easy on Ashby.
	const sizes = await Promise.all(
		wanted.map((size) => measure(size, (what) => say(`${count(size)} applications: ${what}`))),
	);

	const invitations = await measureInvitations();
	const simulated = [
		invitationsTable(invitations),
		waitsTable(await measureWaits(wanted, (what) => say(`wait, ${what}`))),
	];

	const bounds = [...invitationBounds(invitations), ...sizes.flatMap(boundsOf)];
	const lines = [...boundLines(invitationBounds(invitations)), ...linesOf(sizes)];
	for (const table of [...tablesOf(sizes, 'ms'), ...simulated]) console.log(`\n${asText(table)}`);
	console.log(`\n${lines.join('\n')}`);
	if (args.length === 0) {
		await writePage(sizes, [...tablesOf(sizes, 'relative'), ...simulated], lines);
	}
	return bounds.every(({ holds }) => holds);
}

async function writePage(sizes: Size[], tables: Table[], lines: string[]): Promise<void> {
	const machine = `${process.platform}, ${availableParallelism()} cores, Node.js ${process.version}`;
	const figures = [
		`The last run was on: ${machine}.`,
		...tables.map(asMarkdown),
		'### The promises',
		lines.map((line) => `- ${line}`).join('\n'),
	].join('\n\n');
	const page = await readFile(PAGE, 'utf8');
	const text = page.replace(FIGURES, (_all, begin, end) => `${begin}\n\n${figures}\n\n${end}`);
	const options = await resolveConfig(PAGE);
	await mkdir(dirname(IMAGE), { recursive: true });
	await writeFile(PAGE, await format(text, { ...options, filepath: PAGE }));
	await writeFile(IMAGE, plot(sizes));
	console.log(`\nWritten: ${PAGE} and ${IMAGE}`);
}
