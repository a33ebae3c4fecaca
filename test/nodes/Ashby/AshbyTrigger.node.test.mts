import { node, setUpAshbyTrigger } from './webhookTrigger/setUp.mts';
import { AshbyStageTrigger } from '../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { WEBHOOK_TYPES } from '../../sandbox/ashby/types.mts';
import { pollContext } from '../../support/contexts.mts';
import { locator } from './setUp.mts';

const setUp = setUpAshbyTrigger();

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
	test.each(['missing', 'null'] as const)(
		'returns the same item as the stage trigger, if absent values are %s',
		async (absentAs) => {
			const { now } = setUp;
			now.ashby.switches.absentAs = absentAs;
			for (const simplify of [true, false]) {
				const parameters = now.parameters({ simplify });
				await now.publish(parameters);
				// Of two triggers of one workflow, only the first one returns the entry.
				const workflowId = 'workflow-2';
				const given = { parameters, credentials: now.credentials(), staticData: {}, workflowId };
				const poller = new AshbyStageTrigger();
				const polling = pollContext(poller, given);
				expect(await poller.poll.call(polling)).toBeNull();
				now.pass();
				await now.moved(`Ada ${simplify}`);
				now.pass();
				const [[{ json }]] = (await poller.poll.call(polling))!;
				// Until the polling trigger may take over the entry.
				const until = expect.stringMatching(/^\d{4}-.*Z$/);
				const attempt = { ...(json.attempt as object), isRepeat: expect.any(Boolean), until };
				expect(now.items.splice(0)).toEqual([{ ...json, attempt }]);
				await now.unpublish();
			}
		},
	);

	test('costs one request, and a move to another stage costs none', async () => {
		await setUp.now.publish();
		const { entry } = await setUp.now.moved();
		expect(setUp.now.started).toEqual([entry]);
		setUp.now.move(setUp.now.apply('Bob'), 'Phone Screen');
		setUp.now.move(setUp.now.apply('Eve', setUp.now.otherJob), 'Offer', setUp.now.otherJob);
		await setUp.now.settled();
		expect(setUp.now.started).toEqual([entry]);
		expect(setUp.now.lookups).toBe(1);
		expect(setUp.now.statuses).toEqual([200, 200, 200]);
	});

	test('counts as another entry if the candidate comes back', async () => {
		await setUp.now.publish();
		const application = setUp.now.apply('Ada');
		const entries: string[] = [];
		for (const stage of ['Video Interview', 'Onsite', 'Video Interview']) {
			entries.push(setUp.now.move(application, stage));
			await setUp.now.settled();
		}
		expect(setUp.now.started).toEqual([entries[0], entries[2]]);
	});

	test.each([
		['not', ['Video Interview'], 0],
		['also', ['Video Interview', 'Onsite'], 1],
	])(
		'that is delivered late counts for the current stage, %s watched',
		async (_is, stages, count) => {
			const links = stages.map((stage) => setUp.now.link(setUp.now.job, stage));
			await setUp.now.publish(setUp.now.parameters({}, links));
			const { posted } = await setUp.now.movedUnheard();
			const [application] = setUp.now.ashby.applications.values();
			const second = setUp.now.move(application, 'Onsite');
			await setUp.now.settled();
			expect(await setUp.now.post(posted)).toBe(200);
			expect(setUp.now.started).toEqual([second].slice(0, count));
		},
	);

	test('of an application that no longer exists runs nothing', async () => {
		await setUp.now.publish();
		setUp.now.ashby.fault = ({ path }) =>
			path === '/application.info' ? { kind: 'code', code: 'application_not_found' } : undefined;
		await setUp.now.moved();
		expect(setUp.now.statuses).toEqual([200]);
		expect([setUp.now.items, setUp.now.failures]).toEqual([[], []]);
	});
});

describe('the workflow runs once', () => {
	test('for a repeated delivery, even after a restart', async () => {
		await setUp.now.publish();
		const { entry, posted } = await setUp.now.moved();
		expect(await setUp.now.post(posted)).toBe(200);
		const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60 * 60_000);
		expect(await setUp.now.post(posted)).toBe(200);
		later.mockRestore();
		expect(setUp.now.started).toEqual([entry]);
	});

	test('for deliveries at the same time', async () => {
		await setUp.now.publish();
		const { entry, posted } = await setUp.now.movedUnheard();
		const statuses = await Promise.all([1, 2, 3].map(() => setUp.now.post(posted)));
		expect(statuses).toEqual([200, 200, 200]);
		expect(setUp.now.started).toEqual([entry]);
	});

	test('for a hire, for which Ashby sends three webhooks', async () => {
		const links = [setUp.now.link(setUp.now.job, 'Hired')];
		await setUp.now.publish(setUp.now.parameters({}, links));
		const [{ requestUrl, secretToken }] = setUp.now.webhooks;
		for (const webhookType of ['candidateHire', 'applicationUpdate'] as const) {
			await setUp.now.ashby.webhooks.create({ webhookType, requestUrl, secretToken });
		}
		const entry = setUp.now.move(setUp.now.apply('Ada'), 'Hired');
		await setUp.now.settled();
		expect(setUp.now.statuses).toEqual([200, 200, 200]);
		expect(setUp.now.started).toEqual([entry]);
	});
});

test('of a stage by name, in any job, a delivery without titles returns the entry', async () => {
	const link = { job: locator('list', '*'), stage: locator('name', ' video interview') };
	await setUp.now.publish(setUp.now.parameters({}, [link]));
	const eve = setUp.now.apply('Eve', setUp.now.otherJob);
	setUp.now.ashby.webhooks.fate = () => 'lost';
	const entry = setUp.now.move(eve, 'Video Interview', setUp.now.otherJob);
	const application = {
		...eve,
		candidate: { id: eve.candidateId },
		job: { id: eve.jobId },
		currentInterviewStage: { id: eve.stageId },
	};
	const body = { webhookActionId: 'x', action: 'candidateStageChange', data: { application } };
	expect(await setUp.now.post(setUp.now.signed(body))).toBe(200);
	expect(setUp.now.started).toEqual([entry]);
});

describe('other events', () => {
	test('run the workflow once, however often they are delivered, without any request', async () => {
		await setUp.now.publish({ event: 'candidateHire' });
		const before = setUp.now.asked.length;
		const application = setUp.now.apply('Ada');
		setUp.now.move(application, 'Hired');
		await setUp.now.settled();
		const { webhookActionId } = JSON.parse(setUp.now.lastPosted.rawBody.toString());
		await setUp.now.post(setUp.now.lastPosted);
		const { id, title } = setUp.now.job;
		expect(setUp.now.items).toEqual([
			{
				event: 'candidateHire',
				webhookActionId,
				candidate: expect.objectContaining({ firstName: 'Ada', email: 'ada@example.com' }),
				application: { id: application.id, status: 'Hired' },
				job: { id, title },
				stage: { id: setUp.now.stage('Hired'), title: 'Hired', type: 'Hired' },
			},
		]);
		expect(setUp.now.asked).toHaveLength(before);
	});

	test.each([true, false])('return what Ashby sent (simplified: %s)', async (simplify) => {
		await setUp.now.publish({ event: 'candidateDelete', simplify });
		const [data, action] = [{ candidate: { id: '1' } }, 'candidateDelete'];
		expect(await setUp.now.post(setUp.now.signed({ action, data }))).toBe(200);
		const simplified = { ...data, event: action, webhookActionId: null };
		expect(setUp.now.items).toEqual([
			simplify ? simplified : { data, action, webhookActionId: null },
		]);
	});
});
