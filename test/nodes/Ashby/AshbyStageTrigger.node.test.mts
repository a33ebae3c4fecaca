/** What the model (test/model) doesn't show: a first listing, a start without Ashby, and what Ashby can’t return. */
import { DurableEngine } from '../../support/engines.mts';
import { MINUTE } from '../../support/twoJobs.mts';
import * as setUp from './stageTrigger/setUp.mts';
import { org } from './stageTrigger/setUp.mts';

const { engineFor, enter, HOUR, idsOf, polls, publishedFor } = setUp;
const pass = setUp.useTwoJobs();

describe.each(setUp.POLLERS)('with the %s poller', (_name, Kind) => {
	test('From Now On reads no history of candidates in the stage, only the pages and two more requests', async () => {
		for (let number = 0; number < 250; number++) {
			org.apply(`Candidate${number}`, org.job, number % 2 ? 'Video Interview' : 'Onsite');
		}
		pass(org);
		const engine = await publishedFor(org, org.parameters(), Kind);
		await engine.tick();
		expect(org.ashby.counts.byPath['/application.info'] ?? 0).toBe(0);
		// One for a token, three pages, one for what has changed meanwhile, and one quiet poll.
		expect(org.ashby.counts.byPath['/application.list']).toBe(6);
		expect(idsOf(engine)).toEqual([]);
	});

	test('if n8n starts while Ashby is down, the trigger continues with the next poll', async () => {
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

	test('an application that Ashby can’t return fails no poll, is reported once by name, and holds up nothing', async () => {
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

test.each([
	['by the next poll', 'ignored'],
	['once it has got to them', 'kept'],
] as const)('who enters during a long first listing is met %s, filters %s', async (_, filters) => {
	org.ashby.switches.tokenFilters = filters;
	const people = Array.from({ length: 450 }, (_, number) => org.apply(`Candidate${number}`));
	pass(org);
	const engine = engineFor(org, org.parameters(), DurableEngine);
	// A look ends after each page of the listing.
	org.ashby.onExchange = ({ path, body }) => {
		const isListing = path === '/application.list' && !body.createdAfter && !body.syncToken;
		if (isListing) jest.setSystemTime(Date.now() + 41_000);
	};
	await engine.publish();
	pass(org);
	const entry = org.move(people[449], 'Video Interview');
	await engine.tick();
	expect(engine.state.state).toMatchObject({ list: { listing: expect.any(Object) } });
	expect(idsOf(engine)).toEqual(filters === 'ignored' ? [entry] : []);
	// In the end, the token of the listing takes over.
	await polls(org, engine, 8, 5 * MINUTE);
	expect(idsOf(engine)).toEqual([entry]);
	expect(engine.state.state).not.toHaveProperty('list.isProvisional');
	expect(engine.state.state).not.toHaveProperty('list.listing');
});
