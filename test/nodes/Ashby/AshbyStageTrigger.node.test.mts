/** What the model (test/model) doesn't show: the smallest case, a start of n8n without Ashby, and what a quiet poll costs. */
import { engineFor, idsOf, POLLERS, setUpTwoJobs } from './stageTrigger/setUp.mts';

const twoJobs = setUpTwoJobs();

describe.each(POLLERS)('with the %s poller', (_name, Kind) => {
	test('a candidate who enters a watched stage, of any job, is returned once', async () => {
		const org = await twoJobs();
		const link = {
			job: { __rl: true, mode: 'list', value: '*' },
			stage: { __rl: true, mode: 'name', value: ' video interview ' },
		};
		const engine = engineFor(org, org.parameters({}, [link]), Kind);
		await engine.publish();
		org.pass();
		const first = org.move(org.apply('Ada'), 'Video Interview');
		org.pass();
		const second = org.move(org.apply('Bea', org.otherJob), 'Video Interview', org.otherJob);
		org.move(org.apply('Cleo'), 'Onsite');
		await engine.tick();
		await engine.tick();
		expect(idsOf(engine)).toEqual([first, second]);
		expect(engine.errors).toEqual([]);
	});

	test('if n8n starts while Ashby is down, the trigger continues with the next poll', async () => {
		const org = await twoJobs();
		const engine = engineFor(org, org.parameters(), Kind);
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

	test('a quiet poll is one request, however many rows there are', async () => {
		const org = await twoJobs();
		const rows = [org.job, org.otherJob].flatMap((job) => [org.link(job), org.link(job, 'Onsite')]);
		const engine = engineFor(org, org.parameters({}, rows), Kind);
		for (let index = 0; index < 250; index++) org.apply(`Candidate${index}`);
		await engine.publish();
		await engine.tick();
		org.ashby.resetLog();
		await engine.tick();
		expect(org.ashby.counts.requests).toBe(1);
	});
});
