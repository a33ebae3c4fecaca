/** `npm run test:e2e`: the package in the real n8n. Further arguments go to jest. */
import { build } from './build.mjs';
import { projectRoot } from './command.mjs';
import { ensureDependencies } from './install.mjs';
import { conclude, jestStep } from './results.mjs';

process.chdir(projectRoot);
await ensureDependencies();
await build();
const { register } = await import('tsx/esm/api');
register();
const { ensureN8n } = await import('./n8n/install.mts');
const installation = await ensureN8n();
await conclude([
	await jestStep(
		'End-to-end tests in the real n8n',
		['--config', 'jest.e2e.config.js', '--runInBand', ...process.argv.slice(2)],
		{ N8N_INSTALLATION: JSON.stringify(installation) },
	),
]);
