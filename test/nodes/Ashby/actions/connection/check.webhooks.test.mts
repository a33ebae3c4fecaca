/** What the health check asks about: webhooks, stages, versions, and other workflows. */
import { randomUUID } from 'node:crypto';

import { AshbyStageTrigger } from '../../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { AshbyTrigger } from '../../../../../nodes/Ashby/AshbyTrigger.node.ts';
import {
	webhookDelivered,
	webhookRefused,
	webhookWaits,
} from '../../../../../nodes/shared/trigger/webhookRecords.ts';
import { hookContext, pollContext, webhookContext } from '../../../../support/contexts.mts';
import { ClassicEngine } from '../../../../support/engines.mts';
import { MINUTE } from '../../../../support/twoJobs.mts';
import { check, engineFor, pass, setUp } from './setUp.mts';

test('a trigger with a webhook is reported too, and does without a polling one', async () => {
	const { org, credentials } = await setUp();
	const hook = () => hookContext(new AshbyTrigger(), { credentials });
	webhookWaits(hook());
	pass(org, 2 * MINUTE);
	const quiet = await check(credentials);
	expect(quiet).toMatchObject({
		status: 'ok',
		webhooks: [{ node: { name: 'Ashby Trigger' }, lastDeliveryAt: null, deliveries: 0 }],
	});
	expect(quiet.findings.at(-1)).toBe(
		"'Ashby Trigger' in the workflow 'Test workflow' is waiting for its first delivery: it was published, or n8n was started, 2 minutes ago",
	);
	webhookDelivered(webhookContext(new AshbyTrigger(), { credentials }).context);
	expect((await check(credentials)).findings.at(-1)).toMatch(
		/^'Ashby Trigger' .* is working: the last delivery came .* ago$/,
	);
	webhookWaits(hook(), { error: 'Ashby could not answer' });
	const { status, findings } = await check(credentials);
	expect(status).toBe('attention');
	expect(findings[0]).toMatch(/could not be checked .*: Ashby could not answer\. Publish/);
});

test('the webhook of a trigger is looked up in Ashby', async () => {
	const { org, credentials } = await setUp();
	const requestUrl = 'http://127.0.0.1:1/';
	const known = { webhookType: 'candidateHire', requestUrl, secretToken: 'x' } as const;
	const webhook = await org.ashby.webhooks.create(known);
	const hook = () => hookContext(new AshbyTrigger(), { credentials });
	const firstFinding = async () => (await check(credentials)).findings[0];
	webhookWaits(hook(), { webhookId: webhook.id });
	const { context } = webhookContext(new AshbyTrigger(), { credentials });
	webhookDelivered(context);
	expect(await firstFinding()).toContain('Ashby has disabled its webhook');
	webhook.enabled = true;
	expect((await check(credentials)).status).toBe('ok');
	pass(org);
	webhookRefused(context);
	expect(await firstFinding()).toContain('refused the last delivery');
	org.ashby.webhooks.hooks.clear();
	expect(await firstFinding()).toContain("its webhook doesn't exist in Ashby");
	org.ashby.keys.get(org.key)!.permissions = ['jobsRead', 'candidatesRead', 'candidatesWrite'];
	webhookWaits(hook(), { webhookId: webhook.id, leftBehind: requestUrl });
	const { findings } = await check(credentials);
	expect(findings[0]).toContain(
		`Delete the one with this address there, then publish the workflow again: ${requestUrl}`,
	);
	expect(findings.join()).toContain('not checked in Ashby: the API key is missing apiKeysRead');
});

test.each(['deprecated', 'removed'] as const)(
	'a version that is %s needs an update',
	async (version) => {
		const { org, credentials } = await setUp();
		org.ashby.switches.version = version;
		const { status, findings } = await check(credentials, { includeTriggers: false });
		expect([status, findings[0]]).toEqual([
			'attention',
			expect.stringContaining('Update the package'),
		]);
	},
);

test('a stage that no plan has is named, or that it was not checked', async () => {
	const { org, credentials } = await setUp();
	const job = { __rl: true, mode: 'list', value: '*' };
	const stage = { __rl: true, mode: 'name', value: 'Video Interview' };
	const parameters = org.parameters({}, [{ job, stage }]);
	const engine = new ClassicEngine(new AshbyStageTrigger(), { parameters, credentials });
	await engine.publish();
	for (const { id, title } of org.ashby.stages.values()) {
		if (title === 'Video Interview') org.ashby.renameStage(id, 'Vidéo');
	}
	expect((await check(credentials)).findings[0]).toContain(
		"No interview plan has a stage named 'Video Interview'",
	);
	for (let plan = 0; plan < 60; plan++) org.ashby.addJob({ title: `Job ${plan}` });
	for (const { id, title } of org.ashby.stages.values()) {
		if (title === 'Video Interview') org.ashby.renameStage(id, 'Vidéo');
	}
	const { status, findings } = await check(credentials);
	expect([status, findings.join()]).toEqual(['ok', expect.stringContaining('was not checked')]);
});

test('a stage that is gone is named for a trigger with a webhook, too', async () => {
	const { org, credentials } = await setUp();
	const manual = { event: 'candidateStageChange', registration: 'manual', secretToken: 'x' };
	const parameters = { ...org.parameters(), ...manual };
	const node = new AshbyTrigger();
	const hook = hookContext(node, { credentials, parameters });
	await node.webhookMethods.default.checkExists.call(hook);
	expect((await check(credentials)).status).toBe('ok');
	org.ashby.deleteStage(org.stage('Video Interview'));
	expect((await check(credentials)).findings[0]).toContain(
		"'Ashby Trigger' in the workflow 'Test workflow': Row 1 of 'Jobs and Stages': the job",
	);
});

test('another workflow that watches the same stage is named, and at publishing in the log', async () => {
	const { org, credentials } = await setUp();
	await engineFor(org, credentials).publish();
	const other = { ...credentials[0], id: randomUUID() };
	const options = { parameters: org.parameters(), credentials: [other], workflowId: 'other' };
	const context = pollContext(new AshbyStageTrigger(), options);
	const warn = jest.spyOn(context.logger, 'warn').mockReset();
	await new AshbyStageTrigger().poll.call(context);
	const also = "the stage 'Video Interview' is also watched by 'Test workflow': both will invite";
	expect(warn.mock.calls).toEqual([[expect.stringContaining(also)]]);
	const { findings, summary } = await check(credentials);
	expect(findings[0]).toContain(also);
	expect(summary).toMatch(/^1 of \d needs attention$/);
	// The other workflow was unpublished some days ago.
	const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 5 * 24 * 3_600_000);
	expect((await check(credentials)).findings.join()).not.toContain(also);
	now.mockRestore();
});

test('nothing is written, and triggers with another credential are ignored', async () => {
	const { org, credentials } = await setUp();
	await engineFor(org, [{ ...credentials[0], id: 'another' }]).publish();
	const notes = () => org.ashby.requests.filter(({ path }) => path.includes('createNote')).length;
	org.apply('Ada');
	expect((await check(credentials)).triggers).toEqual([]);
	expect(notes()).toBe(0);
});
