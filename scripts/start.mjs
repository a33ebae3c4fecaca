/** `npm start`: the whole loop on this machine, in a real n8n, until Ctrl-C. */
import { prepare } from './prepare.mjs';
import { expectStep } from './progress.cjs';

const starting = expectStep('the sandbox and n8n (starting)', 40);
const installation = await prepare({ n8n: true });
const { startDemo } = await import('./demo.mts');
await startDemo(installation, starting);
