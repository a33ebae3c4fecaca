/** `npm run bench:latency`: how long a person waits with the instant template. `-- 20` measures 20 times. */
import { build } from './build.mjs';
import { projectRoot } from './command.mjs';
import { ensureDependencies } from './install.mjs';

process.chdir(projectRoot);
await ensureDependencies();
await build();
const { register } = await import('tsx/esm/api');
register();
const { ensureN8n } = await import('./n8n/install.mts');
const { latency } = await import('../test/bench/latency.mts');
await latency(await ensureN8n(), Number(process.argv[2] ?? 100));
process.exit();
