/** What n8n's queue mode needs in addition to n8n: a Redis and a PostgreSQL, each with its own folder. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { waitFor } from '../wait.mts';

const run = promisify(execFile);

export interface Service {
	port: number;
	/** Ends it like its own tools would. Redis then keeps its data. */
	stop(): Promise<void>;
	/** Ends it at once (SIGKILL). */
	kill(): Promise<void>;
	/** On the same port and folder. */
	start(): Promise<void>;
}

/** @throws if redis-server isn't installed */
export async function startRedis(folder: string): Promise<Service> {
	await mkdir(folder, { recursive: true });
	const program = await programNamed('redis-server', 'redis-server');
	const port = await getPort();
	const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
	return await started(port, () => spawn(program, options, { stdio: 'ignore' }));
}

/**
 * A PostgreSQL with an empty database `n8n`, whose user `n8n` needs no password.
 *
 * @throws if PostgreSQL's server isn't installed
 */
export async function startPostgres(folder: string): Promise<Service> {
	await mkdir(folder, { recursive: true });
	const initdb = await programNamed('initdb', 'postgresql');
	const postgres = await programNamed('postgres', 'postgresql');
	// PostgreSQL doesn't run as root.
	const user = process.getuid?.() === 0 ? await idsOf('postgres') : undefined;
	if (user) await chown(folder, user.uid, user.gid);
	const data = join(folder, 'data');
	await run(initdb, ['-D', data, '-U', 'n8n', '--auth=trust', '--no-sync'], { ...user });
	const port = await getPort();
	const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder];
	const service = await started(port, () =>
		spawn(postgres, [...options, '-c', 'max_connections=200'], { ...user, stdio: 'ignore' }),
	);
	const createdb = await programNamed('createdb', 'postgresql');
	await waitFor('PostgreSQL to make a database', async () =>
		run(createdb, ['-h', '127.0.0.1', '-p', String(port), '-U', 'n8n', 'n8n']).then(
			() => true,
			() => false,
		),
	);
	return service;
}

async function started(port: number, begin: () => ChildProcess): Promise<Service> {
	let child: ChildProcess | undefined;
	const killChild = () => void child?.kill('SIGKILL');
	const end = async (signal: NodeJS.Signals) => {
		const running = child;
		child = undefined;
		process.removeListener('exit', killChild);
		if (!running || running.exitCode !== null || running.signalCode !== null) return;
		const ended = new Promise((resolve) => running.once('exit', resolve));
		running.kill(signal);
		await ended;
	};
	const service: Service = {
		port,
		async start() {
			child = begin();
			process.once('exit', killChild);
			await waitFor(`port ${port} to be open`, () => isOpen(port));
		},
		// PostgreSQL would wait for its clients to disconnect.
		stop: () => end('SIGINT'),
		kill: () => end('SIGKILL'),
	};
	await service.start();
	return service;
}

async function isOpen(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}

/** Debian keeps PostgreSQL's server programs out of the path, in a folder for each version. */
async function programNamed(name: string, debianPackage: string): Promise<string> {
	const versions = await readdir('/usr/lib/postgresql').catch(() => []);
	const folders = [
		...versions.map((version) => join('/usr/lib/postgresql', version, 'bin')),
		...(process.env.PATH ?? '').split(':'),
	];
	const found = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
	if (found) return found;
	throw new Error(`${name} is not installed. On Debian: apt-get install ${debianPackage}`);
}

async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
	const id = async (option: string) => Number((await run('id', [option, user])).stdout);
	return { uid: await id('-u'), gid: await id('-g') };
}
