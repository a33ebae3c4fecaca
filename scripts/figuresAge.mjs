/** `npm run figures`: marks the figures in docs/tests.md that are older than what they depend on. */
import { prepare } from './prepare.mjs';
import { markFigures } from './record.mjs';

await prepare();
await markFigures();
