/**
 * Checks the package as npm would publish it: its contents, and the report of n8n's scanner for community packages.
 */
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildStep } from './build.mjs';
import { run, runOrThrow } from './command.mjs';
import { step } from './results.mjs';

/** The only files that are published. */
const PUBLISHED = [
	/^(package\.json|README\.md|LICENSE\.md|CHANGELOG\.md)$/,
	/^dist\/(credentials|nodes)\/.*\.(js|json)$/,
	/^dist\/icons\/.*\.svg$/,
	/^workflows\/ashby-willo-[a-z-]+\.json$/,
];

/** Files that the README promises or n8n loads. */
const TEMPLATES = ['launch', 'growth', 'scale-enterprise', 'instant'];

/**
 * Builds, packs, unpacks, and scans the package. The build checks its types.
 *
 * @returns {Promise<import('./results.mjs').Step>}
 */
export async function scanStep() {
	return await step('Build and scan of the packed package', async (show) => {
		await (
			await buildStep()
		)?.();
		const folder = await mkdtemp(join(tmpdir(), 'pack-'));
		try {
			const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
			const { output } = await run('npm', pack, { stdout: 'pipe' });
			const [packed] = JSON.parse(output);
			await runOrThrow('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
			show(`${packed.entryCount} files, ${packed.size} bytes packed`);
			return [
				...problemsWith(packed.files.map(({ path }) => path)),
				...(await problemsFoundIn(join(folder, 'package'))),
			];
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	});
}

/** The output previews that the editor shows before a node's first run: all that are in the sources. */
function previews() {
	return readdirSync('nodes', { recursive: true, encoding: 'utf8' })
		.filter((path) => /__schema__\/.*\.json$/.test(path))
		.map((path) => `dist/nodes/${path}`);
}

/** @param {string[]} paths of the files in the package */
export function problemsWith(paths) {
	const superfluous = paths.filter((path) => !PUBLISHED.some((allowed) => allowed.test(path)));
	const templates = TEMPLATES.map((plan) => `workflows/ashby-willo-${plan}.json`);
	const missing = [...templates, ...previews()].filter((path) => !paths.includes(path));
	return [
		...superfluous.map((path) => `${path} should not be published`),
		...missing.map((path) => `${path} is not published`),
	];
}

/**
 * What n8n's scanner for verification reports.
 *
 * @param {string} folder a package's sources, or its unpacked tarball
 */
export async function problemsFoundIn(folder) {
	const cli = createRequire(import.meta.url).resolve('@n8n/scan-community-package/package.json');
	const scanner = new URL('scanner/scanner.mjs', pathToFileURL(cli));
	const { analyzePackage } = await import(scanner.href);
	const { passed, message, details } = await analyzePackage(folder);
	return passed ? [] : [details ?? message];
}
