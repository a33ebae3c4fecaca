/** What a published trigger reports to people, how often, and that everyone else is unaffected. */
import { MINUTE } from '../../support/twoJobs.mts';
import {
	enter,
	onlyDatePasses,
	POLLERS,
	polls,
	publishedFor,
	setUpTwoJobs,
} from './stageTrigger/setUp.mts';

const HOUR = 60 * MINUTE;

const twoJobs = setUpTwoJobs();
onlyDatePasses();

describe.each(POLLERS)('with the %s poller', (_name, Kind) => {
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
		expect(engine.errors).toEqual([
			expect.stringContaining("Ashby couldn't return the application of Ada"),
		]);
		const { readUntil } = engine.state.state as { readUntil: number };
		expect(org.time.getTime() - readUntil).toBeLessThan(3 * HOUR);
		org.ashby.fault = undefined;
		await polls(org, engine, 4, HOUR);
		expect(engine.executions).toMatchObject([{ id }, { id: ada.entry }]);
	});
});
