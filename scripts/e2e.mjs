/** `npm run test:e2e`: the package in the real n8n. `-- batch` runs the files of that name; further arguments go to jest. */
import { prepare } from './prepare.mjs';
import { args } from './record.mjs';
import { conclude, jestStep } from './results.mjs';

const installation = await prepare({ n8n: true });

async function step(name, args) {
	return await jestStep(name, ['--config', 'jest.e2e.config.js', ...args], {
		N8N_INSTALLATION: JSON.stringify(installation),
		// Each start of n8n then takes two thirds of the CPU time.
		NODE_COMPILE_CACHE: 'node_modules/.cache/compiled',
	});
}

/** Last, because jest takes what follows it for another pattern. */
const ALL = '--testPathIgnorePatterns=/node_modules/';
await conclude(
	args.length > 0
		? [await step('Tests in the real n8n', ['--runInBand', ...args, ALL])]
		: [
				await step('End-to-end tests in the real n8n, three at a time', []),
				await step('End-to-end tests that run alone', ['--runInBand', '\\.alone\\.test', ALL]),
			],
);
