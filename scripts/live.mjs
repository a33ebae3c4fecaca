/** `npm run live`: asks the real Ashby and Willo about undocumented facts. docs/facts.md explains how. */
import { createInterface } from 'node:readline';
import { prepare } from './prepare.mjs';

await prepare();
const { live } = await import('./live/main.mts');
const { surroundings } = await import('./live/surroundings.mts');

const terminal = createInterface({ input: process.stdin });
process.exitCode = await live(process.argv.slice(2), surroundings(terminal));
terminal.close();
