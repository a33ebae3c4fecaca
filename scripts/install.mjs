import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot, runOrThrow } from './command.mjs';
import { expectStep } from './progress.cjs';

/**
 * Installs the project's devDependencies if they are missing or differ from package-lock.json.
 *
 * npm writes node_modules/.package-lock.json at the end of an install. Comparing it with the lock file detects interrupted
 * and outdated installs, even after a manual `npm ci`.
 */
export async function ensureDependencies() {
	if (await isInstalled()) return;
	const install = expectStep('the dependencies (npm ci)', 80);
	await install(() => runOrThrow('npm', ['ci', '--no-audit', '--no-fund']));
}

async function isInstalled() {
	const wanted = await readPackages('package-lock.json');
	const present = await readPackages(join('node_modules', '.package-lock.json')).catch(() => ({}));
	return Object.entries(wanted).every(
		([path, { version, optional }]) =>
			path === '' ||
			present[path]?.version === version ||
			// Optional packages are mostly binaries for other platforms.
			(optional && present[path] === undefined),
	);
}

async function readPackages(file) {
	return JSON.parse(await readFile(join(projectRoot, file), 'utf8')).packages;
}
