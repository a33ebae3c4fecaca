import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { localBin, runOrThrow } from './command.mjs';
import { expectStep } from './progress.cjs';

const SOURCES = ['nodes', 'credentials', 'icons'];
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json'];
/** The hash of what dist/ was built from. */
const STAMP = join('node_modules', '.cache', 'built');

/**
 * Announces a build of dist/ as in the published package, if what it is built from has changed, and returns what performs it.
 *
 * @returns {Promise<(() => Promise<void>) | undefined>}
 */
export async function buildStep() {
	const hash = await hashOfSources();
	const built = await readFile(STAMP, 'utf8').catch(() => '');
	if (built === hash && existsSync(join('dist', 'nodes'))) return undefined;
	const build = expectStep('the package (building)', 10);
	return async () => {
		await rm(STAMP, { force: true });
		await build(() => runOrThrow(localBin('n8n-node'), ['build']));
		await mkdir(dirname(STAMP), { recursive: true });
		await writeFile(STAMP, hash);
	};
}

async function hashOfSources() {
	const names = await Promise.all(
		SOURCES.map(async (folder) => {
			const found = await readdir(folder, { recursive: true });
			return found.filter((name) => /\.[a-z]+$/.test(name)).map((name) => join(folder, name));
		}),
	);
	const hash = createHash('sha256');
	for (const file of [...SETTINGS, ...names.flat().sort()]) {
		hash.update(file).update(await readFile(file));
	}
	return hash.digest('hex');
}
