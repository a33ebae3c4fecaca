import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { localBin, run } from './command.mjs';

/** @typedef {{ name: string, passed: number, failed: number }} Step */

/**
 * Runs a check that either passes or fails, and shows its output.
 *
 * @returns {Promise<Step>}
 */
export async function checkStep(name, command, args) {
	console.log(`\n── ${name}`);
	const { code } = await run(localBin(command), args);
	return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/**
 * Runs jest, shows its output, and counts its tests. A test file that doesn't load counts as one failed test, as does a jest
 * that ends without a result.
 *
 * @returns {Promise<Step>}
 */
export async function jestStep(name, args, env = {}) {
	console.log(`\n── ${name}`);
	const file = join(tmpdir(), `jest-${process.pid}-${Date.now()}.json`);
	const { code } = await run(localBin('jest'), [...args, '--json', `--outputFile=${file}`], {
		env: { ...process.env, ...env },
		// With --json, the full result also goes to standard output.
		stdout: 'ignore',
	});
	const result = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
	await rm(file, { force: true });
	const passed = result?.numPassedTests ?? 0;
	const failed = (result?.numFailedTests ?? 0) + (result?.numRuntimeErrorTestSuites ?? 0);
	return { name, passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}

/**
 * Prints the steps with their counts and sets the exit code. If `$RESULTS_FILE` is set, also writes them to that file as
 * JSON, so that several commands can be summarized.
 *
 * @param {Step[]} steps
 */
export async function conclude(steps) {
	console.log('\n── Summary');
	for (const { name, passed, failed } of steps) {
		console.log(
			`${failed === 0 ? 'ok    ' : 'FAILED'}  ${name}: ${passed} passed, ${failed} failed`,
		);
	}
	const file = process.env.RESULTS_FILE;
	if (file) {
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, JSON.stringify(steps));
	}
	if (steps.some(({ failed }) => failed > 0)) process.exitCode = 1;
}
