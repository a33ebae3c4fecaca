import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { http } from '../http.mts';
import getPort from 'get-port';
import { waitFor } from '../wait.mts';
import type { N8nInstallation } from './install.mjs';

const START_TIMEOUT_MS = 300_000;
/** Slightly longer than n8n waits for running executions when it is stopped. */
const STOP_TIMEOUT_MS = 40_000;

/**
 * Loaded into n8n's process. Ends it when its parent process is gone, even after SIGKILL or in a test runner that hides
 * exit events.
 */
const END_WITH_PARENT = `data:text/javascript,${encodeURIComponent(`
const parent = process.ppid;
const look = () => process.ppid !== parent && process.kill(process.pid, 'SIGKILL');
setInterval(look, 1000).unref();
`)}`;

export interface N8nOptions {
	/** The result of `ensureN8n`. */
	installation: N8nInstallation;
	/** Folder that contains n8n's .n8n: database, settings, community packages. Created if missing. */
	userFolder: string;
	port: number;
	/** Added to the environment below, e.g. to turn on the durable poller. */
	env?: Record<string, string>;
	/** n8n's output is appended here; by default it goes to n8n.log in the user folder. */
	logFile?: string;
	/** Which of n8n's processes to start; the main one by default. */
	command?: 'start' | 'webhook' | 'worker';
}

/** A running n8n. */
export interface N8nServer {
	/** e.g. http://localhost:5678 */
	url: string;
	logFile: string;
	readonly pid: number | undefined;
	/** Asks n8n to stop and waits until it has. */
	stop(): Promise<void>;
	/** Ends n8n at once, as a crash would (SIGKILL). */
	kill(): Promise<void>;
	/**
	 * Starts it again after `stop` or `kill`, with the same folder and port; stops it first if it is running.
	 */
	restart(): Promise<void>;
}

/**
 * Starts the real n8n with this project's built package (dist/) installed, and waits until its REST
 * API answers, or until a webhook processor or worker reports that it is ready.
 *
 * @throws if n8n ends or doesn't answer within five minutes; the message contains its last output
 */
export async function startN8n(options: N8nOptions): Promise<N8nServer> {
	const { userFolder, port, installation, command = 'start' } = options;
	const url = `http://localhost:${port}`;
	const logFile = options.logFile ?? join(userFolder, 'n8n.log');
	await mkdir(userFolder, { recursive: true });
	await installPackage(userFolder);
	const env = {
		...inherited(),
		...environment(userFolder, port),
		// n8n won't start next to another one that uses its default port.
		N8N_RUNNERS_BROKER_PORT: String(await getPort()),
		...options.env,
	};
	let child: ChildProcess | undefined;

	async function start(): Promise<void> {
		const log = createWriteStream(logFile, { flags: 'a' });
		const args = ['--import', END_WITH_PARENT, installation.n8n, command];
		const started = spawn(installation.node, args, {
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		started.stdout.pipe(log, { end: false });
		started.stderr.pipe(log, { end: false });
		started.once('close', () => log.end());
		child = started;
		process.once('exit', killChild);
		await waitFor(
			'n8n to answer',
			async () => {
				if (hasEnded(started)) throw new Error(`n8n ended: ${await lastLines(logFile)}`);
				return await isUp(url, command);
			},
			{ timeoutMs: START_TIMEOUT_MS, everyMs: 300 },
		);
	}

	/** At once, so that the folder can be removed on exit. */
	function killChild(): void {
		child?.kill('SIGKILL');
	}

	async function end(signal: NodeJS.Signals): Promise<void> {
		const running = child;
		child = undefined;
		process.removeListener('exit', killChild);
		if (running === undefined || hasEnded(running)) return;
		const ended = new Promise((resolve) => running.once('exit', resolve));
		running.kill(signal);
		const timer = setTimeout(() => running.kill('SIGKILL'), STOP_TIMEOUT_MS);
		await ended;
		clearTimeout(timer);
	}

	const server: N8nServer = {
		url,
		logFile,
		get pid() {
			return child?.pid;
		},
		stop: () => end('SIGTERM'),
		kill: () => end('SIGKILL'),
		async restart() {
			await end('SIGTERM');
			await start();
		},
	};
	try {
		await start();
	} catch (error) {
		await server.kill();
		throw error;
	}
	return server;
}

/** The current environment without settings of another n8n on this machine. */
function inherited(): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^(N8N|DB|QUEUE|EXECUTIONS)_/.test(name)),
	);
}

function environment(userFolder: string, port: number): Record<string, string> {
	return {
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_HOST: 'localhost',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_EDITOR_BASE_URL: `http://localhost:${port}/`,
		DB_TYPE: 'sqlite',
		GENERIC_TIMEZONE: 'UTC',
		// Allows the session cookie without TLS.
		N8N_SECURE_COOKIE: 'false',
		// No requests to n8n's own services.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_BLOCK_ENV_ACCESS_IN_NODE: 'true',
	};
}

/**
 * Copies the package to n8n's folder for community packages, as npm would publish it: only the files that `npm pack`
 * includes. The node types then have the package's name, as after an install.
 */
async function installPackage(userFolder: string): Promise<void> {
	const { name, version } = JSON.parse(await readFile('package.json', 'utf8')) as {
		name: string;
		version: string;
	};
	const modules = join(userFolder, '.n8n', 'nodes', 'node_modules');
	await rm(join(modules, name), { recursive: true, force: true });
	await mkdir(modules, { recursive: true });
	const shell = process.platform === 'win32';
	const pack = ['pack', '--ignore-scripts', '--pack-destination', modules];
	await promisify(execFile)('npm', pack, { shell });
	await promisify(execFile)('tar', ['-xzf', `${name}-${version}.tgz`], { cwd: modules });
	await rm(join(modules, `${name}-${version}.tgz`));
	await rename(join(modules, 'package'), join(modules, name));
}

async function isUp(url: string, command: 'start' | 'webhook' | 'worker'): Promise<boolean> {
	const answer = async (path: string) => await http.get(`${url}${path}`).catch(() => undefined);
	if ((await answer('/healthz/readiness'))?.status !== 200) return false;
	if (command !== 'start') return true;
	// While n8n is still loading, it answers every other address with a text page.
	const settings = await answer('/rest/settings');
	return settings?.status === 200 && String(settings.headers['content-type']).includes('json');
}

function hasEnded(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null;
}

async function lastLines(file: string): Promise<string> {
	return (await readFile(file, 'utf8')).trimEnd().split('\n').slice(-20).join('\n');
}
