import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the package, whatever folder the command was run in. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Path of a command that a devDependency provides. */
export function localBin(name) {
	const file = process.platform === 'win32' ? `${name}.cmd` : name;
	return join(projectRoot, 'node_modules', '.bin', file);
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] the project's folder unless told
 * @property {Record<string, string | undefined>} [env]
 * @property {'inherit' | 'pipe' | 'ignore'} [stdout] where its output goes; 'pipe': into the result
 * @property {'inherit' | 'pipe' | 'ignore'} [stderr]
 */

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} `code` is 1 when a signal ended it
 * @throws when the command cannot be started at all
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
			stdio: ['ignore', stdout, stderr],
			// npm and the commands under node_modules/.bin are .cmd files there.
			shell: process.platform === 'win32',
		});
		let output = '';
		child.stdout?.on('data', (chunk) => (output += chunk));
		child.stderr?.on('data', (chunk) => (output += chunk));
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

/** Output without the codes with which a terminal colors it, or redraws it again and again. */
function plain(output) {
	return output.replace(/.*\u001b\[J/g, '').replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}
