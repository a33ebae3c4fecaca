import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { projectRoot } from '../../scripts/command.mjs';
import { boundsOf } from './bounds.mts';
import { measure } from './cases.mts';
import {
	invitationBounds,
	invitationsTable,
	jobFieldBound,
	measureInvitations,
	measureWaits,
	waitsTable,
} from './simulations.mts';
import { asMarkdown, count, tablesOf } from './report.mts';

const SIZES = [1_000, 10_000, 100_000];
const PAGE = join(projectRoot, 'docs', 'benchmark.md');
/** The part of the page that `--record` replaces with what is printed. */
const FIGURES = /(<!-- figures -->)[^]*(<!-- end of figures -->)/;

/**
 * Measures and prints.
 *
 * @param args numbers of applications, powers of ten from 1,000 on; none: the three of the docs. With `--record`, the
 * figures replace those in the docs.
 * @returns whether the trigger kept what it promises
 */
export async function bench(args: string[]): Promise<boolean> {
	const numbers = args.filter((arg) => arg !== '--record').map(Number);
	const wanted = numbers.length > 0 ? numbers : SIZES;
	const wrong = wanted.find((size) => size < 1000 || !Number.isInteger(Math.log10(size)));
	if (wrong !== undefined) throw new Error(`${wrong} is not a power of ten from 1000 on`);

	const say = (what: string) => console.error(`${Math.round(performance.now() / 1000)} s  ${what}`);
	// At the same time: the trigger spends most of it waiting, to go easy on Ashby.
	const sizes = await Promise.all(
		wanted.map((size) => measure(size, (what) => say(`${count(size)} applications: ${what}`))),
	);
	const invitations = await measureInvitations();
	const waits = await measureWaits(wanted, (what) => say(`wait, ${what}`));
	const bounds = [
		...invitationBounds(invitations),
		await jobFieldBound(),
		...sizes.flatMap((size) =>
			boundsOf(size).map(({ text, holds }) => ({
				text: `${count(size.applications)} applications, ${text}`,
				holds,
			})),
		),
	];
	const figures = [
		...[...tablesOf(sizes), invitationsTable(invitations), waitsTable(waits)].map(asMarkdown),
		'### The promises',
		bounds.map(({ text, holds }) => `- ${holds ? '✓' : '✗'} ${text}`).join('\n'),
	].join('\n\n');
	console.log(figures);
	if (args.includes('--record')) {
		const page = await readFile(PAGE, 'utf8');
		const text = page.replace(FIGURES, (_all, begin, end) => `${begin}\n\n${figures}\n\n${end}`);
		const options = await resolveConfig(PAGE);
		await writeFile(PAGE, await format(text, { ...options, filepath: PAGE }));
	}
	return bounds.every(({ holds }) => holds);
}
