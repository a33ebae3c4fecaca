/**
 * `npm run test:n8n`: the package in older and newer versions of n8n, one after the other.
 * `-- 1.123.x 2.41.1` selects versions; anything that npm resolves to a version works. With Docker, it may also be an image,
 * such as `docker.n8n.io/n8nio/n8n:next`.
 */
import { fileURLToPath } from 'node:url';
import { ensureN8n } from './n8n/install.mjs';
import { prepare } from './prepare.mjs';
import { args } from './record.mjs';
import { conclude, jestStep } from './results.mjs';

/** The oldest to the newest version in the README. */
const VERSIONS = ['1.123.50', '2.20.12', '2.30.8', '2.41.1'];

const IN_IMAGE = fileURLToPath(new URL('n8n/inImage.sh', import.meta.url));

await prepare({ built: true });
const steps = [];
for (const each of args.length > 0 ? args : VERSIONS) {
	const isImage = each.includes('/');
	const installation = isImage
		? { version: each, node: IN_IMAGE, n8n: each }
		: await ensureN8n(each);
	steps.push(
		await jestStep(
			`The package in n8n ${installation.version}`,
			[
				'--config',
				'jest.e2e.config.js',
				'--runInBand',
				'--testPathIgnorePatterns=/node_modules/',
				'--testPathPatterns=test/e2e/versions',
				// A container outlives the process that is killed.
				...(isImage ? ['--testNamePattern=^(?!.*was killed)'] : []),
			],
			{ N8N_INSTALLATION: JSON.stringify(installation) },
		),
	);
}
await conclude(steps);
