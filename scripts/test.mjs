/** `npm test`: lint, types, unit and integration tests, a scan of the package. Further arguments go to jest. */
import { prepare } from './prepare.mjs';
import { checkStep, conclude, jestStep } from './results.mjs';
import { scanStep } from './scan.mjs';

await prepare();
const steps = await Promise.all([
	// Each test file leaves some of the modules it loaded behind.
	jestStep('Unit and integration tests', [
		'--workerIdleMemoryLimit=600MB',
		...process.argv.slice(2),
	]),
	// One after the other, because each of them needs much memory.
	(async () => [
		await checkStep('Lint of the package (strict)', 'n8n-node', ['lint']),
		await checkStep('Lint of tests and scripts', 'eslint', [
			...['--config', 'eslint.tests.config.mjs', '**/*.{ts,js,cjs,mts,mjs}'],
			...['--cache', '--cache-location', 'node_modules/.cache/eslint/'],
		]),
		await checkStep('Types of tests and scripts', 'tsc', ['-p', 'tsconfig.test.json']),
		await scanStep(),
	])(),
]);
await conclude(steps.flat());
