import type { IDataObject } from 'n8n-workflow';

import { attemptFailed } from '../../../../../nodes/shared/trigger/attemptRecords.ts';
import type { Permission } from '../../../../sandbox/ashby.mts';
import { MINUTE } from '../../../../support/twoJobs.mts';
import { engineFor, POLLERS, polls, publishedFor } from '../../stageTrigger/setUp.mts';
import { check, expectFinding, pass, published, setUp } from './setUp.mts';
import type { Health } from './setUp.mts';

const attemptOf = (engine: { executions: IDataObject[] }) =>
	Object(engine.executions.at(-1)?.attempt) as IDataObject;

const triggerOf = ({ triggers }: Health) => (triggers as IDataObject[])[0];

const NO_TRIGGERS = { includeTriggers: false };

test('a process without triggers, such as a worker, says that it can’t see them', async () => {
	const org = await setUp();
	const unseen = /can't be seen from this process.* Look at the workflow's executions/;
	await expectFinding(org, unseen);
});

test.each(POLLERS)('a quiet trigger is shown to be working (%s)', async (_name, Kind) => {
	const org = await setUp();
	org.apply('Ada', org.job, 'Video Interview');
	org.apply('Bob');
	const engine = await publishedFor(org, org.parameters(), Kind);
	pass(org);
	await engine.tick();
	pass(org);
	const health = await check(org);
	expect(health).toMatchObject({
		status: 'ok',
		summary: 'Nothing needs attention',
		findings: [
			'Ashby accepts the API key, and it has all required permissions',
			"'Ashby Stage Trigger' in the workflow 'Test workflow' is working: it polled 1 minute ago and found nothing new",
		],
		permissions: { candidatesRead: true, apiKeysWrite: true },
	});
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
});

test('missing permissions are named, with where to select them', async () => {
	const org = await setUp();
	const permissions: Permission[] = ['jobsRead', 'candidatesRead', 'interviewsRead'];
	org.key = org.ashby.addKey({ permissions });
	expect(await check(org, NO_TRIGGERS)).toMatchObject({
		status: 'attention',
		triggers: [],
		permissions: { candidatesWrite: false, jobsRead: true },
		summary: '1 of 1 needs attention',
		findings: [
			'The API key is missing the candidatesWrite permission (needed for adding notes and tags, setting custom fields, submitting feedback, and changing stages). Grant it to this key in Ashby → Admin → Integrations → API Keys',
		],
	});
});

test('a key that Ashby refuses is a finding, not an error', async () => {
	const org = await setUp();
	org.key = 'wrong';
	const refused = /^Ashby does not accept this API key\. Copy the key again/;
	expect(await expectFinding(org, refused, NO_TRIGGERS)).toMatchObject({
		permissions: null,
	});
});

test('a process that runs other triggers says that this one has not polled, and nothing is written', async () => {
	const org = await setUp();
	const credentials = [{ ...org.credentials()[0], id: 'another' }];
	await publishedFor(org, undefined, undefined, { credentials });
	const unpolled = /^No Ashby Stage Trigger that uses this credential has polled/;
	expect((await expectFinding(org, unpolled)).triggers).toEqual([]);
	expect(org.ashby.counts.byPath['/candidate.createNote']).toBeUndefined();
});

test('a deleted stage is named with its row', async () => {
	const { org, engine } = await published();
	org.ashby.deleteStage(org.stage('Video Interview'));
	await polls(org, engine, 1);
	await expectFinding(
		org,
		/^'Ashby Stage Trigger' in the workflow 'Test workflow': Row 1 of 'Jobs and Stages': the job 'Support Agent' no longer has the stage 'Video Interview'/,
	);
});

test('a failing poll is shown with its reason and the last successful poll', async () => {
	const { org, engine } = await published();
	pass(org);
	org.ashby.fault = () => ({ kind: 'status', status: 401 });
	await engine.tick();
	org.ashby.fault = undefined;
	const reason = /failed at its last poll.*Ashby does not accept this API key/;
	const health = await expectFinding(org, reason);
	expect(triggerOf(health)).toMatchObject({ lastGoodPollAt: '2026-03-02T09:00:00.000Z' });
});

test.each(POLLERS)('a pause doesn’t hide that it stopped later (%s)', async (_name, Kind) => {
	const org = await setUp();
	const engine = engineFor(org, org.parameters(), Kind);
	for (const pauseMinutes of [2 * 24 * 60, 5 * 24 * 60]) {
		await engine.publish();
		await polls(org, engine, 10, 5 * MINUTE);
		engine.unpublish();
		pass(org, pauseMinutes * MINUTE);
	}
	await expectFinding(org, /last polled 5 days ago, although/);
});

test('a trigger that no longer polls is reported as late', async () => {
	const { org, engine } = await published();
	await polls(org, engine, 3);
	pass(org, 14 * MINUTE);
	expect((await check(org)).status).toBe('ok');
	pass(org, 2 * MINUTE);
	await expectFinding(org, /last polled 16 minutes ago, although/);
});

test('a candidate without a note only needs attention after the third attempt', async () => {
	const { org, engine } = await published({ options: { repeatUntilNoted: true } });
	const ada = org.apply('Ada');
	pass(org);
	const entryId = org.move(ada, 'Video Interview');
	await engine.tick();
	const soon = await check(org);
	expect(soon.status).toBe('ok');
	expect(soon.findings.at(-1)).toContain('1 candidate waiting for a note, as expected');
	expect(triggerOf(soon).waitingForNote).toMatchObject({
		count: 1,
		overdue: 0,
		entries: [{ entryId, candidateId: ada.candidateId, attempts: 1 }],
	});
	attemptFailed({ attempt: { ...attemptOf(engine) } }, 'Willo could not answer.');
	expect((await check(org)).findings.at(-1)).toMatch(
		/ for a note after 1 attempt\. The last attempt failed: Willo could not answer\. The next one is at 2026-/,
	);
	for (const minutes of [5, 10]) await polls(org, engine, 1, minutes * MINUTE);
	await expectFinding(
		org,
		/1 candidate returned several times but still without a note after 3 attempts\. The last attempt failed: Willo could not answer\. The next one is at 2026-03-02T09:/,
	);
	org.ashby.addNote(ada.candidateId, entryId);
	await polls(org, engine, 1, 20 * MINUTE);
	expect(await check(org)).toMatchObject({ status: 'ok' });
});

test('a wrong clock is reported', async () => {
	const org = await setUp();
	org.pass(12 * MINUTE);
	const behind =
		"n8n's clock is 12 minutes behind Ashby's. Correct the clock of the machine that runs n8n";
	const health = await expectFinding(org, behind, NO_TRIGGERS);
	expect(health.clockDifferenceSeconds).toBe(720);
});

test('candidates aren’t counted if there are too many', async () => {
	const { org } = await published();
	for (let count = 0; count < 2000; count++) org.apply(`Many${count}`, org.job, 'Video Interview');
	expect(triggerOf(await check(org))).toMatchObject({ stages: [{ candidates: null }] });
});
