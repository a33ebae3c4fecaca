/**
 * Keys and the secrets of webhooks, in the real n8n at its debug level: through good days and failures
 * they appear nowhere but in the one header, or the one address, in which they belong.
 */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Everything } from '../../../scripts/everything.mts';
import { EVERY_MINUTE, importTemplate } from '../../../scripts/everything.mts';
import type { Workflow } from '../../../scripts/n8n/client.mts';
import { waitFor } from '../../../scripts/wait.mts';
import type { Exchange } from '../../sandbox/server.mts';
import { finish, invitationOf, noteWith, quiet, start } from '../../e2e/setup.mts';

const EMAIL = 'marked@example.com';

describe('Secrets', () => {
	let everything: Everything;
	const workflows: Workflow[] = [];
	/** By what they are. */
	const secrets: Record<string, string> = {};
	let applicationId: string;
	let candidateId: string;

	beforeAll(async () => {
		everything = await start({ env: { N8N_LOG_LEVEL: 'debug' } });
		const { ashby, willo, demo, client, credentialData } = everything;
		const { id } = ashby.addCandidate({ name: 'Marked Person', email: EMAIL });
		candidateId = id;
		applicationId = ashby.addApplication({ candidateId: id, jobId: demo.jobs.support }).id;
		const picks = {
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.support,
		};
		for (const plan of ['instant', 'growth'] as const) {
			const how = { pollTimes: EVERY_MINUTE, copy: workflows.length };
			workflows.push(await importTemplate(everything, plan, picks, how));
		}
		expect(await client.publish(workflows[0].id)).toBeNull();
		const { apiKey } = credentialData.ashbyApi;
		secrets['Ashby key'] = apiKey;
		secrets['Ashby key, as in the header'] = Buffer.from(`${apiKey}:`).toString('base64');
		secrets['Willo key'] = credentialData.willoApi.apiKey;
		secrets["Ashby webhook's secret"] = [...ashby.webhooks.hooks.values()][0].secretToken;
		const address = new URL([...willo.webhooks.values()][0].url);
		secrets["Willo webhook's token"] = [...address.searchParams.values()].find(
			(value) => value.length > 20,
		)!;
	});

	afterAll(async () => {
		await finish(everything);
	});

	test('are all known to this test', () => {
		for (const secret of Object.values(secrets)) expect(secret.length).toBeGreaterThan(20);
	});

	test('stay secret when everything works', async () => {
		const { ashby, demo, willo } = everything;
		ashby.move(applicationId, demo.videoStages.support);
		const key = await invitationOf(everything, EMAIL);
		await noteWith(everything, candidateId, key);
		await willo.respond(key, ['Because', 'In May']);
		await noteWith(everything, candidateId, 'In May');
	});

	test('stay secret when requests are refused with their own content, connections are cut, and publishing fails', async () => {
		const { ashby, client, demo, willo } = everything;
		const failing = [400, 401, 403, 429, 500, 503];
		let number = 0;
		const echo = ({ body }: { body: unknown }) => {
			const status = failing[number++ % (failing.length + 1)];
			return status === undefined
				? ({ kind: 'drop' } as const)
				: ({
						kind: 'status',
						status,
						body: JSON.stringify({ detail: body, message: body }),
					} as const);
		};
		// The second workflow registers its own webhook, whose token is repeated in a refusal.
		let token: string | null = null;
		willo.fault = (request) => {
			const url = (request.body as { url?: string } | undefined)?.url;
			if (url) token ??= new URL(url).search.slice(1).split('=').at(-1) ?? null;
			return echo(request);
		};
		await client.publish(workflows[1].id).catch(() => undefined);
		ashby.fault = echo;
		ashby.archive(applicationId);
		ashby.move(applicationId, demo.videoStages.support);
		await waitFor(
			'an execution to fail',
			async () => {
				const runs = await client.executions(workflows[0].id);
				return runs.some(({ status }) => status === 'error');
			},
			{ timeoutMs: 150_000 },
		).catch(() => undefined);
		ashby.fault = undefined;
		willo.fault = undefined;
		if (token) secrets['token of a webhook that was refused'] = token;
		await quiet(everything);
	}, 300_000);

	test('appear nowhere else', async () => {
		const places = await everywhere(everything, workflows);
		const found = Object.entries(secrets).flatMap(([secret, value]) =>
			Object.entries(places).flatMap(([place, text]) =>
				text.includes(value) ? [`${secret} in ${place}`] : [],
			),
		);
		expect(found).toEqual([]);
		// The search would have found them.
		for (const place of ['executions', 'database', 'requests to Ashby']) {
			expect([place, places[place].includes(candidateId)]).toEqual([place, true]);
		}
		expect(places['requests to Willo']).toContain(EMAIL);
		expect(places.log).toContain(workflows[0].id);
	});
});

/** All that is written down anywhere, by place. */
async function everywhere(
	{ ashby, willo, client, n8n }: Everything,
	workflows: Workflow[],
): Promise<Record<string, string>> {
	const executions: string[] = [];
	for (const { id } of workflows) {
		for (const execution of await client.executions(id)) {
			executions.push(await client.executionData(execution.id));
		}
	}
	const folder = join(dirname(n8n.logFile), '.n8n');
	const files = (await readdir(folder)).filter((name) => name.startsWith('database.sqlite'));
	const bytes = await Promise.all(files.map((name) => readFile(join(folder, name), 'latin1')));
	return {
		log: await readFile(n8n.logFile, 'utf8'),
		executions: executions.join('\n'),
		database: bytes.join('\n'),
		'requests to Ashby': sent(ashby.requests, 'authorization', 'secretToken'),
		'requests to Willo': sent(willo.requests, 'authorization', 'url'),
	};
}

/** Requests without the header and the field in which a secret belongs. */
function sent(requests: Exchange[], header: string, field: string): string {
	return requests
		.map(({ path, headers, body }) => {
			const others = { ...headers, [header]: undefined };
			const rest = typeof body === 'object' ? { ...(body as object), [field]: undefined } : body;
			return JSON.stringify({ path, others, rest });
		})
		.join('\n');
}
