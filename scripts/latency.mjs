/** `npm run bench:latency`: how long a person waits with the instant template. `-- 20` measures 20 times. */
import { prepare } from './prepare.mjs';
import { args, record } from './record.mjs';

const installation = await prepare({ n8n: true });
const { latency } = await import('../test/bench/latency.mts');
await record(await latency(installation, Number(args[0] ?? 100)));
process.exit();
