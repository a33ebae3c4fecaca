/** `npm run bench`: what the stage trigger costs, compared with a handmade poller. */
import { projectRoot } from './command.mjs';
import { ensureDependencies } from './install.mjs';

process.chdir(projectRoot);
await ensureDependencies();
const { register } = await import('tsx/esm/api');
register();
const { bench } = await import('../test/bench/main.mts');
process.exitCode = (await bench(process.argv.slice(2))) ? 0 : 1;
