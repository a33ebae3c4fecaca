/** What the model (test/model) doesn't show: a start of n8n without Ashby. */
import { enter, idsOf, POLLERS, publishedFor, setUpTwoJobs } from './stageTrigger/setUp.mts';

const twoJobs = setUpTwoJobs();

describe.each(POLLERS)('with the %s poller', (_name, Kind) => {
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
});
