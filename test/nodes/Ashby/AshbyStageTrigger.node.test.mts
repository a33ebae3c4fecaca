/** What the model (test/model) doesn't show: a start of n8n without Ashby, and what is reported to people, how often. */
import { MINUTE } from '../../support/twoJobs.mts';
import * as setUp from './stageTrigger/setUp.mts';

const { enter, idsOf, polls, publishedFor } = setUp;
const twoJobs = setUp.setUpTwoJobs();
const pass = setUp.onlyDatePasses();
const HOUR = 60 * MINUTE;

describe.each(setUp.POLLERS)('with the %s poller', (_name, Kind) => {
	test('if n8n starts while Ashby is down, the trigger continues with the next poll', async () => {
		const org = await twoJobs();
		const engine = await publishedFor(org, org.parameters(), Kind);
		await engine.tick();
		pass(org);
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

	test('a deleted job and a candidate who was given up are both reported, each once a day', async () => {
		const org = await twoJobs();
		const rows = [org.link(), org.link(org.otherJob)];
		const parameters = org.parameters({ options: { repeatUntilNoted: true } }, rows);
		const engine = await publishedFor(org, parameters, Kind);
		enter(org, 'Ada');
		await polls(org, engine, 8 * 4, 6 * HOUR);
		expect(engine.errors.splice(0)).toEqual(['Given up after a week: Ada']);
		org.ashby.deleteJob(org.otherJob.id);
		await polls(org, engine, 3 * 24, HOUR);
		const gone = expect.stringContaining('no longer exists in Ashby');
		expect(engine.errors).toEqual([gone, gone, gone]);
	});

	test('an application that Ashby can’t return fails no poll, is reported once by name, and holds up nothing', async () => {
		const org = await twoJobs();
		const engine = await publishedFor(org, org.parameters(), Kind);
		const ada = enter(org, 'Ada');
		const { entry: id } = enter(org, 'Bea');
		org.ashby.fault = ({ path, body }) =>
			path === '/application.info' && body?.applicationId === ada.id
				? { kind: 'code', code: 'read_only' }
				: undefined;
		await polls(org, engine, 3 * 24, HOUR);
		expect(engine.executions).toMatchObject([{ id }]);
		const named = expect.stringContaining("Ashby couldn't return the application of Ada");
		expect(engine.errors).toEqual([named]);
		const { readUntil } = engine.state.state as { readUntil: number };
		expect(org.time.getTime() - readUntil).toBeLessThan(3 * HOUR);
		org.ashby.fault = undefined;
		await polls(org, engine, 4, HOUR);
		expect(engine.executions).toMatchObject([{ id }, { id: ada.entry }]);
	});
});
