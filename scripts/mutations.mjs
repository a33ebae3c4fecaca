/**
 * `npm run mutations`: breaks the stage trigger in known ways and shows that the model in its tests
 * catches each one. `-- --runs 500` sets the maximum number of scripts for each, `-- --only text` selects some.
 */
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';
import { args, record } from './record.mjs';

const { values } = parseArgs({
	args,
	options: { runs: { type: 'string', default: '1000' }, only: { type: 'string', default: '' } },
});
await prepare();
const { runMutations } = await import('../test/model/mutations/run.mts');
await record(await runMutations(Number(values.runs), values.only));
