import type { IDataObject } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { RUN_CHECK } from '../../../../nodes/shared/api/failure.ts';
import type { Permission } from '../../../sandbox/ashby.mts';
import { pollContext } from '../../../support/contexts.mts';
import { ClassicEngine, DurableEngine } from '../../../support/engines.mts';
import type { TwoJobs } from '../../../support/twoJobs.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { locator } from '../setUp.mts';
import type { Poller } from '../stageTrigger/setUp.mts';
import { engineFor, publishedFor, setUpTwoJobs } from '../stageTrigger/setUp.mts';

const twoJobs = setUpTwoJobs();
const DAY = 25 * 60 * MINUTE;

describe('a watched stage that no longer exists', () => {
	const UNKNOWN = locator('id', '8f3a7c52-1f63-4b7e-8b68-0c9c8d1d7c11');
	const byName = locator('name', 'Video Interview');

	test.each<[string, (org: TwoJobs) => IDataObject[], string]>([
		[
			'job by the name it had when it was selected',
			(org) => {
				const links = [org.link(), org.link(org.otherJob)];
				org.ashby.deleteJob(org.otherJob.id);
				return links;
			},
			"Row 2 of 'Jobs and Stages': job 'Sales Lead' no longer exists in Ashby",
		],
		[
			'job by its ID, if only that was entered',
			(org) => [{ ...org.link(), job: UNKNOWN }],
			`Row 1 of 'Jobs and Stages': job ${UNKNOWN.value} no longer exists in Ashby`,
		],
		[
			'stage by its ID, if only that was entered',
			(org) => [{ ...org.link(), stage: UNKNOWN }],
			`Row 1 of 'Jobs and Stages': the job 'Support Agent' no longer has the stage ${UNKNOWN.value}`,
		],
		[
			'stage by the name that was entered',
			(org) => {
				const links = [{ ...org.link(), stage: byName }];
				org.ashby.renameStage(org.stage('Video Interview'), 'Recorded Interview');
				return links;
			},
			"Row 1 of 'Jobs and Stages': the job 'Support Agent' has no stage named 'Video Interview'. The nearest name is 'Recorded Interview'",
		],
	])('is named when a person publishes: the %s', async (_which, linksOf, message) => {
		const org = await twoJobs();
		const parameters = org.parameters({}, linksOf(org));
		await expect(publishedFor(org, parameters)).rejects.toThrow(message);
	});

	test('isn’t reported if the key can’t tell', async () => {
		const org = await twoJobs();
		org.key = org.ashby.addKey({ permissions: ['candidatesRead'] });
		const engine = await publishedFor(org);
		await engine.tick();
		expect(engine.errors).toEqual([]);
	});
});

describe('Any Job with a stage By Name', () => {
	const RECOMMENDED: Permission[] = ['jobsRead', 'candidatesRead', 'candidatesWrite'];
	const onProblem = jest.fn();
	const parametersOf = (org: TwoJobs, name: string) =>
		org.parameters({}, [{ job: locator('list', '*'), stage: locator('name', name) }]);
	const engineWith = (org: TwoJobs, name: string, Kind?: Poller) =>
		engineFor(org, parametersOf(org, name), Kind, { onProblem });

	test.each([
		['classic', ClassicEngine, [...RECOMMENDED, 'interviewsRead' as const]],
		['durable, without interviewsRead', DurableEngine, RECOMMENDED],
	])('that no plan has is refused, and reported later (%s)', async (_poller, Kind, permissions) => {
		const org = await twoJobs();
		org.key = org.ashby.addKey({ permissions });
		await expect(engineWith(org, 'Vido Interview').publish()).rejects.toThrow(
			"Row 1 of 'Jobs and Stages': No interview plan has a stage named 'Vido Interview'. The nearest name is 'Video Interview'",
		);
		const engine = engineWith(org, 'Video Interview', Kind);
		await engine.publish();
		for (const { id, title } of org.ashby.stages.values()) {
			if (title === 'Video Interview') org.ashby.renameStage(id, 'Video');
		}
		for (const _day of [1, 2]) {
			org.pass(DAY);
			await engine.tick();
			await engine.tick();
		}
		const unknown = "No interview plan has a stage named 'Video Interview'";
		expect(engine.errors).toEqual([1, 2].map(() => expect.stringContaining(unknown)));
		expect(onProblem.mock.lastCall[0].description).toContain(RUN_CHECK);
	});

	test.each([
		[
			'more plans than 50 requests can read',
			({ ashby }: TwoJobs) => {
				for (let plan = 0; plan < 60; plan++) ashby.addJob({ title: `Job ${plan}` });
			},
		],
		[
			'a job with two plans',
			({ ashby }: TwoJobs) => {
				const plans = [1, 2].map((each) => ashby.addInterviewPlan({ title: `Plan ${each}` }));
				ashby.addJob({ title: 'Two', interviewPlanIds: plans.map(({ id }) => id) });
			},
		],
	])('is published if the key can’t read all plans: %s', async (_what, change) => {
		const org = await twoJobs();
		change(org);
		org.key = org.ashby.addKey({ permissions: RECOMMENDED });
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
		const parameters = parametersOf(org, 'Vido Interview');
		const options = { parameters, credentials: org.credentials(), mode: 'manual' as const };
		const context = pollContext(new AshbyStageTrigger(), options);
		await expect(new AshbyStageTrigger().poll.call(context)).rejects.toThrow(
			"No interview plan has a stage named 'Vido Interview'",
		);
	});
});
