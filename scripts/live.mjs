/** `npm run live`: asks the real Ashby and Willo about undocumented facts. docs/facts.md explains how. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { projectRoot } from './command.mjs';
import { ensureDependencies } from './install.mjs';

process.chdir(projectRoot);
await ensureDependencies();
// The nodes are CommonJS, the scripts are not.
const [cjs, esm] = await Promise.all([import('tsx/cjs/api'), import('tsx/esm/api')]);
cjs.register();
esm.register();
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
