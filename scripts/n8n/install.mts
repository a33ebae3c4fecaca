import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { runOrThrow } from '../command.mjs';
import { withProgress } from '../progress.mjs';

const N8N_VERSION = '2.41.1';
/** n8n 2.40 and later refuse to start on anything older than Node 24. */
const NODE_VERSION = '24.21.0';

/** Where the two programs stand. */
export interface N8nInstallation {
	/** The Node 24 executable. */
	node: string;
	/** n8n's command line script, to be run by `node`. */
	n8n: string;
}

/**
 * Installs n8n and the Node it needs once into a cache outside the project (n8n-<version> under
 * `$N8N_CACHE_DIR`, by default ~/.cache/n8n-nodes-ashby-willo), and afterwards only answers where
 * they are.
 * An install grows in a folder beside it and takes its place at the end, so that neither an
 * interruption nor a second install at the same time leaves half of it behind.
 */
export async function ensureN8n(): Promise<N8nInstallation> {
	const cache = cacheFolder();
	const installation = installationIn(cache);
	if (existsSync(stampIn(cache))) return installation;
	if (existsSync(installation.n8n) && (await works(cache))) {
		await writeStamp(cache);
		return installation;
	}
	await removeLeftovers(cache);
	const building = `${cache}.installing-${process.pid}-${randomBytes(4).toString('hex')}`;
	try {
		await installInto(building);
		if (!(await works(building))) throw new Error(`The n8n installed in ${building} cannot start`);
		await writeStamp(building);
		await takePlace(building, cache);
		// Once more: one that was being killed a moment ago still counted as alive.
		await removeLeftovers(cache);
	} finally {
		await rm(building, { recursive: true, force: true });
	}
	return installation;
}

function cacheFolder(): string {
	const parent = process.env.N8N_CACHE_DIR ?? join(homedir(), '.cache', 'n8n-nodes-ashby-willo');
	return resolve(parent, `n8n-${N8N_VERSION}`);
}

/** npm has one package a platform that holds the Node executable and its headers. */
function nodePackage(): string {
	const os = process.platform === 'win32' ? 'win' : process.platform;
	return `node-${os}-${process.arch}`;
}

function nodeFolder(folder: string): string {
	return join(folder, 'node', 'node_modules', nodePackage());
}

function installationIn(folder: string): N8nInstallation {
	const executable = process.platform === 'win32' ? 'node.exe' : 'node';
	return {
		node: join(nodeFolder(folder), 'bin', executable),
		n8n: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

function stampIn(folder: string): string {
	return join(folder, '.complete');
}

async function writeStamp(folder: string): Promise<void> {
	await writeFile(stampIn(folder), `n8n ${N8N_VERSION}, Node ${NODE_VERSION}\n`);
}

/** Whether that Node runs, and loads the one module that had to be compiled. */
async function works(folder: string): Promise<boolean> {
	const { node } = installationIn(folder);
	const script = "require('sqlite3'); require.resolve('n8n/package.json')";
	return await runOrThrow(node, ['-e', script], { cwd: folder }).then(
		() => true,
		() => false,
	);
}

async function installInto(folder: string): Promise<void> {
	const free = await freeBytes(dirname(folder));
	const onDisk = async () => {
		const used = free - (await freeBytes(dirname(folder)));
		return `${(Math.max(used, 0) / 1e9).toFixed(1)} GB of about 3 written`;
	};
	const nodeHome = join(folder, 'node');
	await mkdir(nodeHome, { recursive: true });
	await writeManifest(nodeHome);
	await writeManifest(folder);
	const env = npmEnvironment(folder);
	const install = ['install', '--save-exact', '--ignore-scripts', '--no-audit', '--no-fund'];
	await withProgress(`Installing Node ${NODE_VERSION} for n8n`, () =>
		runOrThrow('npm', [...install, `${nodePackage()}@${NODE_VERSION}`], {
			cwd: nodeHome,
			env: npmEnvironment(),
		}),
	);
	await withProgress(
		`Installing n8n ${N8N_VERSION}, once, into ${cacheFolder()} (about 3 minutes)`,
		// With scripts: @confluentinc/kafka-javascript would want to build from downloaded sources.
		() => runOrThrow('npm', [...install, `n8n@${N8N_VERSION}`], { cwd: folder, env }),
		onDisk,
	);
	await withProgress("Compiling n8n's SQLite module (about a minute)", () =>
		runOrThrow('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], { cwd: folder, env }),
	);
}

async function writeManifest(folder: string): Promise<void> {
	await writeFile(
		join(folder, 'package.json'),
		JSON.stringify({ name: 'n8n-cache', private: true }),
	);
}

/**
 * The environment of an npm that works outside this project: without what the outer `npm run` tells
 * its scripts, and, given a folder, running on the Node installed there and with its headers.
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

/** Puts the finished install where it belongs, unless another process was faster. */
async function takePlace(building: string, cache: string): Promise<void> {
	if (existsSync(stampIn(cache))) return;
	await rm(cache, { recursive: true, force: true });
	await rename(building, cache).catch((error: unknown) => {
		if (!existsSync(stampIn(cache))) throw error;
	});
}

/** Removes what installs that were killed left beside the cache. */
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
