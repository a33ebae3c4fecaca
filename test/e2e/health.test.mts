/** The health check in the real n8n: what it says of a quiet trigger, and of a broken one. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Everything } from '../../scripts/everything.mts';
import { EVERY_MINUTE, importTemplate } from '../../scripts/everything.mts';
import { waitFor } from '../../scripts/wait.mts';
import { finish, quiet, start } from './setup.mts';

const CHECKS = {
	id: 'health-check',
	name: 'Health check',
	nodes: [
		{
			id: 'a1',
			name: 'By Hand',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		...(['Ashby', 'Willo'] as const).map((vendor, index) => ({
			id: `b${index}`,
			name: vendor,
			type: `n8n-nodes-ashby-willo.${vendor.toLowerCase()}`,
			typeVersion: 1,
			position: [200, 200 * index],
			parameters: { resource: 'connection', operation: 'check' },
		})),
	],
	connections: {
		'By Hand': {
			main: [
				[
					{ node: 'Ashby', type: 'main', index: 0 },
					{ node: 'Willo', type: 'main', index: 0 },
				],
			],
		},
	},
};

describe('The health check', () => {
	let everything: Everything;

	beforeAll(async () => {
		everything = await start({ env: { N8N_LOG_LEVEL: 'debug' } });
		const { client, credentials } = everything;
		const file = join(tmpdir(), `health-check-${process.pid}.json`);
		await writeFile(file, JSON.stringify(CHECKS));
		await client.importWorkflow(file, credentials);
		await rm(file);
		const { demo } = everything;
		const picks = {
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.general,
		};
		const { id } = await importTemplate(everything, 'growth', picks, { pollTimes: EVERY_MINUTE });
		expect(await client.publish(id)).toBeNull();
		await quiet(everything);
	});

	afterAll(async () => {
		await finish(everything);
	});

	/** The text of the run, in which the items are. */
	async function check(vendor: 'Ashby' | 'Willo' = 'Ashby'): Promise<string> {
		const { status, data } = await everything.client.runFrom('health-check', 'By Hand', vendor);
		expect(status).toBe('success');
		return data;
	}

	test('reports a quiet trigger as working', async () => {
		const text = await check();
		expect(text).toContain('it has all required permissions');
		expect(text).toMatch(/'Ashby Stage Trigger' in the workflow '[^']+' is working: it polled/);
		expect(text).toContain('"ok"');
		const willo = await check('Willo');
		expect(willo).toMatch(/is working: it polled [^"]+ and found nothing new/);
		expect(willo).toMatch(/'Willo Trigger' in the workflow '[^']+' is waiting for its first/);
	});

	test('shows candidates without a note while Willo is down', async () => {
		const { ashby, demo, willo } = everything;
		const { id } = ashby.addCandidate({ name: 'Ada Byron', email: 'ada@example.com' });
		const application = ashby.addApplication({ candidateId: id, jobId: demo.jobs.support });
		willo.fault = () => ({ kind: 'status', status: 503 });
		ashby.move(application.id, demo.videoStages.support);
		const text = await waitFor(
			'the trigger to have returned the candidate',
			async () => {
				const seen = await check();
				return seen.includes(id) && seen;
			},
			{ timeoutMs: 90_000 },
		);
		willo.fault = undefined;
		expect(text).toContain('1 candidate waiting for a note, as expected');
		expect(text).toContain('"ok"');
	}, 180_000);

	test('names a deleted stage', async () => {
		const { ashby, demo } = everything;
		ashby.deleteStage(demo.videoStages.support);
		const text = await check();
		expect(text).toContain('"attention"');
		expect(text).toMatch(
			/Row 1 of 'Jobs and Stages': the job '[^']+' no longer has the stage 'Video Interview'/,
		);
	});

	test('names a missing permission', async () => {
		const { ashby, client, credentials, credentialData } = everything;
		const apiKey = ashby.addKey({ permissions: ['jobsRead', 'candidatesRead'] });
		const data = { ...credentialData.ashbyApi, apiKey };
		await client.updateCredential('ashbyApi', credentials.ashbyApi, data);
		const text = await check();
		expect(text).toContain('"attention"');
		expect(text).toContain('The API key is missing the candidatesWrite permission');
	});

	test('each poll writes a line to the log, without any candidate in it', async () => {
		const log = await readFile(everything.n8n.logFile, 'utf8');
		const lines = log.split('\n').filter((line) => line.includes('Poll of '));
		expect(lines.some((line) => /ashbyStageTrigger: pages \d+/.test(line))).toBe(true);
		expect(lines.some((line) => /willoResponseTrigger: pages \d+/.test(line))).toBe(true);
		expect(lines.join('\n')).not.toMatch(/@|Ada|Byron/);
	});
});
