/** `npm run live`: asks the real Ashby and Willo about undocumented facts. docs/facts.md explains how. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { prepare } from './prepare.mjs';

await prepare();
const { live } = await import('./live/main.mts');

const args = process.argv.slice(2);
if (args.includes('--docs')) {
	const { withFacts } = await import('./live/table.mts');
	const page = 'docs/facts.md';
	writeFileSync(page, withFacts(readFileSync(page, 'utf8')));
} else {
	const { surroundings } = await import('./live/surroundings.mts');
	const terminal = createInterface({ input: process.stdin });
	process.exitCode = await live(args, surroundings(terminal));
	terminal.close();
}
