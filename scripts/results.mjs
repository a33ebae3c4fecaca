import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { localBin, run } from './command.mjs';
import { record } from './record.mjs';

/** Commands whose output goes through here don't see the terminal. */
const COLORS = process.stderr.isTTY ? { FORCE_COLOR: '1' } : {};

/** @typedef {{ name: string, passed: number, failed: number, figures?: string[] }} Step */

/**
 * Runs a check that either passes or fails. Other steps may run at the same time, so its output is shown as a whole at the end.
 *
 * @returns {Promise<Step>}
 */
export async function checkStep(name, command, args) {
	return await step(name, async (show) => {
		const { code, output } = await run(localBin(command), args, {
			env: { ...process.env, ...COLORS },
			stdout: 'pipe',
			stderr: 'pipe',
		});
		show(output);
		return code === 0 ? [] : [`${command} ended with exit code ${code}`];
	});
}

/**
 * Runs a check that finds problems, and shows what it says and found at the end.
 *
 * @param {(show: (text: string) => void) => Promise<string[]>} check returns the problems, or throws
 * @returns {Promise<Step>}
 */
export async function step(name, check) {
	const shown = [];
	const problems = await check((text) => shown.push(text.trimEnd())).catch(({ message }) => [
		message,
	]);
	const text = [...shown, ...problems].filter(Boolean).join('\n');
	console.log(`\n── ${name}\n${text}`);
	return { name, passed: problems.length === 0 ? 1 : 0, failed: problems.length };
}

/**
 * Runs jest, shows its output, and counts its tests; lines that tests add to `$FIGURES_FILE` are its figures. A test file that doesn't load counts as one failed test, as does a jest
 * that ends without a result.
 *
 * @returns {Promise<Step>}
 */
export async function jestStep(name, args, env = {}) {
	console.log(`\n── ${name} …`);
	const file = join(tmpdir(), `jest-${process.pid}-${Date.now()}.json`);
	const figuresFile = `${file}.figures`;
	const { code } = await run(localBin('jest'), [...args, '--json', `--outputFile=${file}`], {
		env: { ...process.env, ...COLORS, FIGURES_FILE: figuresFile, ...env },
		// With --json, the full result also goes to standard output.
		stdout: 'ignore',
		// By file and not redrawn, so that what other steps show stays in between.
		stderr: 'show',
	});
	const result = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
	const figures = await readFile(figuresFile, 'utf8').catch(() => '');
	for (const each of [file, figuresFile]) await rm(each, { force: true });
	const passed = result?.numPassedTests ?? 0;
	const failed = (result?.numFailedTests ?? 0) + (result?.numRuntimeErrorTestSuites ?? 0);
	return {
		name,
		passed,
		failed: code === 0 ? failed : Math.max(failed, 1),
		figures: figures.split('\n').filter(Boolean),
	};
}

/**
 * Prints the steps with their counts and sets the exit code. With `--record`, also writes them to docs/tests.md. If
 * `$RESULTS_FILE` is set, also writes them to that file as JSON, so that several commands can be summarized.
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
	const sum = (key) => steps.reduce((total, each) => total + each[key], 0);
	const figures = steps.flatMap((each) => each.figures ?? []);
	await record([`${sum('passed')} passed, ${sum('failed')} failed`, ...figures].join('; '));
}
