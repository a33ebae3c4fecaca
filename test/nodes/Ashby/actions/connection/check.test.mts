import type { IDataObject } from 'n8n-workflow';

import { attemptFailed } from '../../../../../nodes/shared/trigger/attemptRecords.ts';
import type { Permission } from '../../../../sandbox/ashby.mts';
import { ClassicEngine, DurableEngine } from '../../../../support/engines.mts';
import { MINUTE } from '../../../../support/twoJobs.mts';
import { check, engineFor, pass, setUp } from './setUp.mts';
import type { Health } from './setUp.mts';

const attemptOf = (engine: { executions: IDataObject[] }) =>
	Object(engine.executions.at(-1)?.attempt) as IDataObject;

const triggerOf = ({ triggers }: Health) => (triggers as IDataObject[])[0];

test('a process without triggers, such as a worker, says that it can’t see them', async () => {
	const { credentials } = await setUp();
	const { status, findings } = await check(credentials);
	expect(status).toBe('attention');
	expect(findings[0]).toMatch(
		/can't be seen from this process.* Look at the workflow's executions/,
	);
});

test.each([
	['classic', ClassicEngine],
	['durable', DurableEngine],
])('with the %s poller, a quiet trigger is shown to be working', async (_name, EngineClass) => {
	const { org, credentials } = await setUp();
	org.apply('Ada', org.job, 'Video Interview');
	org.apply('Bob');
	const engine = engineFor(org, credentials, {}, EngineClass);
	await engine.publish();
	pass(org);
	await engine.tick();
	pass(org);
	const health = await check(credentials);
	expect(health.status).toBe('ok');
	expect(health.findings).toEqual([
		'Ashby accepts the API key, and it has all required permissions',
		"'Ashby Stage Trigger' in the workflow 'Test workflow' is working: it polled 1 minute ago and found nothing new",
	]);
	expect(triggerOf(health)).toMatchObject({
		error: null,
		requests: 1,
		returned: 0,
		readUntil: '2026-03-02T09:01:00.000Z',
		lastGoodPollAt: '2026-03-02T09:01:00.000Z',
		stages: [
			{
				jobTitle: org.job.title,
				stageTitle: 'Video Interview',
				isComplete: true,
				watchedSince: '2026-03-02T09:00:00.000Z',
				candidates: 1,
			},
		],
		waitingForNote: { count: 0, entries: [] },
	});
	expect(health.permissions).toMatchObject({ candidatesRead: true, apiKeysWrite: true });
	expect(health.summary).toBe('Nothing needs attention');
});

test('missing permissions are named, with where to select them', async () => {
	const { org, credentials } = await setUp();
	const permissions: Permission[] = ['jobsRead', 'candidatesRead', 'interviewsRead'];
	org.key = org.ashby.addKey({ permissions });
	credentials[0].data.apiKey = org.key;
	const health = await check(credentials, { includeTriggers: false });
	const permissionsNow = { candidatesWrite: false, jobsRead: true };
	expect(health).toMatchObject({ status: 'attention', triggers: [], permissions: permissionsNow });
	expect(health.summary).toBe('1 of 1 needs attention');
	expect(health.findings).toEqual([
		'The API key is missing the candidatesWrite permission (needed for adding notes and tags, setting custom fields, submitting feedback, and changing stages). Grant it to this key in Ashby → Admin → Integrations → API Keys',
	]);
});

test('a key that Ashby refuses is a finding, not an error', async () => {
	const { credentials } = await setUp();
	credentials[0].data.apiKey = 'wrong';
	const health = await check(credentials, { includeTriggers: false });
	expect(health).toMatchObject({ status: 'attention', permissions: null });
	expect(health.findings[0]).toMatch(/^Ashby does not accept this API key\. Copy the key again/);
});

test('a process that runs other triggers says that this one has not polled', async () => {
	const { org, credentials } = await setUp();
	await engineFor(org, [{ ...credentials[0], id: 'another' }]).publish();
	const { status, findings } = await check(credentials);
	expect(status).toBe('attention');
	expect(findings[0]).toMatch(/^No Ashby Stage Trigger that uses this credential has polled/);
});

test('a deleted stage is named with its row', async () => {
	const { org, credentials } = await setUp();
	const engine = engineFor(org, credentials);
	await engine.publish();
	org.ashby.deleteStage(org.stage('Video Interview'));
	pass(org);
	await engine.tick();
	const { status, findings } = await check(credentials);
	expect(status).toBe('attention');
	expect(findings[0]).toContain(
		"'Ashby Stage Trigger' in the workflow 'Test workflow': Row 1 of 'Jobs and Stages': the job 'Support Agent' no longer has the stage 'Video Interview'",
	);
});

test('a failing poll is shown with its reason and the last successful poll', async () => {
	const { org, credentials } = await setUp();
	const engine = engineFor(org, credentials);
	await engine.publish();
	pass(org);
	org.ashby.fault = () => ({ kind: 'status', status: 401 });
	await engine.tick();
	org.ashby.fault = undefined;
	const health = await check(credentials);
	expect(health.status).toBe('attention');
	expect(health.findings[0]).toContain('failed at its last poll');
	expect(health.findings[0]).toContain('Ashby does not accept this API key');
	expect(triggerOf(health)).toMatchObject({ lastGoodPollAt: '2026-03-02T09:00:00.000Z' });
});

test.each([
	['classic', ClassicEngine],
	['durable', DurableEngine],
])('a pause of two days doesn’t hide that it stopped five days ago (%s)', async (_name, Poller) => {
	const { org, credentials } = await setUp();
	const engine = engineFor(org, credentials, {}, Poller);
	for (const pauseMinutes of [2 * 24 * 60, 5 * 24 * 60]) {
		await engine.publish();
		for (let polls = 0; polls < 10; polls++) {
			pass(org, 5 * MINUTE);
			await engine.tick();
		}
		engine.unpublish();
		pass(org, pauseMinutes * MINUTE);
	}
	const { status, findings } = await check(credentials);
	expect([status, findings[0]]).toEqual([
		'attention',
		expect.stringContaining('last polled 5 days ago, although'),
	]);
});

test('a trigger that no longer polls is reported as late', async () => {
	const { org, credentials } = await setUp();
	const engine = engineFor(org, credentials);
	await engine.publish();
	for (let polls = 0; polls < 3; polls++) {
		pass(org);
		await engine.tick();
	}
	pass(org, 14 * MINUTE);
	expect((await check(credentials)).status).toBe('ok');
	pass(org, 2 * MINUTE);
	const { status, findings } = await check(credentials);
	expect(status).toBe('attention');
	expect(findings[0]).toContain('last polled 16 minutes ago, although');
});

test('a candidate without a note only needs attention after the third attempt', async () => {
	const { org, credentials } = await setUp();
	const ada = org.apply('Ada');
	const engine = engineFor(org, credentials, { options: { repeatUntilNoted: true } });
	await engine.publish();
	pass(org);
	const entryId = org.move(ada, 'Video Interview');
	await engine.tick();
	const soon = await check(credentials);
	expect(soon.status).toBe('ok');
	expect(soon.findings.at(-1)).toContain('1 candidate waiting for a note, as expected');
	attemptFailed({ attempt: { ...attemptOf(engine) } }, 'Willo could not answer.');
	expect((await check(credentials)).findings.at(-1)).toMatch(
		/ for a note after 1 attempt\. The last attempt failed: Willo could not answer\. The next one is at 2026-/,
	);
	expect(triggerOf(soon).waitingForNote).toMatchObject({
		count: 1,
		overdue: 0,
		entries: [{ entryId, candidateId: ada.candidateId, attempts: 1 }],
	});
	for (const minutes of [5, 10]) {
		pass(org, minutes * MINUTE);
		await engine.tick();
	}
	const later = await check(credentials);
	expect(later.status).toBe('attention');
	expect(later.findings[0]).toContain(
		'1 candidate returned several times but still without a note after 3 attempts. The last attempt failed: Willo could not answer. The next one is at 2026-03-02T09:',
	);
	org.ashby.addNote(ada.candidateId, entryId);
	pass(org, 20 * MINUTE);
	await engine.tick();
	expect(await check(credentials)).toMatchObject({ status: 'ok' });
});

test('a wrong clock is reported', async () => {
	const { org, credentials } = await setUp();
	org.pass(12 * MINUTE);
	const health = await check(credentials, { includeTriggers: false });
	expect(health).toMatchObject({ status: 'attention', clockDifferenceSeconds: 720 });
	expect(health.findings[0]).toBe(
		"n8n's clock is 12 minutes behind Ashby's. Correct the clock of the machine that runs n8n",
	);
});

test('candidates aren’t counted if there are too many', async () => {
	const { org, credentials } = await setUp();
	const engine = engineFor(org, credentials);
	await engine.publish();
	for (let count = 0; count < 2000; count++) org.apply(`Many${count}`, org.job, 'Video Interview');
	expect(triggerOf(await check(credentials))).toMatchObject({ stages: [{ candidates: null }] });
});
