/** What the Willo Response Trigger promises, in every reading of Willo, with n8n's two pollers. */
import type { WilloSwitches } from '../../sandbox/willo.mts';
import type { Engine } from '../../support/engines.mts';
import { MINUTE } from '../../support/twoJobs.mts';
import { POLLERS, READINGS, returned, setting, useSetting } from './responseTrigger/setting.mts';

const DAY = 24 * 60 * MINUTE;

/** What Willo's list may do with a query. */
const LISTS: Array<[string, Partial<WilloSwitches>]> = [
	['filters and orders', {}],
	['only filters', { listOrdering: 'ignored' }],
	['only orders', { listFilters: 'ignored', interviewForm: 'object' }],
	['does neither', { listFilters: 'ignored', listOrdering: 'ignored' }],
];

useSetting();

describe.each(POLLERS)('with the %s poller', (poller, Kind) => {
	// Each reading with one of the pollers: what Willo shows doesn't depend on how n8n keeps the state.
	const readings = READINGS.filter((_, index) => POLLERS[index % POLLERS.length][0] === poller);

	const published = async (parameters = {}) => await setting.published(Kind, parameters);
	/** Responds, polls twice, and says whose response was ever returned. */
	async function responding(engine: Engine, key: string) {
		await setting.respond(key);
		await setting.polls(engine, 2);
		return returned(engine);
	}

	describe.each(readings)('Willo shows %s', (_reading, switches) => {
		it.each(LISTS)('returns each new response once, from a list that %s', async (_list, more) => {
			setting.flip({ ...switches, ...more });
			const other = setting.willo.addInterview({ title: 'Another interview' });
			const [deep, ...many] = setting.invites(35);
			const stranger = setting.invite(other.key);
			const [near] = setting.invites(10);
			await setting.respond(many[0], many[20]);
			const engine = await published({ interviews: [setting.interview.key] });
			await setting.polls(engine, 3);
			expect(returned(engine)).toEqual([]);

			const between = setting.invite();
			await setting.respond(deep, stranger, near, between);
			await setting.polls(engine, 3);
			expect(returned(engine).sort()).toEqual([deep, near, between].sort());

			const meanwhile = setting.invite();
			await setting.respond(many[5], meanwhile);
			setting.pass();
			await engine.restart();
			await setting.polls(engine, 3);
			expect(returned(engine).slice(3).sort()).toEqual([many[5], meanwhile].sort());
			expect(engine.errors).toEqual([]);
		});

		it.each([
			['fromNowOn', []],
			['catchUp', ['off']],
			['includeExisting', ['before', 'deep', 'off']],
		])('published again, %s returns %j', async (whenActivated, expected) => {
			setting.flip(switches);
			const [deep] = setting.invites(40);
			const [before, off] = setting.invites(3);
			await setting.respond(deep, before);
			const engine = await published({ options: { whenActivated } });
			await setting.polls(engine, 4);
			engine.unpublish();
			setting.pass(DAY);
			await setting.respond(off);
			setting.pass(MINUTE);
			for (let time = 0; time < 2; time++) {
				await engine.publish();
				await setting.polls(engine, 2);
				engine.unpublish();
			}
			const keys: Record<string, string> = { before, deep, off };
			expect(returned(engine).sort()).toEqual(expected.map((name) => keys[name]).sort());
		});

		it('counts an interview that is added from then on, also if all are selected', async () => {
			setting.flip(switches);
			const second = setting.willo.addInterview({ title: 'Second' }).key;
			const [a] = setting.invites(1);
			const [old, b] = setting.invites(2, second);
			const engine = await published({ interviews: [setting.interview.key] });
			await setting.polls(engine, 2);
			await setting.respond(old, a);
			setting.pass(MINUTE);
			const interviews = poller === 'classic' ? [] : [setting.interview.key, second];
			await engine.update({ interviews });
			await setting.polls(engine, 2);
			expect(await responding(engine, b)).toEqual([a, b]);
		});

		it('finds people who were invited when everyone before had responded', async () => {
			setting.flip({ ...switches, listOrdering: 'ignored' });
			await setting.respond(...setting.invites(40));
			const engine = await published();
			await setting.polls(engine, 2);
			const key = setting.invite();
			expect(await responding(engine, key)).toEqual([key]);
		});
	});

	it('takes what comes between publishing and the first scheduled poll', async () => {
		setting.flip({ participantDates: 'absent' });
		const [old, key] = setting.invites(2);
		await setting.respond(old);
		const engine = await published();
		expect(await responding(engine, key)).toEqual([key]);
	});

	it('returns a response again for a week, less and less often, across a restart, and says which is the last', async () => {
		const key = setting.invite();
		const engine = await published({ options: { repeatForDays: 7 } });
		await setting.respond(key);
		await setting.polls(engine, 5);
		await engine.restart();
		await setting.polls(engine, 8 * 8, 3 * 60 * MINUTE);
		const flags = engine.executions.map(({ isRepeat, isLast }) => [isRepeat, isLast]);
		const again = Array<boolean[]>(flags.length - 2).fill([true, false]);
		expect(flags).toEqual([[false, false], ...again, [true, true]]);
		expect(flags.length).toBeLessThan(25);
		expect(new Set(engine.executions.map(({ id }) => id)).size).toBe(1);
		expect(engine.errors).toEqual([]);
	});

	it('counts those again who were invited too long ago, once Stop Waiting After Days is raised', async () => {
		setting.flip({ participantDates: 'absent', responseMovesStage: false });
		const key = setting.invite();
		const engine = await published({ options: { watchForDays: 2 } });
		setting.pass(3 * DAY);
		await setting.polls(engine);
		await engine.update({ options: { watchForDays: 60 } });
		await engine.publish();
		await setting.polls(engine);
		expect(await responding(engine, key)).toEqual([key]);
	});

	it('fails without the list, and continues without a participant', async () => {
		const key = setting.invite();
		const engine = await published();
		await setting.respond(key);
		for (const part of ['participants', key]) {
			setting.willo.fault = ({ path }) =>
				path.endsWith(`${part}/`) ? { kind: 'status', status: 503 } : undefined;
			await setting.polls(engine);
		}
		const failed = "Willo couldn't process the request for the list of participants (HTTP 503)";
		expect(engine.errors).toEqual([failed]);
		setting.willo.fault = undefined;
		await setting.polls(engine, 2);
		expect(returned(engine)).toEqual([key]);
	});

	it('makes progress however much Willo throttles', async () => {
		const keys = setting.invites(40);
		const engine = await published();
		setting.flip({ requestsPerMinute: 2 });
		await setting.respond(...keys.slice(0, 5));
		await setting.polls(engine, 8);
		expect(returned(engine).sort()).toEqual(keys.slice(0, 5).sort());
		expect(setting.willo.counts.mostAtOnce).toBe(1);
	});

	it('forgets a participant who was deleted', async () => {
		setting.flip({ participantDates: 'absent', responseMovesStage: false });
		const [a, b] = setting.invites(2);
		const engine = await published();
		await setting.polls(engine);
		setting.willo.participants.delete(a);
		await setting.respond(b);
		const polls = await setting.polls(engine, 3);
		expect(returned(engine)).toEqual([b]);
		expect(polls.flat().filter((request) => request.includes(a))).toHaveLength(1);
		expect(engine.errors).toEqual([]);
	});

	it('begins again at the top if the page where it stopped is gone', async () => {
		const keys = setting.invites(320);
		const engine = await published();
		await setting.polls(engine);
		for (const key of keys.slice(100)) setting.willo.participants.delete(key);
		await setting.respond(keys[0]);
		await setting.polls(engine, 4);
		expect(returned(engine)).toEqual([keys[0]]);
		expect(engine.errors).toEqual([]);
	});
});
