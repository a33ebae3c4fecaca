import type { IDataObject } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { RUN_CHECK } from '../../../../nodes/shared/api/failure.ts';
import type { Permission } from '../../../sandbox/ashby.mts';
import { pollContext } from '../../../support/contexts.mts';
import type { TwoJobs } from '../../../support/twoJobs.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { engineFor, idsOf, POLLERS, setUpTwoJobs } from '../stageTrigger/setUp.mts';

const twoJobs = setUpTwoJobs();

describe('a watched stage that no longer exists', () => {
	const engineWith = (org: TwoJobs, links: IDataObject[]) =>
		engineFor(org, org.parameters({}, links));

	test('is named as it was when it was selected, when a person publishes', async () => {
		const org = await twoJobs();
		const links = [org.link(), org.link(org.otherJob)];
		org.ashby.deleteJob(org.otherJob.id);
		await expect(engineWith(org, links).publish()).rejects.toThrow(
			`Row 2 of 'Jobs and Stages': job '${org.otherJob.title}' no longer exists in Ashby`,
		);
		org.ashby.deleteStage(org.stage('Video Interview'));
		await expect(engineWith(org, [links[0]]).publish()).rejects.toThrow(
			`Row 1 of 'Jobs and Stages': the job '${org.job.title}' no longer has the stage 'Video Interview'`,
		);
	});

	test('is named by its ID if only that was entered', async () => {
		const org = await twoJobs();
		const id = '8f3a7c52-1f63-4b7e-8b68-0c9c8d1d7c11';
		const job = { __rl: true, mode: 'id', value: id };
		await expect(engineWith(org, [{ ...org.link(), job }]).publish()).rejects.toThrow(
			`Row 1 of 'Jobs and Stages': job ${id} no longer exists in Ashby`,
		);
		const stage = { __rl: true, mode: 'id', value: id };
		await expect(engineWith(org, [{ ...org.link(), stage }]).publish()).rejects.toThrow(
			`Row 1 of 'Jobs and Stages': the job '${org.job.title}' no longer has the stage ${id}`,
		);
	});

	test('is named by the name that was entered', async () => {
		const org = await twoJobs();
		const link = { ...org.link(), stage: { __rl: true, mode: 'name', value: 'Video Interview' } };
		org.ashby.renameStage(org.stage('Video Interview'), 'Recorded Interview');
		await expect(engineWith(org, [link]).publish()).rejects.toThrow(
			`Row 1 of 'Jobs and Stages': the job '${org.job.title}' has no stage named 'Video Interview'. The nearest name is 'Recorded Interview'`,
		);
	});

	test.each(POLLERS)(
		'is named once a day while the workflow runs, and the others continue (%s)',
		async (_name, Kind) => {
			const org = await twoJobs();
			const stage = { __rl: true, mode: 'id', value: org.stage('Video Interview', org.otherJob) };
			const rows = [org.link(), { ...org.link(org.otherJob), stage }];
			const engine = engineFor(org, org.parameters({}, rows), Kind);
			await engine.publish();
			await engine.tick();
			org.ashby.deleteStage(org.stage('Video Interview', org.otherJob));
			const gone = expect.stringMatching(
				/^Row 2 of 'Jobs and Stages': the job '.*' no longer has the stage [0-9a-f-]{36}$/,
			);
			org.pass(25 * 60 * MINUTE);
			const first = org.move(org.apply('Ada'), 'Video Interview');
			await engine.tick();
			expect(engine.errors).toEqual([gone]);
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

	test('isn’t reported if the key can’t tell', async () => {
		const org = await twoJobs();
		org.key = org.ashby.addKey({ permissions: ['candidatesRead'] });
		const engine = engineFor(org);
		await engine.publish();
		await engine.tick();
		expect(engine.errors).toEqual([]);
	});
});

describe('Any Job with a stage By Name', () => {
	const link = (value: string) => ({
		job: { __rl: true, mode: 'list', value: '*' },
		stage: { __rl: true, mode: 'name', value },
	});
	const RECOMMENDED: Permission[] = ['jobsRead', 'candidatesRead', 'candidatesWrite'];

	const onProblem = jest.fn();

	function engineWith(org: TwoJobs, name: string, permissions = RECOMMENDED) {
		org.key = org.ashby.addKey({ permissions });
		return engineFor(org, org.parameters({}, [link(name)]), undefined, { onProblem });
	}

	test.each([
		['with interviewsRead', [...RECOMMENDED, 'interviewsRead' as const]],
		['without', RECOMMENDED],
	])(
		'that no plan has is refused at publishing, and reported later (%s)',
		async (_key, permissions) => {
			const org = await twoJobs();
			await expect(engineWith(org, 'Vido Interview', permissions).publish()).rejects.toThrow(
				"Row 1 of 'Jobs and Stages': No interview plan has a stage named 'Vido Interview'. The nearest name is 'Video Interview'",
			);
			const engine = engineWith(org, 'Video Interview', permissions);
			await engine.publish();
			for (const { id } of [...org.ashby.stages.values()]) {
				if (org.ashby.stages.get(id)?.title === 'Video Interview')
					org.ashby.renameStage(id, 'Video');
			}
			for (const _day of [1, 2]) {
				org.pass(25 * 60 * MINUTE);
				await engine.tick();
				await engine.tick();
			}
			expect(engine.errors).toEqual(
				[1, 2].map(() =>
					expect.stringContaining("No interview plan has a stage named 'Video Interview'"),
				),
			);
			expect(onProblem.mock.lastCall[0].description).toContain(RUN_CHECK);
		},
	);

	test.each(['video interview', ' Video\u00a0Interview', 'Video  Interview'])(
		'matches %j, whose case and white space don’t count',
		async (name) => {
			const org = await twoJobs();
			const engine = engineWith(org, name);
			await engine.publish();
			org.pass();
			const entry = org.move(org.apply('Ada'), 'Video Interview');
			await engine.tick();
			expect(idsOf(engine)).toEqual([entry]);
		},
	);

	test.each([
		[
			'more plans than 50 requests can read',
			(org: TwoJobs) => {
				for (let plan = 0; plan < 60; plan++) org.ashby.addJob({ title: `Job ${plan}` });
			},
		],
		[
			'a job with two plans',
			(org: TwoJobs) => {
				const plans = [1, 2].map((each) => org.ashby.addInterviewPlan({ title: `Plan ${each}` }));
				org.ashby.addJob({ title: 'Two', interviewPlanIds: plans.map(({ id }) => id) });
			},
		],
	])('is published if the key can’t read all plans: %s', async (_what, change) => {
		const org = await twoJobs();
		change(org);
		const engine = engineWith(org, 'Vido Interview');
		org.ashby.resetLog();
		await engine.publish();
		const { byPath } = org.ashby.counts;
		const requests = ['/interviewPlan.list', '/job.list', '/jobInterviewPlan.info'];
		const all = requests.reduce((sum, path) => sum + (byPath[path] ?? 0), 0);
		expect(all).toBeLessThanOrEqual(50);
		expect(engine.errors).toEqual([]);
	});

	test('that no plan has is named when a test event is fetched', async () => {
		const org = await twoJobs();
		const parameters = org.parameters({}, [link('Vido Interview')]);
		const options = { parameters, credentials: org.credentials(), mode: 'manual' as const };
		const context = pollContext(new AshbyStageTrigger(), options);
		await expect(new AshbyStageTrigger().poll.call(context)).rejects.toThrow(
			"No interview plan has a stage named 'Vido Interview'",
		);
	});
});
