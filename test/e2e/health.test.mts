/** The health check in the real n8n: what it says of a quiet trigger, and of a broken one. */
import { readFile } from 'node:fs/promises';
import type { Everything } from '../../scripts/everything.mts';
import { EVERY_MINUTE } from '../../scripts/everything.mts';
import { waitFor } from '../../scripts/wait.mts';
import { finish, start } from './setup.mts';
import { apply, importOwn, POLL_MS, publishPlan } from './templateRun.mts';

describe('The health check', () => {
	let everything: Everything;
	let checkId: string;

	beforeAll(async () => {
		everything = await start({ env: { N8N_LOG_LEVEL: 'debug' } });
		const checks = (['Ashby', 'Willo'] as const).map((vendor) => ({
			name: vendor,
			type: `n8n-nodes-ashby-willo.${vendor.toLowerCase()}`,
			parameters: { resource: 'connection', operation: 'check' },
		}));
		const byHand = { name: 'By Hand', type: 'n8n-nodes-base.manualTrigger', parameters: {} };
		({ id: checkId } = await importOwn(everything, [byHand, ...checks], {
			'By Hand': { main: [checks.map(({ name }) => ({ node: name, type: 'main', index: 0 }))] },
		}));
		await publishPlan(everything, 'growth', { pollTimes: EVERY_MINUTE });
	});

	afterAll(async () => {
		await finish(everything);
	});

	/** The text of the run, in which the items are. */
	async function check(vendor: 'Ashby' | 'Willo' = 'Ashby'): Promise<string> {
		const { status, data } = await everything.client.runFrom(checkId, 'By Hand', vendor);
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
		const { willo } = everything;
		const { id, enter } = apply(everything, 'Ada Byron');
		willo.fault = () => ({ kind: 'status', status: 503 });
		enter();
		const text = await waitFor(
			'the trigger to have returned the candidate',
			async () => {
				const seen = await check();
				return seen.includes(id) && seen;
			},
			{ timeoutMs: POLL_MS },
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
