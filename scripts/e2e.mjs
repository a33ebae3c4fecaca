/** `npm run test:e2e`: the package in the real n8n. Further arguments go to jest. */
import { prepare } from './prepare.mjs';
import { conclude, jestStep } from './results.mjs';

const installation = await prepare({ n8n: true });
await conclude([
	await jestStep(
		'End-to-end tests in the real n8n',
		['--config', 'jest.e2e.config.js', '--runInBand', ...process.argv.slice(2)],
		{ N8N_INSTALLATION: JSON.stringify(installation) },
	),
]);
