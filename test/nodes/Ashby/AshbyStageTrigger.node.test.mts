import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { thisProcess } from '../../../nodes/shared/polling.ts';
import type { AshbySwitches } from '../../sandbox/ashby.mts';
import { pollContext } from '../../support/contexts.mts';
import type { Engine } from '../../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../../support/engines.mts';
import { MINUTE, Organisation } from '../../support/organisation.mts';

const organisations: Organisation[] = [];

async function organisation(switches?: Partial<AshbySwitches>): Promise<Organisation> {
	const made = new Organisation(switches);
	await made.ashby.start();
	organisations.push(made);
	return made;
}

// n8n has been running for an hour.
beforeEach(() => {
	thisProcess.since = Date.now() - 60 * MINUTE;
});
afterEach(async () => {
	for (const { ashby } of organisations.splice(0)) {
		await ashby.stop();
		expect(ashby.violations).toEqual([]);
	}
});

const idsOf = (engine: Engine) => engine.executions.map(({ id }) => id);

describe.each([
	['classic', ClassicEngine],
	['durable', DurableEngine],
])('with the %s poller', (_name, EngineClass) => {
	function engineFor(
		org: Organisation,
		more: INodeParameters = {},
		links: IDataObject[] = [org.link()],
	): Engine {
		return new EngineClass(new AshbyStageTrigger(), {
			parameters: org.parameters(more, links),
			credentials: org.credentials(),
		});
	}

	test('a candidate who enters the stage fires once', async () => {
		const org = await organisation();
		const ada = org.apply('Ada');
		const engine = engineFor(org);
		await engine.publish();
		org.pass();
		const stay = org.move(ada, 'Video Interview');
		org.pass();
		await engine.tick();
		await engine.tick();
		expect(idsOf(engine)).toEqual([stay]);
		expect(engine.errors).toEqual([]);
	});

	test('who leaves and returns fires again; who is merely edited does not', async () => {
		const org = await organisation();
		const ada = org.apply('Ada');
		const engine = engineFor(org);
		await engine.publish();
		org.pass();
		const first = org.move(ada, 'Video Interview');
		await engine.tick();
		org.pass();
		org.ashby.edit(ada.id);
		org.ashby.addNote(ada.candidateId, 'Looks good');
		await engine.tick();
		org.pass();
		org.move(ada, 'Onsite');
		org.pass();
		const second = org.move(ada, 'Video Interview');
		await engine.tick();
		expect(idsOf(engine)).toEqual([first, second]);
	});

	test('from now on: who is there when a person publishes does not fire', async () => {
		const org = await organisation();
		const early = org.apply('Early', org.job, 'Video Interview');
		org.pass();
		const engine = engineFor(org);
		await engine.publish();
		org.pass();
		org.ashby.edit(early.id);
		await engine.tick();
		engine.unpublish();
		org.move(org.apply('Meanwhile'), 'Video Interview');
		org.pass();
		await engine.publish();
		org.pass();
		await engine.tick();
		expect(idsOf(engine)).toEqual([]);
	});

	test('catch up: what happened while the workflow was switched off fires', async () => {
		const org = await organisation();
		org.apply('Early', org.job, 'Video Interview');
		org.pass();
		const engine = engineFor(org, { options: { whenActivated: 'catchUp' } });
		await engine.publish();
		await engine.tick();
		engine.unpublish();
		org.pass();
		const stay = org.move(org.apply('Meanwhile'), 'Video Interview');
		org.pass();
		await engine.publish();
		await engine.tick();
		expect(idsOf(engine)).toEqual([stay]);
	});

	test('include existing: who is there fires, once', async () => {
		const org = await organisation();
		const ada = org.apply('Ada', org.job, 'Video Interview');
		const [stay] = org.ashby.historyOf(ada.id);
		org.pass();
		const engine = engineFor(org, { options: { whenActivated: 'includeExisting' } });
		await engine.publish();
		org.pass();
		org.ashby.edit(ada.id);
		await engine.tick();
		engine.unpublish();
		await engine.publish();
		await engine.tick();
		expect(idsOf(engine)).toEqual([stay.id]);
	});

	test('a restart is not a publishing: whatever happened during the downtime fires', async () => {
		const org = await organisation();
		const engine = engineFor(org);
		await engine.publish();
		await engine.tick();
		org.pass();
		const stay = org.move(org.apply('Ada'), 'Video Interview');
		org.pass();
		await engine.restart();
		await engine.tick();
		expect(idsOf(engine)).toEqual([stay]);
	});

	test('what happens between publishing and the first tick fires, even across a restart', async () => {
		const org = await organisation();
		const early = org.apply('Early', org.job, 'Video Interview');
		org.pass();
		const engine = engineFor(org);
		await engine.publish();
		org.pass();
		const stay = org.move(org.apply('Ada'), 'Video Interview');
		org.ashby.edit(early.id);
		await engine.restart();
		await engine.tick();
		expect(idsOf(engine)).toEqual([stay]);
	});

	test('a new link leaves out who is there already and does not disturb the others', async () => {
		const org = await organisation();
		const there = org.apply('There', org.otherJob, 'Video Interview');
		const engine = engineFor(org);
		await engine.publish();
		await engine.tick();
		org.pass();
		const first = org.move(org.apply('Ada'), 'Video Interview');
		await engine.update(org.parameters({}, [org.link(), org.link(org.otherJob)]));
		await engine.tick();
		org.pass();
		org.ashby.edit(there.id);
		const second = org.move(org.apply('Bea', org.otherJob), 'Video Interview', org.otherJob);
		org.pass();
		await engine.tick();
		expect(idsOf(engine)).toEqual([first, second]);
	});

	test('include who left: entered and left between two polls', async () => {
		const org = await organisation();
		const ada = org.apply('Ada');
		const engine = engineFor(org, { options: { includeWhoLeft: true } });
		await engine.publish();
		await engine.tick();
		org.pass();
		const stay = org.move(ada, 'Video Interview');
		org.pass();
		org.move(ada, 'Onsite');
		await engine.tick();
		org.pass();
		org.ashby.edit(ada.id);
		await engine.tick();
		expect(idsOf(engine)).toEqual([stay]);
		expect(engine.executions[0].stage).toEqual({
			id: org.stage('Video Interview'),
			title: 'Video Interview',
			type: null,
		});
	});

	test('without it, who left before the poll does not fire', async () => {
		const org = await organisation();
		const ada = org.apply('Ada');
		const engine = engineFor(org);
		await engine.publish();
		org.pass();
		org.move(ada, 'Video Interview');
		org.move(ada, 'Onsite');
		await engine.tick();
		expect(idsOf(engine)).toEqual([]);
	});

	test('Any Job with a stage name covers jobs whose plans share the name', async () => {
		const org = await organisation();
		const link = {
			job: { __rl: true, mode: 'list', value: '*' },
			stage: { __rl: true, mode: 'name', value: ' video interview ' },
		};
		const engine = engineFor(org, {}, [link]);
		await engine.publish();
		org.pass();
		const first = org.move(org.apply('Ada'), 'Video Interview');
		org.pass();
		const second = org.move(org.apply('Bea', org.otherJob), 'Video Interview', org.otherJob);
		org.move(org.apply('Cleo'), 'Onsite');
		await engine.tick();
		expect(idsOf(engine)).toEqual([first, second]);
	});

	test('a failed poll keeps its place: nothing is lost, nothing doubled', async () => {
		const org = await organisation();
		const engine = engineFor(org);
		await engine.publish();
		await engine.tick();
		org.pass();
		const stay = org.move(org.apply('Ada'), 'Video Interview');
		org.ashby.fault = ({ path }) =>
			path === '/application.info' ? { kind: 'code', code: 'read_only' } : undefined;
		await engine.tick();
		expect(engine.errors).toEqual([
			'Ashby refused application.info: The request was refused: read_only',
		]);
		org.ashby.fault = undefined;
		await engine.tick();
		expect(idsOf(engine)).toEqual([stay]);
	});

	test.each(['sync_token_expired', 'sync_token_invalid', 'incremental_sync_too_large'])(
		'after %s it lists everything again and fires only what is new',
		async (code) => {
			const org = await organisation();
			const before = org.apply('Before');
			const engine = engineFor(org);
			await engine.publish();
			await engine.tick();
			org.pass();
			const first = org.move(before, 'Video Interview');
			await engine.tick();
			org.pass();
			const second = org.move(org.apply('Ada'), 'Video Interview');
			org.ashby.fault = ({ body }) => (body.syncToken ? { kind: 'code', code } : undefined);
			await engine.tick();
			org.ashby.fault = undefined;
			await engine.tick();
			expect(idsOf(engine)).toEqual([first, second]);
			expect(engine.errors).toEqual([]);
		},
	);

	test('a quiet poll is one request, whatever the number of links', async () => {
		const org = await organisation();
		const engine = engineFor(org, {}, [
			org.link(),
			org.link(org.job, 'Onsite'),
			org.link(org.otherJob),
			org.link(org.otherJob, 'Onsite'),
		]);
		for (let index = 0; index < 250; index++) org.apply(`Candidate${index}`);
		await engine.publish();
		await engine.tick();
		org.ashby.resetLog();
		await engine.tick();
		expect(org.ashby.counts.requests).toBe(1);
	});
});

describe('a link whose job or stage is gone', () => {
	const engineWith = (org: Organisation, links: IDataObject[]) =>
		new ClassicEngine(new AshbyStageTrigger(), {
			parameters: org.parameters({}, links),
			credentials: org.credentials(),
		});

	test('is named when a person publishes', async () => {
		const org = await organisation();
		const links = [org.link(), org.link(org.otherJob)];
		org.ashby.deleteJob(org.otherJob.id);
		await expect(engineWith(org, links).publish()).rejects.toThrow(
			`Entry 2 of 'Jobs and Stages': Ashby has no job ${org.otherJob.id} any more`,
		);
	});

	test('is named by its name, too', async () => {
		const org = await organisation();
		const link = { ...org.link(), stage: { __rl: true, mode: 'name', value: 'Video Interview' } };
		org.ashby.renameStage(org.stage('Video Interview'), 'Recorded Interview');
		await expect(engineWith(org, [link]).publish()).rejects.toThrow(
			"Entry 1 of 'Jobs and Stages': the job has no stage named 'Video Interview' any more",
		);
	});

	test.each([
		['classic', ClassicEngine],
		['durable', DurableEngine],
	])(
		'is named once a day while the workflow runs, and the others go on (%s)',
		async (_name, Poller) => {
			const org = await organisation();
			const engine = new Poller(new AshbyStageTrigger(), {
				parameters: org.parameters({}, [org.link(), org.link(org.otherJob)]),
				credentials: org.credentials(),
			});
			await engine.publish();
			await engine.tick();
			org.ashby.deleteStage(org.stage('Video Interview', org.otherJob));
			const gone = expect.stringMatching(
				/^Entry 2 of 'Jobs and Stages': the job has no stage .* any more$/,
			);
			org.pass(25 * 60 * MINUTE);
			const first = org.move(org.apply('Ada'), 'Video Interview');
			await engine.tick();
			expect(engine.errors).toEqual([]);
			await engine.tick();
			await engine.tick();
			expect(engine.errors).toEqual([gone]);
			org.pass();
			const second = org.move(org.apply('Bea'), 'Video Interview');
			await engine.tick();
			expect(idsOf(engine)).toEqual([first, second]);
			org.pass(25 * 60 * MINUTE);
			await engine.tick();
			expect(engine.errors).toEqual([gone, gone]);
		},
	);

	test('is not reported when the key cannot tell', async () => {
		const org = await organisation();
		const key = org.ashby.addKey({ permissions: ['candidatesRead'] });
		const engine = new ClassicEngine(new AshbyStageTrigger(), {
			parameters: org.parameters(),
			credentials: [{ ...org.credentials()[0], data: { apiKey: key, baseUrl: org.ashby.url } }],
		});
		await engine.publish();
		await engine.tick();
		expect(engine.errors).toEqual([]);
	});
});

describe('the item', () => {
	async function itemFor(more: INodeParameters = {}, switches: Partial<AshbySwitches> = {}) {
		const org = await organisation(switches);
		const candidate = org.ashby.addCandidate({
			name: 'Ada de Vries',
			email: 'ada@example.com',
			phone: '+31612345678',
		});
		const application = org.ashby.addApplication({
			candidateId: candidate.id,
			jobId: org.job.id,
			stageId: org.stage('Phone Screen'),
		});
		const engine = new ClassicEngine(new AshbyStageTrigger(), {
			parameters: org.parameters(more),
			credentials: org.credentials(),
		});
		await engine.publish();
		org.pass();
		org.move(application, 'Video Interview');
		await engine.tick();
		return { org, candidate, application, item: engine.executions[0] };
	}

	test('has the promised fields', async () => {
		const { org, candidate, application, item } = await itemFor();
		const rows = org.ashby.historyOf(application.id);
		expect(item).toEqual({
			id: rows[1].id,
			enteredStageAt: rows[1].enteredStageAt,
			movedBy: rows[1].actorId ?? null,
			candidate: {
				id: candidate.id,
				name: 'Ada de Vries',
				firstName: 'Ada',
				lastName: 'de Vries',
				email: 'ada@example.com',
				phone: '+31612345678',
				url: `https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/${candidate.id}`,
			},
			application: { id: application.id, status: 'Active' },
			job: { id: org.job.id, title: 'Support Agent' },
			stage: { id: org.stage('Video Interview'), title: 'Video Interview', type: 'Active' },
			previousStage: { id: org.stage('Phone Screen'), title: 'Phone Screen' },
			delivery: 1,
			beforeRestart: false,
		});
	});

	test('without Simplify has the application as Ashby answers it', async () => {
		const { org, item, application } = await itemFor({ simplify: false });
		expect(item.application).toMatchObject({
			id: application.id,
			hiringTeam: expect.any(Array),
			currentInterviewStage: { id: org.stage('Video Interview') },
		});
		expect(item.application).not.toHaveProperty('applicationHistory');
	});

	test.each(['missing', 'null'] as const)(
		'what is absent is null (%s in the answer)',
		async (absentAs) => {
			const org = await organisation({ absentAs });
			const { id } = org.ashby.addCandidate({ name: 'Zoë' });
			const application = org.ashby.addApplication({ candidateId: id, jobId: org.job.id });
			const engine = new ClassicEngine(new AshbyStageTrigger(), {
				parameters: org.parameters(),
				credentials: org.credentials(),
			});
			await engine.publish();
			org.pass();
			org.move(application, 'Video Interview');
			await engine.tick();
			expect(engine.executions[0].candidate).toMatchObject({
				firstName: 'Zoë',
				lastName: null,
				email: null,
				phone: null,
			});
		},
	);
});

describe('Fetch Test Event', () => {
	const context = (org: Organisation, staticData: IDataObject = {}) =>
		pollContext(new AshbyStageTrigger(), {
			parameters: org.parameters(),
			credentials: org.credentials(),
			mode: 'manual',
			activation: 'manual',
			staticData,
		});

	test('shows candidates of the linked stages and remembers nothing', async () => {
		const org = await organisation();
		org.time = new Date();
		const ada = org.apply('Ada', org.job, 'Video Interview');
		org.apply('Bea');
		const staticData = {};
		const poll = context(org, staticData);
		const items = await new AshbyStageTrigger().poll.call(poll);
		expect(items?.[0].map(({ json }) => json.id)).toEqual([org.ashby.historyOf(ada.id)[0].id]);
		expect(staticData).toEqual({});
		expect(poll.getWorkflowStaticData('global')).toEqual({});
	});

	test('says plainly that there are none', async () => {
		const org = await organisation();
		await expect(new AshbyStageTrigger().poll.call(context(org))).rejects.toThrow(
			'No candidate stands in the chosen stages at the moment',
		);
	});
});

describe('bad input', () => {
	test.each([
		[[], "'Jobs and Stages' is empty"],
		[
			[
				{
					job: { __rl: true, mode: 'list', value: '' },
					stage: { __rl: true, mode: 'list', value: 'x' },
				},
			],
			"'Job' is not set in entry 1 of 'Jobs and Stages'",
		],
		[
			[
				{
					job: { __rl: true, mode: 'list', value: '*' },
					stage: { __rl: true, mode: 'name', value: ' ' },
				},
			],
			"'Stage' is not set in entry 1 of 'Jobs and Stages'",
		],
	])('%j is refused with the field named', async (links, message) => {
		const org = await organisation();
		const engine = new ClassicEngine(new AshbyStageTrigger(), {
			parameters: org.parameters({}, links),
			credentials: org.credentials(),
		});
		await expect(engine.publish()).rejects.toThrow(message);
	});

	test('a refused key is named, with what to do, and without the key', async () => {
		const org = await organisation();
		const engine = new ClassicEngine(new AshbyStageTrigger(), {
			parameters: org.parameters(),
			credentials: [
				{ ...org.credentials()[0], data: { apiKey: 'wrong-key', baseUrl: org.ashby.url } },
			],
		});
		const refused = await engine.publish().catch((error: Error) => error);
		expect(refused).toMatchObject({
			name: 'NodeApiError',
			message: 'Ashby does not accept this API key',
			httpCode: '403',
		});
		expect(JSON.stringify(refused)).not.toContain('wrong-key');
	});
});

test('polls that overlap do not both fire', async () => {
	const org = await organisation();
	const engine = new ClassicEngine(new AshbyStageTrigger(), {
		parameters: org.parameters(),
		credentials: org.credentials(),
	});
	await engine.publish();
	org.pass(5 * MINUTE);
	const stay = org.move(org.apply('Ada'), 'Video Interview');
	await Promise.all([engine.tick(), engine.tick(), engine.tick()]);
	expect(idsOf(engine)).toEqual([stay]);
});
