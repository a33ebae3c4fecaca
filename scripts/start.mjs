/** `npm start`: the whole loop on this machine, in a real n8n, until Ctrl-C. */
import { build } from './build.mjs';
import { projectRoot } from './command.mjs';
import { ensureDependencies } from './install.mjs';

process.chdir(projectRoot);
await ensureDependencies();
await build();
const { register } = await import('tsx/esm/api');
register();
const { ensureN8n } = await import('./n8n/install.mts');
const { startDemo } = await import('./demo.mts');
await startDemo(await ensureN8n());
