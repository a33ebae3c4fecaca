import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { projectRoot } from '../../scripts/command.mjs';
import { measure } from './cases.mts';
import {
	boundsOf,
	boundsOfInvitation,
	jobFieldBound,
	measureInvitations,
	measureWaits,
} from './promises.mts';
import { tablesOf } from './tables.mts';

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

	// At the same time: the trigger spends most of it waiting, to go easy on Ashby.
	const sizes = await Promise.all(wanted.map(measure));
	const invitations = await measureInvitations();
	const jobField = await jobFieldBound();
	const waits = await measureWaits(wanted);
	const bounds = [...invitations.flatMap(boundsOfInvitation), jobField, ...sizes.flatMap(boundsOf)];
	const lines = bounds.map(({ text, holds }) => `- ${holds ? '✓' : '✗'} ${text}`);
	const tables = tablesOf(sizes, invitations, waits);
	const figures = [tables, '### The promises', lines.join('\n')].join('\n\n');
	console.log(figures);
	if (args.includes('--record')) {
		const page = await readFile(PAGE, 'utf8');
		const text = page.replace(FIGURES, (_all, begin, end) => `${begin}\n\n${figures}\n\n${end}`);
		await writeFile(PAGE, text);
	}
	return bounds.every(({ holds }) => holds);
}
