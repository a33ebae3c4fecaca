/** The whole setup: n8n, connected to both sandboxes with demonstration data. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AshbySandbox } from '../test/sandbox/ashby.mts';
import { type Demo, demoData } from '../test/sandbox/demo.mts';
import { WilloSandbox } from '../test/sandbox/willo.mts';
import { type CredentialReference, N8nClient, type Workflow } from './n8n/client.mts';
import type { N8nInstallation } from './n8n/install.mjs';
import { type N8nServer, startN8n } from './n8n/server.mts';
import getPort from 'get-port';

export const EVERY_MINUTE = { item: [{ mode: 'everyMinute' }] };
/** Poll times for tests, so that they needn't wait: n8n refuses less than a minute in one of them, but there may be several. */
export const EVERY_TEN_SECONDS = {
	item: [0, 10, 20, 30, 40, 50].map((second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	})),
};

export type Plan = 'launch' | 'growth' | 'scale-enterprise' | 'instant';

/** An Ashby and a Willo with demonstration data, and an n8n that has their keys. */
export interface ConnectedSandboxes {
	ashby: AshbySandbox;
	willo: WilloSandbox;
	demo: Demo;
	/** Signed in as the owner. */
	client: N8nClient;
	/** Both credentials, saved in n8n, by type. */
	credentials: Record<'ashbyApi' | 'willoApi', CredentialReference>;
	/** The values in the credentials. */
	credentialData: Record<'ashbyApi' | 'willoApi', { apiKey: string; baseUrl: string }>;
	stop(): Promise<void>;
}

export interface Everything extends ConnectedSandboxes {
	n8n: N8nServer;
}

/** Starts two sandboxes and creates both credentials in an n8n. There may be several instances of n8n. */
export async function connectSandboxes(client: N8nClient): Promise<ConnectedSandboxes> {
	const ashby = new AshbySandbox();
	const willo = new WilloSandbox();
	const stop = async () => {
		await Promise.all([ashby.stop(), willo.stop()]);
	};
	try {
		await ashby.start();
		await willo.start();
		const demo = demoData({ ashby, willo });
		const credentialData = {
			ashbyApi: { apiKey: ashby.addKey(), baseUrl: ashby.url },
			willoApi: { apiKey: willo.addKey(), baseUrl: willo.baseUrl },
		};
		const credentials = {
			ashbyApi: await client.createCredential('ashbyApi', 'Ashby', credentialData.ashbyApi),
			willoApi: await client.createCredential('willoApi', 'Willo', credentialData.willoApi),
		};
		return { ashby, willo, demo, client, credentials, credentialData, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/**
 * Starts an n8n with its own empty database, creates the owner's account in it, and connects both
 * sandboxes. Uses the given ports if they are free, otherwise any.
 */
export async function startEverything(
	installation: N8nInstallation,
	{ port, env, logFile }: { port?: number; env?: Record<string, string>; logFile?: string } = {},
): Promise<Everything> {
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-ashby-willo-'));
	let n8n: N8nServer | undefined;
	let sandboxes: ConnectedSandboxes | undefined;
	const removeFolder = () => rmSync(userFolder, { recursive: true, force: true });
	process.once('exit', removeFolder);
	const stop = async () => {
		await n8n?.stop();
		await sandboxes?.stop();
		await rm(userFolder, { recursive: true, force: true, maxRetries: 3 });
		process.removeListener('exit', removeFolder);
	};
	try {
		n8n = await startN8n({ installation, userFolder, port: await getPort({ port }), env, logFile });
		const client = new N8nClient(n8n.url);
		await client.signIn();
		sandboxes = await connectSandboxes(client);
		return { ...sandboxes, n8n, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/**
 * Imports the committed template of a plan and follows its setup steps: selects both credentials, a job and stage, and an
 * interview. Doesn't publish it.
 *
 * @param pollTimes of both polling triggers, if they should differ from the template's
 * @param copy imports it as an additional workflow from the same template
 * @param options additional options of the Ashby Stage Trigger
 */
export async function importTemplate(
	sandboxes: ConnectedSandboxes,
	plan: Plan,
	picks: { job: string; stage: string; interview: string },
	{ pollTimes, copy, options }: ImportOptions = {},
): Promise<Workflow> {
	const { client, credentials } = sandboxes;
	const pick = picksOf(sandboxes);
	return await client.importWorkflow(templateFile(plan), credentials, (workflow) => {
		const { nodes } = workflow;
		const trigger = nodes.find(({ type }) => type.endsWith('.ashbyStageTrigger'));
		const invite = nodes.find(
			({ type, parameters }) => type.endsWith('.willo') && 'interview' in parameters,
		);
		if (!trigger || !invite)
			throw new Error(`The template ${plan} lacks its trigger or invitation`);
		// The instant template has a second trigger with the same parameters.
		for (const { type, parameters } of nodes) {
			if (!/\.ashby(Stage)?Trigger$/.test(type)) continue;
			parameters.links = { link: [{ job: pick.job(picks.job), stage: pick.stage(picks.stage) }] };
		}
		invite.parameters.interview = pick.interview(picks.interview);
		for (const { parameters } of nodes) {
			if (pollTimes && 'pollTimes' in parameters) parameters.pollTimes = pollTimes;
		}
		Object.assign(trigger.parameters.options as object, options);
		if (copy === undefined) return;
		workflow.id = `copy-${copy}`;
		for (const node of nodes) node.id = randomUUID();
	});
}

interface ImportOptions {
	pollTimes?: { item: Array<Record<string, string>> };
	copy?: number;
	options?: Record<string, unknown>;
}

export function templateFile(plan: Plan): string {
	return join('workflows', `ashby-willo-${plan}.json`);
}

/** What the editor saves when a person selects an item in a list: its value and name. */
export function picksOf({ ashby, willo }: Pick<ConnectedSandboxes, 'ashby' | 'willo'>) {
	const picked = (value: string, name: string | undefined) => ({
		__rl: true,
		mode: 'list',
		value,
		...(name !== undefined && { cachedResultName: name }),
	});
	return {
		job: (id: string) => picked(id, id === '*' ? 'Any Job' : ashby.jobs.get(id)?.title),
		stage: (id: string) => picked(id, ashby.stages.get(id)?.title),
		interview: (key: string) => picked(key, willo.interviews.get(key)?.title),
	};
}
