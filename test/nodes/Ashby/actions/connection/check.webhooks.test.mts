/** What the health check asks about: webhooks, stages, versions, and other workflows. */
import { AshbyStageTrigger } from '../../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { AshbyTrigger } from '../../../../../nodes/Ashby/AshbyTrigger.node.ts';
import {
	webhookDelivered,
	webhookRefused,
	webhookWaits,
} from '../../../../../nodes/shared/trigger/webhookRecords.ts';
import type { AshbySwitches } from '../../../../sandbox/ashby.mts';
import { hookContext, pollContext, webhookContext } from '../../../../support/contexts.mts';
import type { TwoJobs } from '../../../../support/twoJobs.mts';
import { MINUTE } from '../../../../support/twoJobs.mts';
import { locator } from '../../setUp.mts';
import { publishedFor } from '../../stageTrigger/setUp.mts';
import { check, expectFinding, pass, published, setUp } from './setUp.mts';

function renameVideoStages(org: TwoJobs): void {
	for (const { id, title } of org.ashby.stages.values()) {
		if (title === 'Video Interview') org.ashby.renameStage(id, 'Vidéo');
	}
}

test('a trigger with a webhook is reported too, and does without a polling one', async () => {
	const org = await setUp();
	const credentials = org.credentials();
	const hook = () => hookContext(new AshbyTrigger(), { credentials });
	webhookWaits(hook());
	pass(org, 2 * MINUTE);
	const quiet = await check(org);
	expect(quiet).toMatchObject({
		status: 'ok',
		webhooks: [{ node: { name: 'Ashby Trigger' }, lastDeliveryAt: null, deliveries: 0 }],
	});
	expect(quiet.findings.at(-1)).toBe(
		"'Ashby Trigger' in the workflow 'Test workflow' is waiting for its first delivery: it was published, or n8n was started, 2 minutes ago",
	);
	webhookDelivered(webhookContext(new AshbyTrigger(), { credentials }).context);
	expect((await check(org)).findings.at(-1)).toMatch(
		/^'Ashby Trigger' .* is working: the last delivery came .* ago$/,
	);
	webhookWaits(hook(), { error: 'Ashby could not answer' });
	await expectFinding(org, /could not be checked .*: Ashby could not answer\. Publish/);
});

test('the webhook of a trigger is looked up in Ashby', async () => {
	const org = await setUp();
	const requestUrl = 'http://127.0.0.1:1/';
	const known = { webhookType: 'candidateHire', requestUrl, secretToken: 'x' } as const;
	const webhook = await org.ashby.webhooks.create(known);
	const credentials = org.credentials();
	const hook = () => hookContext(new AshbyTrigger(), { credentials });
	webhookWaits(hook(), { webhookId: webhook.id });
	const { context } = webhookContext(new AshbyTrigger(), { credentials });
	webhookDelivered(context);
	await expectFinding(org, /Ashby has disabled its webhook/);
	webhook.enabled = true;
	expect((await check(org)).status).toBe('ok');
	pass(org);
	webhookRefused(context);
	await expectFinding(org, /refused the last delivery/);
	org.ashby.webhooks.hooks.clear();
	await expectFinding(org, /its webhook doesn't exist in Ashby/);
	org.ashby.keys.get(org.key)!.permissions = ['jobsRead', 'candidatesRead', 'candidatesWrite'];
	webhookWaits(hook(), { webhookId: webhook.id, leftBehind: requestUrl });
	const { findings } = await expectFinding(
		org,
		/Delete the one with this address there, then publish the workflow again: http:\/\/127\.0\.0\.1:1\//,
	);
	expect(findings.join()).toContain('not checked in Ashby: the API key is missing apiKeysRead');
});

test.each<Partial<AshbySwitches>>([
	{ version: 'deprecated' },
	{ version: 'deprecated', deprecatedAs: 'Sunset; 2027-05-01' },
	{ version: 'removed' },
	{ version: 'removed', removedAs: 'notFound' },
])('an outdated version of the API needs an update: %j', async (switches) => {
	const org = await setUp();
	Object.assign(org.ashby.switches, switches);
	await expectFinding(org, /Update the package/, { includeTriggers: false });
});

test('a stage that no plan has is named, or that it was not checked', async () => {
	const org = await setUp();
	const link = { job: locator('list', '*'), stage: locator('name', 'Video Interview') };
	await publishedFor(org, org.parameters({}, [link]));
	renameVideoStages(org);
	await expectFinding(org, /No interview plan has a stage named 'Video Interview'/);
	for (let plan = 0; plan < 60; plan++) org.ashby.addJob({ title: `Job ${plan}` });
	renameVideoStages(org);
	const { status, findings } = await check(org);
	expect([status, findings.join()]).toEqual(['ok', expect.stringContaining('was not checked')]);
});

test('a stage that is gone is named for a trigger with a webhook, too', async () => {
	const org = await setUp();
	const manual = { event: 'candidateStageChange', registration: 'manual', secretToken: 'x' };
	const node = new AshbyTrigger();
	const given = { credentials: org.credentials(), parameters: org.parameters(manual) };
	const hook = hookContext(node, given);
	await node.webhookMethods.default.checkExists.call(hook);
	expect((await check(org)).status).toBe('ok');
	org.ashby.deleteStage(org.stage('Video Interview'));
	const gone =
		/'Ashby Trigger' in the workflow 'Test workflow': Row 1 of 'Jobs and Stages': the job/;
	await expectFinding(org, gone);
});

test('another workflow that watches the same stage is named, and at publishing in the log', async () => {
	const { org } = await published();
	const other = { ...org.credentials()[0], id: 'other' };
	const options = { parameters: org.parameters(), credentials: [other], workflowId: 'other' };
	const context = pollContext(new AshbyStageTrigger(), options);
	const warn = jest.spyOn(context.logger, 'warn').mockReset();
	await new AshbyStageTrigger().poll.call(context);
	const also = /the stage 'Video Interview' is also watched by 'Test workflow': both will invite/;
	expect(warn.mock.calls).toEqual([[expect.stringMatching(also)]]);
	const { summary } = await expectFinding(org, also);
	expect(summary).toMatch(/^1 of \d needs attention$/);
	// The other workflow was unpublished some days ago.
	const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 5 * 24 * 3_600_000);
	expect((await check(org)).findings.join()).not.toMatch(also);
	now.mockRestore();
});
