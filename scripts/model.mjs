/**
 * `npm run model`: a long run of the model of the stage trigger. Prints its seed and its figures.
 *
 *   npm run model -- --runs 20000 --seed 42   this many scripts from this seed
 *   npm run model -- --seed 42 --path 17:0:1  the script that failed
 */
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';
import { args } from './record.mjs';
import { conclude, jestStep } from './results.mjs';

const { values } = parseArgs({
	args,
	options: {
		runs: { type: 'string', default: '10000' },
		seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
		path: { type: 'string' },
	},
});
// A script that failed is played once, with the seed that its half printed.
const test = values.path ? 'test/model/stageTrigger.first' : 'test/model/stageTrigger';
await prepare();
await conclude([
	await jestStep('Model of the stage trigger', [test], {
		MODEL_RUNS: values.runs,
		MODEL_SEED: values.seed,
		MODEL_PATH: values.path,
	}),
]);
