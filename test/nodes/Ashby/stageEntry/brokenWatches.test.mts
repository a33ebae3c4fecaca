import type { IDataObject } from 'n8n-workflow';

import { RUN_CHECK } from '../../../../nodes/shared/api/failure.ts';
import type { Permission } from '../../../sandbox/ashby.mts';
import { ClassicEngine, DurableEngine } from '../../../support/engines.mts';
import { locator } from '../setUp.mts';
import * as triggers from '../stageTrigger/setUp.mts';
import { org } from '../stageTrigger/setUp.mts';

const { engineFor, pollerOf, publishedFor } = triggers;
const pass = triggers.useTwoJobs();

describe('a watched stage that no longer exists', () => {
	const id = '8f3a7c52-1f63-4b7e-8b68-0c9c8d1d7c11';
	const byId = locator('id', id);
	const byName = locator('name', 'Video Interview');
	const one = (more: IDataObject) => () => [{ ...org.link(), ...more }];
	const two = () => [org.link(), org.link(org.otherJob)];
	const ofSupport = "the job 'Support Agent'";
	const renamed = "no stage named 'Video Interview'. The nearest name is 'Recorded Interview'";

	test.each<[string, () => IDataObject[], number, string]>([
		['job by the name it was picked with', two, 2, "job 'Sales Lead' no longer exists in Ashby"],
		['job by its ID', one({ job: byId }), 1, `job ${id} no longer exists in Ashby`],
		['stage by its ID', one({ stage: byId }), 1, `${ofSupport} no longer has the stage ${id}`],
		['stage by its name', one({ stage: byName }), 1, `${ofSupport} has ${renamed}`],
	])('is named when a person publishes: the %s', async (_which, linksOf, row, message) => {
		const parameters = org.parameters({}, linksOf());
		org.ashby.deleteJob(org.otherJob.id);
		org.ashby.renameStage(org.stage('Video Interview'), 'Recorded Interview');
		const named = `Row ${row} of 'Jobs and Stages': ${message}`;
		await expect(publishedFor(org, parameters)).rejects.toThrow(named);
	});

	test('isn’t reported if the key can’t tell', async () => {
		org.key = org.ashby.addKey({ permissions: ['candidatesRead'] });
		const engine = await publishedFor(org);
		await engine.tick();
		expect(engine.errors).toEqual([]);
	});
});

describe('Any Job with a stage By Name', () => {
	const RECOMMENDED: Permission[] = ['jobsRead', 'candidatesRead', 'candidatesWrite'];
	const UNKNOWN = "No interview plan has a stage named 'Vido Interview'";
	const onProblem = jest.fn();
	const parametersOf = (name: string) =>
		org.parameters({}, [{ job: locator('list', '*'), stage: locator('name', name) }]);
	const engineWith = (name: string, Kind?: triggers.Poller) =>
		engineFor(org, parametersOf(name), Kind, { onProblem });

	test.each([
		['classic', ClassicEngine, [...RECOMMENDED, 'interviewsRead' as const]],
		['durable, without interviewsRead', DurableEngine, RECOMMENDED],
	])('that no plan has is refused, and reported later (%s)', async (_poller, Kind, permissions) => {
		org.key = org.ashby.addKey({ permissions });
		const refused = `Row 1 of 'Jobs and Stages': ${UNKNOWN}. The nearest name is 'Video Interview'`;
		await expect(engineWith('Vido Interview').publish()).rejects.toThrow(refused);
		// So is a test event.
		const parameters = parametersOf('Vido Interview');
		const testEvent = pollerOf(org, { parameters, mode: 'manual' });
		await expect(testEvent.poll()).rejects.toThrow(UNKNOWN);
		const engine = engineWith('Video Interview', Kind);
		await engine.publish();
		for (const { id, title } of org.ashby.stages.values()) {
			if (title === 'Video Interview') org.ashby.renameStage(id, 'Video');
		}
		// Reported after 25 and 50 hours, and not in between, even if n8n starts again.
		for (const hours of [13, 12, 13, 12]) {
			pass(org, hours * triggers.HOUR);
			await engine.restart();
			await engine.tick();
		}
		const gone = "No interview plan has a stage named 'Video Interview'";
		expect(engine.errors).toEqual([1, 2].map(() => expect.stringContaining(gone)));
		expect(onProblem.mock.lastCall[0].description).toContain(RUN_CHECK);
	});

	const addJobs = () => {
		for (let plan = 0; plan < 60; plan++) org.ashby.addJob({ title: `Job ${plan}` });
	};
	const addTwoPlans = () => {
		const { ashby } = org;
		const plans = [1, 2].map((each) => ashby.addInterviewPlan({ title: `Plan ${each}` }));
		ashby.addJob({ title: 'Two', interviewPlanIds: plans.map(({ id }) => id) });
	};

	test.each([
		['more plans than 50 requests can read', addJobs],
		['a job with two plans', addTwoPlans],
	])('is published if the key can’t read all plans: %s', async (_what, change) => {
		change();
		org.key = org.ashby.addKey({ permissions: RECOMMENDED });
		const engine = engineWith('Vido Interview');
		org.ashby.resetLog();
		await engine.publish();
		const ofPlans = ['/interviewPlan.list', '/job.list', '/jobInterviewPlan.info'];
		const all = org.ashby.requests.filter(({ path }) => ofPlans.includes(path));
		expect(all.length).toBeLessThanOrEqual(50);
		expect(engine.errors).toEqual([]);
	});
});
