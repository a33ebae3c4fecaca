import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's folder, regardless of the current folder. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** The path of a command from a devDependency. */
export function localBin(name) {
	const file = process.platform === 'win32' ? `${name}.cmd` : name;
	return join(projectRoot, 'node_modules', '.bin', file);
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] the project's folder by default
 * @property {Record<string, string | undefined>} [env]
 * @property {'inherit' | 'pipe' | 'ignore'} [stdout] where the output goes; 'pipe' adds it to the result
 * @property {'inherit' | 'pipe' | 'ignore' | 'show'} [stderr] 'show' passes it on through this process
 */

/**
 * Runs a command until it exits.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} `code` is 1 if a signal ended it
 * @throws if the command can't be started
 */
export function run(
	command,
	args,
	{ cwd = projectRoot, env = process.env, stdout = 'inherit', stderr = 'inherit' } = {},
) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd,
			env,
			stdio: ['ignore', stdout, stderr === 'show' ? 'pipe' : stderr],
			// npm and the commands under node_modules/.bin are .cmd files there.
			shell: process.platform === 'win32',
		});
		let output = '';
		child.stdout?.on('data', (chunk) => (output += chunk));
		if (stderr === 'show') child.stderr.pipe(process.stderr, { end: false });
		else child.stderr?.on('data', (chunk) => (output += chunk));
		child.on('error', reject);
		child.on('close', (code) => resolve({ code: code ?? 1, output }));
	});
}

/**
 * Like {@link run}, but quiet, and a non-zero exit throws with the end of the output.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} the output
 */
export async function runOrThrow(command, args, options = {}) {
	const { code, output } = await run(command, args, {
		...options,
		stdout: 'pipe',
		stderr: 'pipe',
	});
	if (code !== 0) {
		const tail = plain(output).trimEnd().split('\n').slice(-40).join('\n');
		throw new Error(`"${[command, ...args].join(' ')}" ended with exit code ${code}:\n${tail}`);
	}
	return output;
}

/** Output without terminal codes for colors and redrawing. */
function plain(output) {
	return output.replace(/.*\u001b\[J/g, '').replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}
