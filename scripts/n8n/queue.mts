/**
 * n8n in queue mode: a main process, a webhook processor, and workers with one Redis and one PostgreSQL.
 */
import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { N8nClient } from './client.mts';
import type { N8nInstallation } from './install.mjs';
import { type N8nServer, startN8n } from './server.mts';
import { type Service, startPostgres, startRedis } from './services.mts';

export interface Queue {
	main: N8nServer;
	/** Where the vendors' deliveries arrive. */
	webhooks: N8nServer;
	workers: N8nServer[];
	redis: Service;
	/** Signed in as the owner. */
	client: N8nClient;
	stop(): Promise<void>;
}

/** Starts everything. Each process has its own user folder with the package. */
export async function startQueue(installation: N8nInstallation, workers: number): Promise<Queue> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-queue-'));
	// PostgreSQL runs as its own user.
	await chmod(folder, 0o755);
	const removeFolder = () => rmSync(folder, { recursive: true, force: true });
	process.once('exit', removeFolder);
	const stops: (() => Promise<void>)[] = [];
	const stop = async () => {
		for (const each of stops.reverse()) await each();
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
		process.removeListener('exit', removeFolder);
	};
	try {
		const redis = await startRedis(join(folder, 'redis'));
		stops.push(() => redis.stop());
		const postgres = await startPostgres(join(folder, 'postgres'));
		stops.push(() => postgres.stop());
		const webhookPort = await getPort();
		const shared = {
			...environment(redis.port, postgres.port),
			WEBHOOK_URL: `http://127.0.0.1:${webhookPort}/`,
		};
		const begin = async (command: 'start' | 'webhook' | 'worker', name: string, port: number) => {
			const env = { ...shared, QUEUE_HEALTH_CHECK_PORT: String(port) };
			const userFolder = join(folder, name);
			const server = await startN8n({ installation, userFolder, port, env, command });
			stops.push(() => server.stop());
			return server;
		};
		// Started first, because it creates the tables.
		const main = await begin('start', 'main', await getPort());
		const webhooks = await begin('webhook', 'webhooks', webhookPort);
		const all: N8nServer[] = [];
		for (let number = 1; number <= workers; number++) {
			all.push(await begin('worker', `worker${number}`, await getPort()));
		}
		const client = new N8nClient(main.url);
		await client.signIn();
		return { main, webhooks, workers: all, redis, client, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

function environment(redisPort: number, postgresPort: number): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: 'one-key-for-all-processes-of-this-n8n',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redisPort),
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgresPort),
		DB_POSTGRESDB_DATABASE: 'n8n',
		DB_POSTGRESDB_USER: 'n8n',
		DB_POSTGRESDB_PASSWORD: '',
		// Deliveries only go to the webhook processor.
		N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
	};
}
