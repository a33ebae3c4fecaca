/**
 * `npm run test:halves`: exports each half of this package as a package of its own, and checks it with n8n's strict lint and
 * its scanner, because n8n only verifies packages of a single service: docs/verification.md.
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { localBin, projectRoot, runOrThrow } from './command.mjs';
import { prepare } from './prepare.mjs';
import { conclude } from './results.mjs';
import { problemsFoundIn } from './scan.mjs';

const ABOUT = {
	Ashby: 'start workflows when a candidate enters an interview stage, and add notes to candidates',
	Willo: 'invite people to one-way video interviews, and start workflows when they respond',
};

/** What doesn't depend on the vendor. The lint rules may not differ from n8n's own. */
const SHARED = ['nodes/shared', 'eslint.config.mjs', 'tsconfig.json', '.npmrc', 'LICENSE.md'];

await prepare();
await conclude([await halfStep('Ashby'), await halfStep('Willo')]);

/**
 * Checks a half: the lint and the scan of its sources, the build, and the scan of its tarball.
 *
 * @returns {Promise<import('./results.mjs').Step>}
 */
async function halfStep(vendor) {
	const name = `${halfName(vendor)} as a package of its own`;
	console.log(`\n── ${name}`);
	const parent = await mkdtemp(join(tmpdir(), 'half-'));
	try {
		const folder = join(parent, halfName(vendor));
		await exportHalf(vendor, folder);
		await runOrThrow(localBin('n8n-node'), ['lint'], { cwd: folder });
		await scan(folder);
		await runOrThrow(localBin('n8n-node'), ['build'], { cwd: folder });
		await runOrThrow('npm', ['pack', '--ignore-scripts', '--pack-destination', parent], {
			cwd: folder,
		});
		const [tarball] = (await readdir(parent)).filter((file) => file.endsWith('.tgz'));
		await runOrThrow('tar', ['-xzf', join(parent, tarball), '-C', parent]);
		await scan(join(parent, 'package'));
		return { name, passed: 1, failed: 0 };
	} catch (error) {
		console.error(error.message);
		return { name, passed: 0, failed: 1 };
	} finally {
		await rm(parent, { recursive: true, force: true });
	}
}

async function scan(folder) {
	const problems = await problemsFoundIn(folder);
	if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** The name of a half on npm, such as `n8n-nodes-ashby`. */
function halfName(vendor) {
	return `n8n-nodes-${vendor.toLowerCase()}`;
}

/**
 * Writes the sources, the credential, the icons, and the manifest of one half into a folder. The dependencies are this
 * project's own.
 *
 * @param folder is created
 */
async function exportHalf(vendor, folder) {
	const lower = vendor.toLowerCase();
	const credential = `credentials/${vendor}Api.credentials.ts`;
	const icons = [`icons/${lower}.svg`, `icons/${lower}.dark.svg`];
	for (const path of [...SHARED, `nodes/${vendor}`, credential, ...icons]) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await cp(join(projectRoot, path), join(folder, path), { recursive: true });
	}
	await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
	await writeFile(join(folder, 'package.json'), JSON.stringify(await manifestOf(vendor), null, 2));
	await writeFile(
		join(folder, 'README.md'),
		`# ${halfName(vendor)}\n\nn8n nodes for ${vendor}: ${ABOUT[vendor]}.\n`,
	);
}

async function manifestOf(vendor) {
	const whole = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8'));
	const { n8n, version, license, author, engines, peerDependencies, devDependencies } = whole;
	const home = `https://github.com/${halfName(vendor)}/${halfName(vendor)}`;
	const nodes = await readdir(join(projectRoot, 'nodes', vendor));
	return {
		name: halfName(vendor),
		version,
		description: `n8n community nodes for ${vendor}: ${ABOUT[vendor]}`,
		license,
		homepage: `${home}#readme`,
		keywords: ['n8n-community-node-package', 'n8n', vendor.toLowerCase(), 'recruiting'],
		author,
		repository: { type: 'git', url: `git+${home}.git` },
		files: whole.files.filter((pattern) => pattern.startsWith('dist/')),
		engines,
		scripts: { build: 'n8n-node build', lint: 'n8n-node lint', release: 'n8n-node release' },
		n8n: {
			n8nNodesApiVersion: n8n.n8nNodesApiVersion,
			strict: n8n.strict,
			credentials: [`dist/credentials/${vendor}Api.credentials.js`],
			nodes: nodes
				.filter((name) => name.endsWith('.node.ts'))
				.map((name) => `dist/nodes/${vendor}/${name.replace(/\.ts$/, '.js')}`),
		},
		peerDependencies,
		devDependencies,
	};
}
