import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { WilloResponseTrigger } from '../../../../../nodes/Willo/WilloResponseTrigger.node.ts';
import { WilloTrigger } from '../../../../../nodes/Willo/WilloTrigger.node.ts';
import { webhookWaits } from '../../../../../nodes/shared/trigger/webhookRecords.ts';
import { hookContext } from '../../../../support/contexts.mts';
import { ClassicEngine } from '../../../../support/engines.mts';
import { WilloSetUp } from '../../setUp.mts';

let setUp: WilloSetUp;

beforeEach(async () => {
	setUp = new WilloSetUp();
	await setUp.start();
});

afterEach(async () => {
	await setUp.stop();
});

const own = () => setUp.credentials.map((each) => ({ ...each, id: randomUUID() }));

async function check(credentials = own()): Promise<IDataObject> {
	const parameters = { resource: 'connection', operation: 'check' };
	const [{ json }] = await setUp.run(parameters, undefined, { credentials });
	return json;
}

test.each([
	['on a worker, which sees no trigger, it says so', false, 'attention', "can't be seen from this"],
	['elsewhere, a Willo trigger may be missing', true, 'ok', 'has polled since n8n started'],
])('a valid key that sees interviews is fine; %s', async (_where, isMain, status, unseen) => {
	if (isMain) webhookWaits(hookContext(new WilloTrigger(), { credentials: own() }), {});
	const { findings, ...health } = await check();
	expect(findings).toHaveLength(2);
	expect(findings).toEqual(
		expect.arrayContaining([
			'Willo accepts the API key, and it has access to 1 interview',
			expect.stringContaining(unseen),
		]),
	);
	expect(health).toEqual({
		summary: isMain ? 'Nothing needs attention' : '1 of 2 needs attention',
		status,
		checkedAt: expect.any(String),
		clockDifferenceSeconds: expect.any(Number),
		triggers: [],
		webhooks: [],
	});
});

test('a trigger with a webhook is reported, too', async () => {
	const credentials = own();
	const registration = 'a'.repeat(32);
	webhookWaits(hookContext(new WilloTrigger(), { credentials }), { registration });
	const missing = await check(credentials);
	expect(missing.status).toBe('attention');
	expect((missing.findings as string[])[0]).toContain("its webhook doesn't exist in Willo");
	const url = `https://n8n.invalid/?registration=${registration}`;
	const key = 'b'.repeat(32);
	const all = { interviews: [], departments: [], users: [], followAllInterviews: true };
	setUp.willo.webhooks.set(key, { key, url, event: 'new_response', ...all });
	const { status, findings, webhooks } = await check(credentials);
	expect(status).toBe('ok');
	expect((findings as string[]).at(-1)).toContain('is waiting for its first delivery');
	expect(webhooks).toMatchObject([{ node: { name: 'Willo Trigger' }, error: null }]);
	setUp.willo.webhooks.get(key)!.status = 'disabled';
	const disabled = await check(credentials);
	expect((disabled.findings as string[])[0]).toContain('Willo has disabled its webhook');
});

test('a key without interviews needs attention', async () => {
	setUp.willo.interviews.clear();
	expect(await check()).toMatchObject({
		status: 'attention',
		findings: expect.arrayContaining([
			expect.stringMatching(/^Willo accepts the API key, but it has no access to any interviews\./),
		]),
	});
});

test('a refused key is a finding, not an error', async () => {
	setUp.key = 'wrong';
	const { status, findings } = await check();
	expect(status).toBe('attention');
	expect((findings as string[])[0]).not.toContain('wrong');
	expect((findings as string[]).join()).not.toContain('working');
});

test('a quiet trigger is shown to be working, with the number of participants who may still respond', async () => {
	const credentials = own();
	await setUp.willoInvites(1);
	const engine = new ClassicEngine(new WilloResponseTrigger(), { parameters: {}, credentials });
	await engine.publish();
	await engine.tick();
	const health = await check(credentials);
	expect(health.status).toBe('ok');
	expect(health.findings).toEqual([
		'Willo accepts the API key, and it has access to 1 interview',
		expect.stringMatching(/is working: it polled .* ago and found nothing new$/),
		expect.stringContaining('1 participant may still respond'),
	]);
	expect(health.triggers).toMatchObject([{ returned: 0, error: null, waitingForResponse: 1 }]);
});

test('a poll that fails needs attention', async () => {
	const credentials = own();
	const engine = new ClassicEngine(new WilloResponseTrigger(), { parameters: {}, credentials });
	await engine.publish();
	setUp.willo.fault = () => ({ kind: 'status', status: 401 });
	await engine.tick();
	setUp.willo.fault = undefined;
	const { status, findings } = await check(credentials);
	expect(status).toBe('attention');
	expect((findings as string[])[0]).toContain('failed at its last poll');
});
