/** `npm run bench`: what the stage trigger costs, compared with a handmade poller. */
import { prepare } from './prepare.mjs';
import { record } from './record.mjs';

await prepare();
const { bench } = await import('../test/bench/main.mts');
const holds = await bench(process.argv.slice(2));
process.exitCode = holds ? 0 : 1;
await record(holds ? 'all promises kept' : 'a promise broken');
