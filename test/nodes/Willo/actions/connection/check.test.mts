import { randomUUID } from 'node:crypto';
import { WilloResponseTrigger } from '../../../../../nodes/Willo/WilloResponseTrigger.node.ts';
import { WilloTrigger } from '../../../../../nodes/Willo/WilloTrigger.node.ts';
import { webhookWaits } from '../../../../../nodes/shared/trigger/webhookRecords.ts';
import { hookContext } from '../../../../support/contexts.mts';
import { ClassicEngine } from '../../../../support/engines.mts';
import type { GivenCredential } from '../../../../support/nodeWorkflow.mts';
import { setUp, useWillo } from '../../setUp.mts';

useWillo();

const newCredentials = () => setUp.credentials.map((each) => ({ ...each, id: randomUUID() }));
let credentials: GivenCredential[];
// Of each test's own, so that only its triggers are reported.
beforeEach(() => void (credentials = newCredentials()));

async function check() {
	const parameters = { resource: 'connection', operation: 'check' };
	const [{ json }] = await setUp.run(parameters, undefined, { credentials });
	const findings = json.findings as string[];
	const { status } = json;
	return { ...json, status, findings, first: findings[0], last: findings.at(-1) };
}

const webhookTrigger = () => hookContext(new WilloTrigger(), { credentials });

test.each([
	['on a worker, which sees no trigger, it says so', false, 'attention', "can't be seen from this"],
	['elsewhere, a Willo trigger may be missing', true, 'ok', 'has polled since n8n started'],
])('a valid key that sees interviews is fine; %s', async (_where, isMain, status, unseen) => {
	if (isMain) {
		webhookWaits(hookContext(new WilloTrigger(), { credentials: newCredentials() }));
	}
	const { findings, ...health } = await check();
	expect(findings).toHaveLength(2);
	expect(findings).toContain('Willo accepts the API key, and it has access to 1 interview');
	expect(findings.join()).toContain(unseen);
	expect(health).toMatchObject({
		summary: isMain ? 'Nothing needs attention' : '1 of 2 needs attention',
		status,
		checkedAt: expect.any(String),
		clockDifferenceSeconds: expect.any(Number),
		triggers: [],
		webhooks: [],
	});
});

test('a trigger with a webhook is reported, too', async () => {
	const registration = 'a'.repeat(32);
	webhookWaits(webhookTrigger(), { registration });
	const missing = await check();
	expect(missing).toMatchObject({ status: 'attention' });
	expect(missing.first).toContain("its webhook doesn't exist in Willo");
	const url = `https://n8n.invalid/?registration=${registration}`;
	const key = 'b'.repeat(32);
	const all = { interviews: [], departments: [], users: [], followAllInterviews: true };
	setUp.willo.webhooks.set(key, { key, url, event: 'new_response', ...all });
	expect(await check()).toMatchObject({
		status: 'ok',
		last: expect.stringContaining('is waiting for its first delivery'),
		webhooks: [{ node: { name: 'Willo Trigger' }, error: null }],
	});
	setUp.willo.webhooks.get(key)!.status = 'disabled';
	expect((await check()).first).toContain('Willo has disabled its webhook');
});

test('a key without interviews needs attention', async () => {
	setUp.willo.interviews.clear();
	const { status, findings } = await check();
	expect(status).toBe('attention');
	expect(findings.join()).toContain('but it has no access to any interviews.');
});

test('a quiet trigger is shown to be working, with the number of participants who may still respond', async () => {
	await setUp.willoInvites(1);
	const engine = new ClassicEngine(new WilloResponseTrigger(), { parameters: {}, credentials });
	await engine.publish();
	await engine.tick();
	expect(await check()).toMatchObject({
		status: 'ok',
		findings: [
			'Willo accepts the API key, and it has access to 1 interview',
			expect.stringMatching(/is working: it polled .* ago and found nothing new$/),
			expect.stringContaining('1 participant may still respond'),
		],
		triggers: [{ returned: 0, error: null, waitingForResponse: 1 }],
	});
});
