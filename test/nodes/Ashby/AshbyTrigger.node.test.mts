import { node, now, useAshbyTrigger } from './webhookTrigger/setUp.mts';
import { AshbyStageTrigger } from '../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { WEBHOOK_TYPES } from '../../sandbox/ashby/types.mts';
import { locator } from './setUp.mts';
import { pollerOf } from './stageTrigger/setUp.mts';

useAshbyTrigger();

describe('the contract of saved workflows', () => {
	const { description } = node;
	const property = (name: string) => description.properties.find((one) => one.name === name);

	test('includes the names of the node and its fields', () => {
		const names = { name: 'ashbyTrigger', displayName: 'Ashby Trigger' };
		expect(description).toMatchObject({ ...names, version: 1, inputs: [] });
		expect(description.properties.map((one) => [one.name, one.default])).toMatchObject([
			['notice', ''],
			['event', 'candidateStageChange'],
			['links', { link: [{}] }],
			['simplify', true],
			['includeJobFields', false],
			['skipJobsWithoutInterview', false],
			['registration', 'automatic'],
			['steps', ''],
			['secretToken', ''],
		]);
		expect(property('secretToken')?.typeOptions).toEqual({ password: true });
	});

	test('includes all events that Ashby lists, but one that concerns no candidate or job', () => {
		const values = property('event')?.options?.map((option) => 'value' in option && option.value);
		const listed = WEBHOOK_TYPES.filter((type) => type !== 'pushToHRIS');
		expect(values).toEqual(expect.arrayContaining(listed));
	});

	test('includes the stage trigger’s Jobs and Stages, for stage changes', () => {
		const ofStageTrigger = new AshbyStageTrigger().description.properties;
		expect(property('links')).toEqual({
			...ofStageTrigger.find(({ name }) => name === 'links'),
			displayOptions: { show: { event: ['candidateStageChange'] } },
		});
	});
});

describe('a move into a watched stage', () => {
	const ABSENT = ['missing', 'null'] as const;
	test.each(ABSENT)('returns the item of the stage trigger (values: %s)', async (absentAs) => {
		now.ashby.switches.absentAs = absentAs;
		for (const simplify of [true, false]) {
			const parameters = now.parameters({ simplify });
			await now.publish(parameters);
			// Of two triggers of one workflow, only the first one returns the entry.
			const { poll } = pollerOf(now, { parameters, staticData: {}, workflowId: 'workflow-2' });
			expect(await poll()).toEqual([]);
			now.pass();
			await now.moved(`Ada ${simplify}`);
			now.pass();
			const [json] = await poll();
			// Until the polling trigger may take over the entry.
			const until = expect.stringMatching(/^\d{4}-.*Z$/);
			const attempt = { ...(json.attempt as object), isRepeat: expect.any(Boolean), until };
			expect(now.items.splice(0)).toEqual([{ ...json, attempt }]);
			await now.unpublish();
		}
	});

	test('costs one request, a move to another stage none, and to come back is another entry', async () => {
		await now.publish();
		const application = now.apply('Ada');
		const entries: string[] = [];
		for (const stage of ['Video Interview', 'Onsite', 'Video Interview']) {
			entries.push(now.move(application, stage));
			await now.settled();
		}
		now.move(now.apply('Eve', now.otherJob), 'Offer', now.otherJob);
		await now.settled();
		expect(now.started).toEqual([entries[0], entries[2]]);
		expect([now.lookups, now.statuses]).toEqual([2, Array(4).fill(200)]);
	});

	test.each([
		['not', ['Video Interview'], 0],
		['also', ['Video Interview', 'Onsite'], 1],
	])('that is late counts for the current stage, %s watched', async (_is, stages, count) => {
		const links = stages.map((stage) => now.link(now.job, stage));
		await now.publish(now.parameters({}, links));
		const { posted } = await now.movedUnheard();
		const [application] = now.ashby.applications.values();
		const second = now.move(application, 'Onsite');
		await now.settled();
		expect(await now.post(posted)).toBe(200);
		expect(now.started).toEqual([second].slice(0, count));
	});

	test('of an application that no longer exists runs nothing', async () => {
		await now.publish();
		now.ashby.fault = ({ path }) =>
			path === '/application.info' ? { kind: 'code', code: 'application_not_found' } : undefined;
		await now.moved();
		expect(now.statuses).toEqual([200]);
		expect([now.items, now.failures]).toEqual([[], []]);
	});
});

describe('the workflow runs once', () => {
	test('for deliveries at the same time, and for one that is repeated, even after a restart', async () => {
		await now.publish();
		const { entry, posted } = await now.movedUnheard();
		const statuses = await Promise.all([1, 2, 3].map(() => now.post(posted)));
		expect(statuses).toEqual([200, 200, 200]);
		const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60 * 60_000);
		expect(await now.post(posted)).toBe(200);
		later.mockRestore();
		expect(now.started).toEqual([entry]);
	});

	test('for a hire, for which Ashby sends three webhooks', async () => {
		const links = [now.link(now.job, 'Hired')];
		await now.publish(now.parameters({}, links));
		const [{ requestUrl, secretToken }] = now.webhooks;
		for (const webhookType of ['candidateHire', 'applicationUpdate'] as const) {
			await now.ashby.webhooks.create({ webhookType, requestUrl, secretToken });
		}
		const entry = now.move(now.apply('Ada'), 'Hired');
		await now.settled();
		expect(now.statuses).toEqual([200, 200, 200]);
		expect(now.started).toEqual([entry]);
	});
});

test('of a stage by name, in any job, a delivery without titles returns the entry', async () => {
	const link = { job: locator('list', '*'), stage: locator('name', ' video interview') };
	await now.publish(now.parameters({}, [link]));
	const eve = now.apply('Eve', now.otherJob);
	now.ashby.webhooks.fate = () => 'lost';
	const entry = now.move(eve, 'Video Interview', now.otherJob);
	const [candidate, job] = [{ id: eve.candidateId }, { id: eve.jobId }];
	const application = { ...eve, candidate, job, currentInterviewStage: { id: eve.stageId } };
	const body = { webhookActionId: 'x', action: 'candidateStageChange', data: { application } };
	expect(await now.post(now.signed(body))).toBe(200);
	expect(now.started).toEqual([entry]);
});

describe('other events', () => {
	test('run the workflow once, however often they are delivered, without any request', async () => {
		await now.publish({ event: 'candidateHire' });
		const before = now.asked.length;
		const application = now.apply('Ada');
		now.move(application, 'Hired');
		await now.settled();
		await now.post(now.lastPosted);
		const { webhookActionId } = JSON.parse(now.lastPosted.rawBody.toString());
		const { id, title } = now.job;
		const candidate = expect.objectContaining({ firstName: 'Ada', email: 'ada@example.com' });
		const stage = { id: now.stage('Hired'), title: 'Hired', type: 'Hired' };
		const hired = { application: { id: application.id, status: 'Hired' }, candidate, stage };
		const event = { event: 'candidateHire', webhookActionId };
		expect(now.items).toEqual([{ ...event, ...hired, job: { id, title } }]);
		expect(now.asked).toHaveLength(before);
	});

	test.each([true, false])('return what Ashby sent (simplified: %s)', async (simplify) => {
		await now.publish({ event: 'candidateDelete', simplify });
		const [data, action] = [{ candidate: { id: '1' } }, 'candidateDelete'];
		expect(await now.post(now.signed({ action, data }))).toBe(200);
		const simplified = { ...data, event: action, webhookActionId: null };
		expect(now.items).toEqual([simplify ? simplified : { data, action, webhookActionId: null }]);
	});
});
