/** What happens around publishing: the first listing, the candidates it skips, and those who enter meanwhile. */
import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { Engine } from '../../../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../../../support/engines.mts';
import type { TwoJobs } from '../../../support/twoJobs.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { onlyDatePasses, setUpTwoJobs } from './setUp.mts';

const twoJobs = setUpTwoJobs();
const pass = onlyDatePasses();

const ids = (engine: Engine) => engine.executions.map(({ id }) => id);

describe.each([
	['classic', ClassicEngine],
	['durable', DurableEngine],
])('with the %s poller', (_name, EngineClass) => {
	const engineFor = (org: TwoJobs) =>
		new EngineClass(new AshbyStageTrigger(), {
			parameters: org.parameters(),
			credentials: org.credentials(),
		});

	test('From Now On reads no history of candidates in the stage, only the pages and two more requests', async () => {
		const org = await twoJobs();
		for (let number = 0; number < 250; number++) {
			org.apply(`Candidate${number}`, org.job, number % 2 ? 'Video Interview' : 'Onsite');
		}
		pass(org);
		const engine = engineFor(org);
		await engine.publish();
		await engine.tick();
		expect(org.ashby.counts.byPath['/application.info'] ?? 0).toBe(0);
		// One for a token, three pages, one for what has changed meanwhile, and one quiet poll.
		expect(org.ashby.counts.byPath['/application.list']).toBe(6);
		expect(ids(engine)).toEqual([]);
	});

	test('of two entries in the second of publishing, only the one after it is returned', async () => {
		const org = await twoJobs();
		const ada = org.apply('Ada');
		const bea = org.apply('Bea');
		pass(org);
		org.move(bea, 'Video Interview');
		pass(org, 500);
		const engine = engineFor(org);
		await engine.publish();
		pass(org, 200);
		const entry = org.move(ada, 'Video Interview');
		await engine.tick();
		expect(ids(engine)).toEqual([entry]);
	});

	test('an entry that is dated back to before publishing is returned', async () => {
		const org = await twoJobs();
		const ada = org.apply('Ada');
		pass(org);
		const engine = engineFor(org);
		await engine.publish();
		pass(org);
		const entry = org.move(ada, 'Video Interview');
		org.ashby.editHistory(ada.id, entry, { enteredStageAt: new Date('2026-02-01T09:00:00Z') });
		await engine.tick();
		expect(ids(engine)).toEqual([entry]);
	});

	test('candidates who were there unread aren’t returned when edited, but when they come back', async () => {
		const org = await twoJobs();
		const ada = org.apply('Ada', org.job, 'Video Interview');
		pass(org);
		const engine = engineFor(org);
		await engine.publish();
		pass(org);
		org.ashby.edit(ada.id);
		await engine.tick();
		expect(ids(engine)).toEqual([]);
		org.move(ada, 'Onsite');
		await engine.tick();
		const entry = org.move(ada, 'Video Interview');
		await engine.tick();
		expect(ids(engine)).toEqual([entry]);
	});
});

describe.each(['ignored', 'kept'] as const)(
	'while the first listing takes many polls, if the filters of its first token are %s',
	(tokenFilters) => {
		/** A look ends after each page of the listing. */
		async function slow() {
			const org = await twoJobs({ tokenFilters });
			const people = Array.from({ length: 450 }, (_, number) => org.apply(`Candidate${number}`));
			pass(org);
			const engine = new DurableEngine(new AshbyStageTrigger(), {
				parameters: org.parameters(),
				credentials: org.credentials(),
			});
			org.ashby.onExchange = ({ path, body }) => {
				const isListing = path === '/application.list' && !body.createdAfter && !body.syncToken;
				if (isListing) jest.setSystemTime(Date.now() + 41_000);
			};
			await engine.publish();
			pass(org);
			const entry = org.move(people[449], 'Video Interview');
			await engine.tick();
			return { org, engine, entry };
		}

		test(
			tokenFilters === 'ignored'
				? 'who enters is met by the next poll'
				: 'who enters is met once the listing has got to them',
			async () => {
				const { engine, entry } = await slow();
				expect(engine.state.state).toMatchObject({ list: { listing: expect.any(Object) } });
				expect(ids(engine)).toEqual(tokenFilters === 'ignored' ? [entry] : []);
			},
		);

		test('the token of the listing takes over, and nobody is missed or returned twice', async () => {
			const { org, engine, entry } = await slow();
			for (let poll = 0; poll < 8; poll++) {
				pass(org, 5 * MINUTE);
				await engine.tick();
			}
			expect(ids(engine)).toEqual([entry]);
			expect(engine.state.state).not.toHaveProperty('list.isProvisional');
			expect(engine.state.state).not.toHaveProperty('list.listing');
		});
	},
);

test.each(['listingStart', 'lastPage'] as const)(
	'a change between two pages is found, if the token of a listing covers changes since: %s',
	async (tokenCovers) => {
		const org = await twoJobs({ tokenCovers });
		const people = Array.from({ length: 250 }, (_, number) => org.apply(`Candidate${number}`));
		pass(org);
		const engine = new DurableEngine(new AshbyStageTrigger(), {
			parameters: org.parameters(),
			credentials: org.credentials(),
		});
		let entry = '';
		let pages = 0;
		org.ashby.onExchange = ({ path, body }) => {
			if (path !== '/application.list' || body.createdAfter || body.syncToken) return;
			// Somebody on the first page moves before the last one is read.
			if (++pages === 2) entry = org.move(people[3], 'Video Interview');
		};
		await engine.publish();
		for (let poll = 0; poll < 3; poll++) {
			pass(org);
			await engine.tick();
		}
		expect(ids(engine)).toEqual([entry]);
	},
);
