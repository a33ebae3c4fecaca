/** What the health check says: about the key, the clock, the triggers, their stages and webhooks, and other workflows. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import Ajv from 'ajv';

import { Ashby } from '../../../../../nodes/Ashby/Ashby.node.ts';
import { AshbyTrigger } from '../../../../../nodes/Ashby/AshbyTrigger.node.ts';
import { attemptFailed } from '../../../../../nodes/shared/trigger/attemptRecords.ts';
import * as records from '../../../../../nodes/shared/trigger/webhookRecords.ts';
import type { AshbySwitches } from '../../../../sandbox/ashby.mts';
import schema from '../../../../schemas/health/ashby.json' with { type: 'json' };
import * as contexts from '../../../../support/contexts.mts';
import { MINUTE } from '../../../../support/twoJobs.mts';
import { locator, outputOf } from '../../../setUp.mts';
import * as triggers from '../../stageTrigger/setUp.mts';
import { org } from '../../stageTrigger/setUp.mts';

const { engineFor, POLLERS, polls, publishedFor } = triggers;
const pass = triggers.useTwoJobs();
const isAsDescribed = new Ajv({ allowUnionTypes: true }).compile(schema);
const NO_TRIGGERS = { includeTriggers: false };
const DAY = 24 * 60 * MINUTE;

interface Health extends IDataObject {
	status: string;
	findings: string[];
}

async function check(more: INodeParameters = {}): Promise<Health> {
	const parameters = { resource: 'connection', operation: 'check', ...more };
	const given = { parameters, credentials: org.credentials() };
	const [{ json }] = await outputOf(new Ashby(), given);
	isAsDescribed(json);
	expect(isAsDescribed.errors).toBeNull();
	return json as Health;
}

/** Expects that something needs attention, and that this is the first finding. */
async function expectFinding(finding: RegExp, more?: INodeParameters) {
	const health = await check(more);
	expect(health.status).toBe('attention');
	expect(health.findings[0]).toMatch(finding);
	return health;
}

const published = async (more?: INodeParameters) => await publishedFor(org, org.parameters(more));

const triggerIn = (health: Health) => (health.triggers as IDataObject[])[0];

test.each(POLLERS)('a quiet trigger is shown to be working (%s)', async (_name, Kind) => {
	org.apply('Ada', org.job, 'Video Interview');
	org.apply('Bob');
	const engine = await publishedFor(org, org.parameters(), Kind);
	await polls(org, engine, 1);
	pass(org);
	const [at, since] = ['2026-03-02T09:01:00.000Z', '2026-03-02T09:00:00.000Z'];
	const stage = { jobTitle: org.job.title, stageTitle: 'Video Interview', watchedSince: since };
	expect(await check()).toMatchObject({
		status: 'ok',
		summary: 'Nothing needs attention',
		findings: [
			'Ashby accepts the API key, and it has all required permissions',
			"'Ashby Stage Trigger' in the workflow 'Test workflow' is working: it polled 1 minute ago and found nothing new",
		],
		permissions: { candidatesRead: true, apiKeysWrite: true },
		triggers: [
			{
				...{ error: null, requests: 1, returned: 0, readUntil: at, lastGoodPollAt: at },
				stages: [{ ...stage, isComplete: true, candidates: 1 }],
				waitingForNote: { count: 0, entries: [] },
			},
		],
	});
});

test('missing permissions are named, with where to select them, and a key that Ashby refuses is a finding, not an error', async () => {
	org.key = org.ashby.addKey({ permissions: ['jobsRead', 'candidatesRead', 'interviewsRead'] });
	expect(await check(NO_TRIGGERS)).toMatchObject({
		status: 'attention',
		triggers: [],
		permissions: { candidatesWrite: false, jobsRead: true },
		summary: '1 of 1 needs attention',
		findings: [
			'The API key is missing the candidatesWrite permission (needed for adding notes and tags, setting custom fields, submitting feedback, and changing stages). Grant it to this key in Ashby → Admin → Integrations → API Keys',
		],
	});
	org.key = 'wrong';
	const refused = /^Ashby does not accept this API key\. Copy the key again/;
	expect((await expectFinding(refused, NO_TRIGGERS)).permissions).toBeNull();
});

test.each<Partial<AshbySwitches>>([
	{ version: 'deprecated' },
	{ version: 'deprecated', deprecatedAs: 'Sunset; 2027-05-01' },
	{ version: 'removed' },
	{ version: 'removed', removedAs: 'notFound' },
])('an outdated version of the API needs an update: %j', async (switches) => {
	Object.assign(org.ashby.switches, switches);
	await expectFinding(/Update the package/, NO_TRIGGERS);
});

test('a wrong clock is reported', async () => {
	org.pass(12 * MINUTE);
	const behind =
		/^n8n's clock is 12 minutes behind Ashby's\. Correct the clock of the machine that runs n8n$/;
	expect((await expectFinding(behind, NO_TRIGGERS)).clockDifferenceSeconds).toBe(720);
});

test('a process that runs other triggers says that this one has not polled, and nothing is written', async () => {
	const credentials = [{ ...org.credentials()[0], id: 'another' }];
	await publishedFor(org, undefined, undefined, { credentials });
	const unpolled = /^No Ashby Stage Trigger that uses this credential has polled/;
	expect((await expectFinding(unpolled)).triggers).toEqual([]);
	expect(org.ashby.counts.byPath['/candidate.createNote']).toBeUndefined();
});

test.each(POLLERS)('a pause doesn’t hide that it stopped later (%s)', async (_name, Kind) => {
	const engine = engineFor(org, org.parameters(), Kind);
	for (const days of [2, 5]) {
		await engine.publish();
		await polls(org, engine, 10, 5 * MINUTE);
		engine.unpublish();
		pass(org, days * DAY);
	}
	await expectFinding(/last polled 5 days ago, although/);
});

test('a trigger that fails is shown with its last successful poll, and one that no longer polls as late', async () => {
	const engine = await published();
	pass(org);
	org.ashby.fault = () => ({ kind: 'status', status: 401 });
	await engine.tick();
	org.ashby.fault = undefined;
	const said = /failed at its last poll.*Ashby does not accept this API key/;
	const failed = triggerIn(await expectFinding(said));
	expect(failed).toMatchObject({ lastGoodPollAt: '2026-03-02T09:00:00.000Z' });
	await polls(org, engine, 3);
	pass(org, 14 * MINUTE);
	expect((await check()).status).toBe('ok');
	pass(org, 2 * MINUTE);
	await expectFinding(/last polled 16 minutes ago, although/);
});

test('a candidate without a note only needs attention after the third attempt', async () => {
	const engine = await published({ options: { repeatUntilNoted: true } });
	const { entry: entryId, candidateId } = triggers.enter(org, 'Ada');
	await polls(org, engine, 1);
	const soon = await check();
	expect(soon.status).toBe('ok');
	expect(soon.findings.at(-1)).toContain('1 candidate waiting for a note, as expected');
	const entries = [{ entryId, candidateId, attempts: 1 }];
	expect(triggerIn(soon).waitingForNote).toMatchObject({ count: 1, overdue: 0, entries });
	attemptFailed({ attempt: engine.executions[0].attempt }, 'Willo could not answer.');
	const why = 'The last attempt failed: Willo could not answer. The next one is at 2026-03-02T09:';
	expect((await check()).findings.at(-1)).toContain(` for a note after 1 attempt. ${why}`);
	for (const minutes of [5, 10]) await polls(org, engine, 1, minutes * MINUTE);
	const overdue = /1 candidate returned several times but still without a note after 3 attempts/;
	const { findings } = await expectFinding(overdue);
	expect(findings[0]).toContain(`. ${why}`);
	org.ashby.addNote(candidateId, entryId);
	await polls(org, engine, 1, 20 * MINUTE);
	expect(await check()).toMatchObject({ status: 'ok' });
});

test('candidates aren’t counted if there are too many', async () => {
	await published();
	for (let count = 0; count < 2000; count++) org.apply(`Many${count}`, org.job, 'Video Interview');
	expect(triggerIn(await check())).toMatchObject({ stages: [{ candidates: null }] });
});

describe('an Ashby Trigger', () => {
	const node = new AshbyTrigger();
	const hook = () => contexts.hookContext(node, { credentials: org.credentials() });
	const delivery = () => contexts.webhookContext(node, { credentials: org.credentials() }).context;

	test('is reported, too, and does without a polling one', async () => {
		records.webhookWaits(hook());
		pass(org, 2 * MINUTE);
		const webhook = { node: { name: 'Ashby Trigger' }, lastDeliveryAt: null, deliveries: 0 };
		const quiet = await check();
		expect(quiet).toMatchObject({ status: 'ok', webhooks: [webhook] });
		expect(quiet.findings.at(-1)).toBe(
			"'Ashby Trigger' in the workflow 'Test workflow' is waiting for its first delivery: it was published, or n8n was started, 2 minutes ago",
		);
		records.webhookDelivered(delivery());
		const working = /^'Ashby Trigger' .* is working: the last delivery came .* ago$/;
		expect((await check()).findings.at(-1)).toMatch(working);
		records.webhookWaits(hook(), { error: 'Ashby could not answer' });
		await expectFinding(/could not be checked .*: Ashby could not answer\. Publish/);
	});

	test('has a webhook that is looked up in Ashby', async () => {
		const requestUrl = 'http://127.0.0.1:1/';
		const known = { webhookType: 'candidateHire', requestUrl, secretToken: 'x' } as const;
		const webhook = await org.ashby.webhooks.create(known);
		records.webhookWaits(hook(), { webhookId: webhook.id });
		records.webhookDelivered(delivery());
		await expectFinding(/Ashby has disabled its webhook/);
		webhook.enabled = true;
		expect((await check()).status).toBe('ok');
		pass(org);
		records.webhookRefused(delivery());
		await expectFinding(/refused the last delivery/);
		org.ashby.webhooks.hooks.clear();
		await expectFinding(/its webhook doesn't exist in Ashby/);
		org.ashby.keys.get(org.key)!.permissions = ['jobsRead', 'candidatesRead', 'candidatesWrite'];
		records.webhookWaits(hook(), { webhookId: webhook.id, leftBehind: requestUrl });
		const left =
			/Delete the one with this address there, then publish the workflow again: http:\/\/127\.0\.0\.1:1\//;
		const { findings } = await expectFinding(left);
		expect(findings.join()).toContain('not checked in Ashby: the API key is missing apiKeysRead');
	});
});

describe('a stage', () => {
	const rename = () =>
		[...org.ashby.stages.values()]
			.filter(({ title }) => title === 'Video Interview')
			.forEach(({ id }) => org.ashby.renameStage(id, 'Vidéo'));

	test('that no plan has is named, or that it was not checked', async () => {
		const link = { job: locator('list', '*'), stage: locator('name', 'Video Interview') };
		await publishedFor(org, org.parameters({}, [link]));
		rename();
		await expectFinding(/No interview plan has a stage named 'Video Interview'/);
		for (let plan = 0; plan < 60; plan++) org.ashby.addJob({ title: `Job ${plan}` });
		rename();
		const { status, findings } = await check();
		expect([status, findings.join()]).toEqual(['ok', expect.stringContaining('was not checked')]);
	});

	test('that is gone is named with its row, for both triggers', async () => {
		const engine = await published();
		const webhook = { event: 'candidateStageChange', registration: 'manual', secretToken: 'x' };
		const { checkExists } = new AshbyTrigger().webhookMethods.default;
		const given = { credentials: org.credentials(), parameters: org.parameters(webhook) };
		await checkExists.call(contexts.hookContext(new AshbyTrigger(), given));
		expect((await check()).status).toBe('ok');
		org.ashby.deleteStage(org.stage('Video Interview'));
		await polls(org, engine, 1);
		const gone = (name: string) =>
			`'${name}' in the workflow 'Test workflow': Row 1 of 'Jobs and Stages': the job 'Support Agent' no longer has the stage 'Video Interview'`;
		const names = ['Ashby Stage Trigger', 'Ashby Trigger'];
		const said = names.map((name) => expect.stringMatching(`^${gone(name)}`));
		const { status, findings } = await check();
		expect(status).toBe('attention');
		expect(findings.slice(0, 2).sort()).toEqual(said);
	});

	test('that another workflow watches, too, is named, and at publishing in the log', async () => {
		await published();
		const credentials = [{ ...org.credentials()[0], id: 'other' }];
		const { context, poll } = triggers.pollerOf(org, { credentials, workflowId: 'other' });
		const warn = jest.spyOn(context.logger, 'warn').mockReset();
		await poll();
		const also = /the stage 'Video Interview' is also watched by 'Test workflow': both will invite/;
		expect(warn.mock.calls).toEqual([[expect.stringMatching(also)]]);
		expect((await expectFinding(also)).summary).toMatch(/^1 of \d needs attention$/);
		// The other workflow was unpublished some days ago.
		const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 5 * DAY);
		expect((await check()).findings.join()).not.toMatch(also);
		now.mockRestore();
	});
});
