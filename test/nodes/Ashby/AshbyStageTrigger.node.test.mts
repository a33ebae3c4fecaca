/** What the model (test/model) doesn't show: the smallest case, a start of n8n without Ashby, and what a quiet poll costs. */
import { locator } from './setUp.mts';
import { enter, idsOf, POLLERS, publishedFor, setUpTwoJobs } from './stageTrigger/setUp.mts';

const twoJobs = setUpTwoJobs();

describe.each(POLLERS)('with the %s poller', (_name, Kind) => {
	test('a candidate who enters a watched stage, of any job, is returned once', async () => {
		const org = await twoJobs();
		const stage = locator('name', ' video\u00a0 interview ');
		const parameters = org.parameters({}, [{ job: locator('list', '*'), stage }]);
		const engine = await publishedFor(org, parameters, Kind);
		org.pass();
		const first = enter(org, 'Ada');
		org.pass();
		const second = enter(org, 'Bea', 'Video Interview', org.otherJob);
		enter(org, 'Cleo', 'Onsite');
		await engine.tick();
		await engine.tick();
		expect(idsOf(engine)).toEqual([first.entry, second.entry]);
		expect(engine.errors).toEqual([]);
	});

	test('if n8n starts while Ashby is down, the trigger continues with the next poll', async () => {
		const org = await twoJobs();
		const engine = await publishedFor(org, org.parameters(), Kind);
		await engine.tick();
		org.pass();
		const { entry } = enter(org, 'Ada');
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

	test('a quiet poll is one request, however many rows there are', async () => {
		const org = await twoJobs();
		const rows = [org.job, org.otherJob].flatMap((job) => [org.link(job), org.link(job, 'Onsite')]);
		for (let index = 0; index < 250; index++) org.apply(`Candidate${index}`);
		const engine = await publishedFor(org, org.parameters({}, rows), Kind);
		await engine.tick();
		org.ashby.resetLog();
		await engine.tick();
		expect(org.ashby.counts.requests).toBe(1);
	});
});
