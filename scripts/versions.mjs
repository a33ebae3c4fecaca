/**
 * `npm run test:n8n`: the package in older and newer versions of n8n, one after the other.
 * `-- 1.123.x 2.41.1` selects versions; anything that npm resolves to a version works.
 */
import { ensureN8n } from './n8n/install.mjs';
import { prepare } from './prepare.mjs';
import { args } from './record.mjs';
import { conclude, jestStep } from './results.mjs';

/** The oldest to the newest version in the README. */
const VERSIONS = ['1.123.50', '2.20.12', '2.30.8', '2.41.1'];

await prepare({ built: true });
const steps = [];
for (const each of args.length > 0 ? args : VERSIONS) {
	const installation = await ensureN8n(each);
	steps.push(
		await jestStep(
			`The package in n8n ${installation.version}`,
			[
				'--config',
				'jest.e2e.config.js',
				'--runInBand',
				'--testPathIgnorePatterns=/node_modules/',
				'--testPathPatterns=test/e2e/versions',
			],
			{ N8N_INSTALLATION: JSON.stringify(installation) },
		),
	);
}
await conclude(steps);
