/** `npm run bench`: what the stage trigger costs, compared with a handmade poller. */
import { prepare } from './prepare.mjs';

await prepare();
const { bench } = await import('../test/bench/main.mts');
process.exitCode = (await bench(process.argv.slice(2))) ? 0 : 1;
