/**
 * `npm run lock:n8n`: writes anew which n8n, with which dependencies, `npm start` and the tests install. `-- 2.41.1` selects
 * a version; by default it is the latest.
 */
import { prepare } from './prepare.mjs';

await prepare();
const { lockN8n } = await import('./n8n/install.mjs');
await lockN8n(process.argv[2] ?? 'latest');
