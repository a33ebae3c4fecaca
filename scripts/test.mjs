/** `npm test`: lint, types, unit and integration tests, a scan of the package. Further arguments go to jest. */
import { ensureDependencies } from './install.mjs';
import { checkStep, conclude, jestStep } from './results.mjs';
import { scanStep } from './scan.mjs';

await ensureDependencies();
await conclude([
	await checkStep('Lint of the package (strict)', 'n8n-node', ['lint']),
	await checkStep('Lint of tests and scripts', 'eslint', [
		'--config',
		'eslint.tests.config.mjs',
		'**/*.{mts,mjs}',
	]),
	await checkStep('Types of the package', 'tsc', ['--noEmit', '-p', 'tsconfig.json']),
	await checkStep('Types of tests and scripts', 'tsc', ['-p', 'tsconfig.test.json']),
	await jestStep('Unit and integration tests', process.argv.slice(2)),
	await scanStep(),
]);
