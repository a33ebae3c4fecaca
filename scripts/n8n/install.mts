import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { rsort, satisfies, valid } from 'semver';
import { runOrThrow } from '../command.mjs';
import { withProgress } from '../progress.mjs';

const N8N_VERSION = '2.41.1';
/** One version of each Node.js line that some n8n runs on, oldest first. */
const NODE_VERSIONS = ['20.20.2', '22.23.3', '24.21.0'];
/** Many versions of n8n download this from a host that isn't a registry; the registry has its own copy. */
const OVERRIDES = { xlsx: '0.18.5' };

/** The paths of the two programs. */
export interface N8nInstallation {
	/** The version of n8n, e.g. 2.41.1. */
	version: string;
	/** The executable of a Node.js that this n8n runs on. */
	node: string;
	/** n8n's command-line script, to be run by `node`. */
	n8n: string;
}

/**
 * Installs n8n and the Node it needs once into a cache outside the project (n8n-<version> under
 * `$N8N_CACHE_DIR`, by default ~/.cache/n8n-nodes-ashby-willo). Later calls only return the paths.
 *
 * The install happens in a separate folder, which is renamed at the end. An interruption or a concurrent install therefore
 * never leaves an incomplete one.
 *
 * @param wanted a version, or anything that npm resolves to one: `1.123.x`, `latest`
 */
export async function ensureN8n(wanted = N8N_VERSION): Promise<N8nInstallation> {
	const version = valid(wanted) ?? (await newestOf(wanted));
	const cache = cacheFolder(version);
	const installation = installationIn(cache, version);
	if (existsSync(stampIn(cache))) return installation;
	if (existsSync(installation.n8n) && (await works(cache))) {
		await writeStamp(cache, version);
		return installation;
	}
	await removeLeftovers(cache);
	const building = `${cache}.installing-${process.pid}-${randomBytes(4).toString('hex')}`;
	try {
		await installInto(building, version);
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

/** The version that npm would install for a range or a tag. */
async function newestOf(wanted: string): Promise<string> {
	const view = ['view', `n8n@${wanted}`, 'version', '--json', '--loglevel=error'];
	const answer = await runOrThrow('npm', view, { env: npmEnvironment() });
	if (!answer.trim()) throw new Error(`The registry has no n8n ${wanted}`);
	return rsort([JSON.parse(answer)].flat() as string[])[0];
}

function cacheFolder(version: string): string {
	const parent = process.env.N8N_CACHE_DIR ?? join(homedir(), '.cache', 'n8n-nodes-ashby-willo');
	return resolve(parent, `n8n-${version}`);
}

/** npm has a package for each platform with the Node.js executable and its headers. */
function nodePackage(): string {
	const os = process.platform === 'win32' ? 'win' : process.platform;
	return `node-${os}-${process.arch}`;
}

function nodeFolder(folder: string): string {
	return join(folder, 'node', 'node_modules', nodePackage());
}

function nodeIn(folder: string): string {
	const executable = process.platform === 'win32' ? 'node.exe' : 'node';
	return join(nodeFolder(folder), 'bin', executable);
}

function installationIn(folder: string, version: string): N8nInstallation {
	return {
		version,
		node: nodeIn(folder),
		n8n: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

function stampIn(folder: string): string {
	return join(folder, '.complete');
}

async function writeStamp(folder: string, version: string): Promise<void> {
	await writeFile(stampIn(folder), `n8n ${version}\n`);
}

/** Whether this Node.js runs and loads the module that had to be compiled. */
async function works(folder: string): Promise<boolean> {
	const script = "require('sqlite3'); require.resolve('n8n/package.json')";
	return await runOrThrow(nodeIn(folder), ['-e', script], { cwd: folder }).then(
		() => true,
		() => false,
	);
}

async function installInto(folder: string, version: string): Promise<void> {
	const free = await freeBytes(dirname(folder));
	const onDisk = async () => {
		const used = free - (await freeBytes(dirname(folder)));
		return `${(Math.max(used, 0) / 1e9).toFixed(1)} GB of about 3 written`;
	};
	const nodeHome = join(folder, 'node');
	await mkdir(nodeHome, { recursive: true });
	await writeManifest(nodeHome);
	await writeManifest(folder);
	const install = ['install', '--save-exact', '--ignore-scripts', '--no-audit', '--no-fund'];
	await withProgress(`Looking up what n8n ${version} needs`, () =>
		runOrThrow('npm', [...install, '--package-lock-only', `n8n@${version}`], {
			cwd: folder,
			env: npmEnvironment(),
		}),
	);
	const nodeVersion = await nodeFor(folder);
	await withProgress(`Installing Node ${nodeVersion} for n8n`, () =>
		runOrThrow('npm', [...install, `${nodePackage()}@${nodeVersion}`], {
			cwd: nodeHome,
			env: npmEnvironment(),
		}),
	);
	const env = npmEnvironment(folder);
	await withProgress(
		`Installing n8n ${version}, once, into ${cacheFolder(version)} (about 3 minutes)`,
		// With scripts: @confluentinc/kafka-javascript would try to build from downloaded sources.
		() => runOrThrow('npm', install, { cwd: folder, env }),
		onDisk,
	);
	await withProgress("Compiling n8n's SQLite module (about a minute)", () =>
		runOrThrow('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], { cwd: folder, env }),
	);
}

/**
 * The oldest Node.js that runs the n8n in a folder's lock file, for people who rarely update. Some versions of n8n allow an
 * older one than isolated-vm, which they require.
 */
async function nodeFor(folder: string): Promise<string> {
	const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, { engines?: { node?: string } }>;
	};
	const ranges = ['n8n', 'isolated-vm'].map(
		(name) => lock.packages[`node_modules/${name}`]?.engines?.node ?? '*',
	);
	const node = NODE_VERSIONS.find((each) => ranges.every((range) => satisfies(each, range)));
	if (!node) throw new Error(`n8n needs Node ${ranges[0]}; known are ${NODE_VERSIONS.join(', ')}`);
	return node;
}

async function writeManifest(folder: string): Promise<void> {
	await writeFile(
		join(folder, 'package.json'),
		JSON.stringify({ name: 'n8n-cache', private: true, overrides: OVERRIDES }),
	);
}

/**
 * The environment for npm outside this project: without the variables of the outer `npm run`, and if a folder is given,
 * with the Node.js installed there and its headers.
 */
function npmEnvironment(folder?: string): NodeJS.ProcessEnv {
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

async function freeBytes(folder: string): Promise<number> {
	const { bavail, bsize } = await statfs(folder);
	return bavail * bsize;
}

/** Moves the finished install into place, unless another process was faster. */
async function takePlace(building: string, cache: string): Promise<void> {
	if (existsSync(stampIn(cache))) return;
	await rm(cache, { recursive: true, force: true });
	await rename(building, cache).catch((error: unknown) => {
		if (!existsSync(stampIn(cache))) throw error;
	});
}

/** Removes the remains of killed installs from the cache. */
async function removeLeftovers(cache: string): Promise<void> {
	const parent = dirname(cache);
	await mkdir(parent, { recursive: true });
	for (const name of await readdir(parent)) {
		const [prefix, pid] = name.split(/\.installing-(\d+)-/);
		if (prefix === basename(cache) && pid !== undefined && !isAlive(Number(pid))) {
			await rm(join(parent, name), { recursive: true, force: true });
		}
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
