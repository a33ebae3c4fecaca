import { AshbyStageTrigger } from '../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { ashbyApiTest } from '../../../nodes/Ashby/methods/credentialTest.ts';
import { pollContext } from '../../support/contexts.mts';
import { node, setUpInstant } from './webhookTrigger/setting.mts';

jest.mock('n8n-workflow', () =>
	jest
		.requireActual<typeof import('./webhookTrigger/pace.mts')>('./webhookTrigger/pace.mts')
		.atPace(jest.requireActual('n8n-workflow')),
);

const setting = setUpInstant();

describe('the contract of saved workflows', () => {
	const { description } = node;
	const property = (name: string) => description.properties.find((one) => one.name === name);

	test('includes the names of the node and its fields', () => {
		const { name, displayName, version, inputs } = description;
		expect({ name, displayName, version, inputs }).toEqual({
			name: 'ashbyTrigger',
			displayName: 'Ashby Trigger',
			version: 1,
			inputs: [],
		});
		expect(description.properties.map((one) => [one.name, one.default])).toMatchObject([
			['notice', ''],
			['event', 'candidateStageChange'],
			['links', { link: [{}] }],
			['simplify', true],
			['registration', 'automatic'],
			['steps', ''],
			['secretToken', ''],
		]);
	});

	test('includes events of candidates, applications, interviews, offers, and jobs', () => {
		const values = property('event')?.options?.map((option) => 'value' in option && option.value);
		expect(values).toEqual([
			'applicationSubmit',
			'applicationUpdate',
			'candidateDelete',
			'candidateHire',
			'candidateMerge',
			'candidateStageChange',
			'interviewPlanTransition',
			'interviewScheduleCreate',
			'interviewScheduleUpdate',
			'jobCreate',
			'jobPostingPublish',
			'jobPostingUnpublish',
			'jobPostingUpdate',
			'jobUpdate',
			'offerCreate',
			'offerDelete',
			'offerUpdate',
			'surveySubmit',
		]);
	});

	test('includes the stage trigger’s Jobs and Stages, for stage changes', () => {
		const ofStageTrigger = new AshbyStageTrigger().description.properties;
		expect(property('links')).toEqual({
			...ofStageTrigger.find(({ name }) => name === 'links'),
			displayOptions: { show: { event: ['candidateStageChange'] } },
		});
	});

	test('masks the secret token', () => {
		expect(property('secretToken')?.typeOptions).toEqual({ password: true });
	});

	test('includes the credential’s test, where n8n looks it up', () => {
		expect(description.credentials).toEqual([
			{ name: 'ashbyApi', required: true, testedBy: 'ashbyApiTest' },
		]);
		expect(node.methods?.credentialTest).toEqual({ ashbyApiTest });
	});
});

describe('a move into a watched stage', () => {
	test.each(['missing', 'null'] as const)(
		'returns the same item as the stage trigger, if absent values are %s',
		async (absentAs) => {
			const { now } = setting;
			now.ashby.switches.absentAs = absentAs;
			for (const simplify of [true, false]) {
				const parameters = now.parameters({ simplify });
				await setting.now.publish(parameters);
				const poller = new AshbyStageTrigger();
				const options = { parameters, credentials: now.credentials(), staticData: {} };
				const polling = pollContext(poller, options);
				const poll = async () => await poller.poll.call(polling);
				expect(await poll()).toBeNull();
				now.pass();
				await setting.now.moved(`Ada ${simplify}`);
				now.pass();
				const [[polled]] = (await poll())!;
				const [{ attempt, ...item }] = now.items.splice(0);
				expect({ ...item, attempt: polled.json.attempt }).toEqual(polled.json);
				// Until the trigger that returns again may take the entry over.
				expect(attempt).toEqual({
					...(polled.json.attempt as object),
					isRepeat: expect.any(Boolean),
					until: expect.stringMatching(/^\d{4}-.*Z$/),
				});
				await now.unpublish();
			}
		},
	);

	test('costs one request, and a move to another stage costs none', async () => {
		await setting.now.publish();
		const { entry } = await setting.now.moved();
		expect(setting.now.started).toEqual([entry]);
		setting.now.move(setting.now.apply('Bob'), 'Phone Screen');
		setting.now.move(setting.now.apply('Eve', setting.now.otherJob), 'Offer', setting.now.otherJob);
		await setting.now.settled();
		expect(setting.now.started).toEqual([entry]);
		expect(setting.now.lookups).toBe(1);
		expect(setting.now.statuses).toEqual([200, 200, 200]);
	});

	test('runs the workflow for a stage by name, in any job', async () => {
		const job = { __rl: true, mode: 'list', value: '*' };
		const stage = { __rl: true, mode: 'name', value: ' video interview' };
		await setting.now.publish(setting.now.parameters({}, [{ job, stage }]));
		const application = setting.now.apply('Eve', setting.now.otherJob);
		const entry = setting.now.move(application, 'Video Interview', setting.now.otherJob);
		await setting.now.settled();
		expect(setting.now.started).toEqual([entry]);
	});

	test('counts as another entry if the candidate comes back', async () => {
		await setting.now.publish();
		const application = setting.now.apply('Ada');
		const entries: string[] = [];
		for (const stage of ['Video Interview', 'Onsite', 'Video Interview']) {
			entries.push(setting.now.move(application, stage));
			await setting.now.settled();
		}
		expect(setting.now.started).toEqual([entries[0], entries[2]]);
	});

	test('that is delivered late counts for the candidate’s current stage', async () => {
		await setting.now.publish();
		setting.now.inTheWay = () => 502;
		const { posted } = await setting.now.moved();
		setting.now.inTheWay = undefined;
		setting.now.move([...setting.now.ashby.applications.values()][0], 'Onsite');
		await setting.now.settled();
		expect(await setting.now.post(posted)).toBe(200);
		expect(setting.now.started).toEqual([]);
	});

	test('of an application that no longer exists runs nothing', async () => {
		await setting.now.publish();
		setting.now.ashby.fault = ({ path }) =>
			path === '/application.info' ? { kind: 'code', code: 'application_not_found' } : undefined;
		await setting.now.moved();
		expect(setting.now.statuses).toEqual([200]);
		expect([setting.now.items, setting.now.failures]).toEqual([[], []]);
	});
});

describe('the workflow runs once', () => {
	test('for a repeated delivery, even after a restart', async () => {
		await setting.now.publish();
		const { entry, posted } = await setting.now.moved();
		expect(await setting.now.post(posted)).toBe(200);
		const now = Date.now();
		jest.spyOn(Date, 'now').mockReturnValue(now + 60 * 60_000);
		expect(await setting.now.post(posted)).toBe(200);
		jest.restoreAllMocks();
		expect(setting.now.started).toEqual([entry]);
	});

	test('for deliveries at the same time', async () => {
		await setting.now.publish();
		setting.now.inTheWay = () => 502;
		const { entry, posted } = await setting.now.moved();
		setting.now.inTheWay = undefined;
		const statuses = await Promise.all([1, 2, 3].map(() => setting.now.post(posted)));
		expect(statuses).toEqual([200, 200, 200]);
		expect(setting.now.started).toEqual([entry]);
	});

	test('for a move through two watched stages, if the first is delivered late', async () => {
		const links = ['Video Interview', 'Onsite'].map((stage) =>
			setting.now.link(setting.now.job, stage),
		);
		await setting.now.publish(setting.now.parameters({}, links));
		setting.now.inTheWay = () => 502;
		const { posted } = await setting.now.moved();
		setting.now.inTheWay = undefined;
		const [application] = setting.now.ashby.applications.values();
		const second = setting.now.move(application, 'Onsite');
		await setting.now.settled();
		await setting.now.post(posted);
		expect(setting.now.started).toEqual([second]);
	});

	test('for a hire, for which Ashby sends three webhooks', async () => {
		const links = [setting.now.link(setting.now.job, 'Hired')];
		await setting.now.publish(setting.now.parameters({}, links));
		const [{ requestUrl, secretToken }] = setting.now.webhooks;
		for (const webhookType of ['candidateHire', 'applicationUpdate'] as const) {
			await setting.now.ashby.webhooks.create({ webhookType, requestUrl, secretToken });
		}
		const entry = setting.now.move(setting.now.apply('Ada'), 'Hired');
		await setting.now.settled();
		expect(setting.now.statuses).toEqual([200, 200, 200]);
		expect(setting.now.started).toEqual([entry]);
	});
});

describe('other events', () => {
	test('run the workflow once, however often they are delivered, without any request', async () => {
		await setting.now.publish({ event: 'candidateHire' });
		const before = setting.now.asked.length;
		const application = setting.now.apply('Ada');
		setting.now.move(application, 'Hired');
		await setting.now.settled();
		const { webhookActionId } = JSON.parse(setting.now.lastPosted.rawBody.toString());
		await setting.now.post(setting.now.lastPosted);
		expect(setting.now.items).toMatchObject([
			{
				event: 'candidateHire',
				webhookActionId,
				application: { id: application.id, status: 'Hired' },
				stage: { title: 'Hired', type: 'Hired' },
			},
		]);
		expect(setting.now.asked).toHaveLength(before);
	});

	test('return what Ashby sent, unless simplified', async () => {
		await setting.now.publish({ event: 'candidateDelete', simplify: false });
		const body = {
			webhookActionId: 'act-1',
			action: 'candidateDelete',
			data: { candidate: { id: '1' } },
		};
		expect(await setting.now.post(setting.now.signed(body))).toBe(200);
		expect(setting.now.items).toEqual([body]);
	});
});
