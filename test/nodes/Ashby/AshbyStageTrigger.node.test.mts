import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { Engine } from '../../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../../support/engines.mts';
import type { TwoJobs } from '../../support/twoJobs.mts';
import { MINUTE } from '../../support/twoJobs.mts';
import { setUpTwoJobs } from './stageTrigger/setUp.mts';

const twoJobs = setUpTwoJobs();

const idsOf = (engine: Engine) => engine.executions.map(({ id }) => id);

describe.each([
	['classic', ClassicEngine],
	['durable', DurableEngine],
])('with the %s poller', (_name, EngineClass) => {
	function engineFor(
		org: TwoJobs,
		more: INodeParameters = {},
		links: IDataObject[] = [org.link()],
	): Engine {
		return new EngineClass(new AshbyStageTrigger(), {
			parameters: org.parameters(more, links),
			credentials: org.credentials(),
		});
	}

	test('a candidate who enters the stage is returned once', async () => {
		const org = await twoJobs();
		const ada = org.apply('Ada');
		const engine = engineFor(org);
		await engine.publish();
		org.pass();
		const entry = org.move(ada, 'Video Interview');
		org.pass();
		await engine.tick();
		await engine.tick();
		expect(idsOf(engine)).toEqual([entry]);
		expect(engine.errors).toEqual([]);
	});

	test('a candidate who leaves and comes back is returned again, an edited one isn’t', async () => {
		const org = await twoJobs();
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

	test('From Now On: candidates who are in the stage at publishing aren’t returned', async () => {
		const org = await twoJobs();
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

	test('Catch Up: candidates who entered while the workflow was unpublished are returned', async () => {
		const org = await twoJobs();
		org.apply('Early', org.job, 'Video Interview');
		org.pass();
		const engine = engineFor(org, { options: { whenActivated: 'catchUp' } });
		await engine.publish();
		await engine.tick();
		engine.unpublish();
		org.pass();
		const entry = org.move(org.apply('Meanwhile'), 'Video Interview');
		org.pass();
		await engine.publish();
		await engine.tick();
		expect(idsOf(engine)).toEqual([entry]);
	});

	test('Include Existing: candidates who are in the stage are returned, once', async () => {
		const org = await twoJobs();
		const ada = org.apply('Ada', org.job, 'Video Interview');
		const [entry] = org.ashby.historyOf(ada.id);
		org.pass();
		const engine = engineFor(org, { options: { whenActivated: 'includeExisting' } });
		await engine.publish();
		org.pass();
		org.ashby.edit(ada.id);
		await engine.tick();
		engine.unpublish();
		await engine.publish();
		await engine.tick();
		expect(idsOf(engine)).toEqual([entry.id]);
	});

	test('a restart isn’t a publishing: entries during the downtime are returned', async () => {
		const org = await twoJobs();
		const engine = engineFor(org);
		await engine.publish();
		await engine.tick();
		org.pass();
		const entry = org.move(org.apply('Ada'), 'Video Interview');
		org.pass();
		await engine.restart();
		await engine.tick();
		expect(idsOf(engine)).toEqual([entry]);
	});

	test('if n8n starts while Ashby is down, the trigger continues with the next poll', async () => {
		const org = await twoJobs();
		const engine = engineFor(org);
		await engine.publish();
		await engine.tick();
		org.pass();
		const entry = org.move(org.apply('Ada'), 'Video Interview');
		org.ashby.fault = () => ({ kind: 'code', code: 'read_only' });
		await engine.restart();
		expect(engine.isRunning).toBe(true);
		// While it lasts, the executions show it.
		await engine.tick();
		expect(engine.errors).toHaveLength(1);
		org.ashby.fault = undefined;
		await engine.tick();
		expect(idsOf(engine)).toEqual([entry]);
	});

	test('entries between publishing and the first scheduled poll are returned, even across a restart', async () => {
		const org = await twoJobs();
		const early = org.apply('Early', org.job, 'Video Interview');
		org.pass();
		const engine = engineFor(org);
		await engine.publish();
		org.pass();
		const entry = org.move(org.apply('Ada'), 'Video Interview');
		org.ashby.edit(early.id);
		await engine.restart();
		await engine.tick();
		expect(idsOf(engine)).toEqual([entry]);
	});

	test('a new row skips candidates who are already in the stage, and doesn’t affect other rows', async () => {
		const org = await twoJobs();
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

	test('Include Candidates Who Left returns those who entered and left between two polls', async () => {
		const org = await twoJobs();
		const ada = org.apply('Ada');
		const engine = engineFor(org, { options: { includeWhoLeft: true } });
		await engine.publish();
		await engine.tick();
		org.pass();
		const entry = org.move(ada, 'Video Interview');
		org.pass();
		org.move(ada, 'Onsite');
		await engine.tick();
		org.pass();
		org.ashby.edit(ada.id);
		await engine.tick();
		expect(idsOf(engine)).toEqual([entry]);
		expect(engine.executions[0].stage).toEqual({
			id: org.stage('Video Interview'),
			title: 'Video Interview',
			type: null,
		});
	});

	test('without it, candidates who left before the poll aren’t returned', async () => {
		const org = await twoJobs();
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
		const org = await twoJobs();
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

	test('after a failed request, nothing is missed and nothing is returned twice', async () => {
		const org = await twoJobs();
		const engine = engineFor(org);
		await engine.publish();
		await engine.tick();
		org.pass();
		const entry = org.move(org.apply('Ada'), 'Video Interview');
		org.ashby.fault = ({ path }) =>
			path === '/application.info' ? { kind: 'code', code: 'read_only' } : undefined;
		await engine.tick();
		expect(engine.errors).toEqual([]);
		org.ashby.fault = undefined;
		await engine.tick();
		expect(idsOf(engine)).toEqual([entry]);
	});

	test.each(['sync_token_expired', 'sync_token_invalid', 'incremental_sync_too_large'])(
		'after %s it lists everything again and only returns new entries',
		async (code) => {
			const org = await twoJobs();
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

	test('a quiet poll is one request, however many rows there are', async () => {
		const org = await twoJobs();
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

test('overlapping polls return an entry once', async () => {
	const org = await twoJobs();
	const engine = new ClassicEngine(new AshbyStageTrigger(), {
		parameters: org.parameters(),
		credentials: org.credentials(),
	});
	await engine.publish();
	org.pass(5 * MINUTE);
	const entry = org.move(org.apply('Ada'), 'Video Interview');
	await Promise.all([engine.tick(), engine.tick(), engine.tick()]);
	expect(idsOf(engine)).toEqual([entry]);
});
