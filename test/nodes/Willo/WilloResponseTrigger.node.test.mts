import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { WilloResponseTrigger } from '../../../nodes/Willo/WilloResponseTrigger.node.ts';
import { WilloTrigger } from '../../../nodes/Willo/WilloTrigger.node.ts';
import type { State } from '../../../nodes/Willo/responseTrigger/state.ts';
import type { WilloSwitches } from '../../sandbox/willo.mts';
import { pollContext } from '../../support/contexts.mts';
import type { Engine } from '../../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../../support/engines.mts';
import { DAY, MINUTE, ResponseSetting, emitted } from './responseTrigger/setting.mts';
import { willoCredential } from './setting.mts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

let setting: ResponseSetting;

beforeEach(async () => {
	jest.mocked(sleep).mockClear();
	setting = new ResponseSetting();
	await setting.start();
});

afterEach(async () => {
	await setting.stop();
});

/** Every reading of what Willo's JSON and its list may be like that makes a difference here. */
const READINGS: Array<[string, Partial<WilloSwitches>]> = [
	['dates and stages', {}],
	['dates, stages that nobody moves', { responseMovesStage: false }],
	['no dates, stages', { participantDates: 'absent' }],
	[
		'no dates, stages that nobody moves, responses in the list',
		{ participantDates: 'absent', responseMovesStage: false, listResponses: 'present' },
	],
	[
		'nothing but the responses of a single participant',
		{ participantDates: 'absent', responseMovesStage: false },
	],
	[
		'the same, written another way',
		{ participantDates: 'absent', responseMovesStage: false, responseShape: 'flat' },
	],
	['no responses at all', { responseShape: 'absent' }],
];

const LISTS: Array<[string, Partial<WilloSwitches>]> = [
	['that filters and orders', {}],
	['that filters only', { listOrdering: 'ignored' }],
	['that orders only', { listFilters: 'ignored', interviewForm: 'object' }],
	['that does neither', { listFilters: 'ignored', listOrdering: 'ignored' }],
];

describe.each([
	['classic', ClassicEngine],
	['durable', DurableEngine],
])('with the %s poller', (_name, EngineClass) => {
	describe.each(READINGS)('reading Willo as: %s', (_reading, switches) => {
		it.each(LISTS)('emits each new response once, from a list %s', async (_list, listSwitches) => {
			setting.flip({ ...switches, ...listSwitches });
			const other = setting.willo.addInterview({ title: 'Another interview' });
			const [deep, ...many] = setting.invites(35);
			const [early] = many;
			const stranger = setting.invite(other.key);
			const [near] = setting.invites(10);
			await setting.respond(early, many[20]);
			const engine = setting.engine(EngineClass, { interviews: [setting.interview.key] });
			await engine.publish();
			// Whom the list says nothing of is looked at once before a response can be told to be new.
			await setting.polls(engine, 3);
			expect(emitted(engine)).toEqual([]);

			const between = setting.invite();
			await setting.respond(deep, stranger, near, between);
			await setting.polls(engine, 3);
			expect(emitted(engine).sort()).toEqual([deep, near, between].sort());
			await engine.restart();
			await setting.polls(engine, 3);
			expect(engine.executions).toHaveLength(3);
			expect(engine.errors).toEqual([]);
		});
	});

	it('returns again for three days, with growing gaps, across a restart', async () => {
		const key = setting.invite();
		const engine = setting.engine(EngineClass, { options: { repeatForDays: 3 } });
		await engine.publish();
		setting.pass();
		await setting.respond(key);
		await setting.polls(engine, 5);
		await engine.restart();
		await setting.polls(engine, 4 * 48);
		const repeats = engine.executions.map(({ isRepeat }) => isRepeat);
		expect(repeats).toEqual([false, ...Array<boolean>(repeats.length - 2).fill(true), false]);
		expect(repeats).toHaveLength(16);
		expect(new Set(engine.executions.map(({ id }) => id)).size).toBe(1);
		expect(engine.errors).toEqual([]);
	});

	it('emits at the next poll, the oldest response first', async () => {
		const [a, b, c] = setting.invites(3);
		const engine = setting.engine(EngineClass);
		await engine.publish();
		setting.pass();
		await setting.respond(b, c, a);
		await setting.polls(engine);
		expect(emitted(engine)).toEqual([b, c, a]);
	});

	describe('when a person publishes', () => {
		/** One response before, one while the workflow is switched off. */
		async function republished(whenActivated: string, switches: Partial<WilloSwitches>) {
			setting.flip(switches);
			const [before, off, waiting] = setting.invites(3);
			await setting.respond(before);
			const engine = setting.engine(EngineClass, { options: { whenActivated } });
			await engine.publish();
			await setting.polls(engine, 2);
			engine.unpublish();
			setting.pass(DAY);
			await setting.respond(off);
			setting.pass(MINUTE);
			await engine.publish();
			await setting.polls(engine, 2);
			engine.unpublish();
			await engine.publish();
			await setting.polls(engine, 2);
			return { before, off, waiting, got: emitted(engine) };
		}

		describe.each(READINGS)('reading Willo as: %s', (_reading, switches) => {
			it('from now on leaves out what was there', async () => {
				expect((await republished('fromNowOn', switches)).got).toEqual([]);
			});

			it('catch up takes what came while it was switched off', async () => {
				const { off, got } = await republished('catchUp', switches);
				expect(got).toEqual([off]);
			});

			it('include existing takes everything, once', async () => {
				const { before, off, got } = await republished('includeExisting', switches);
				expect(got).toEqual([before, off]);
			});
		});

		it('include existing also takes what from now on has left out', async () => {
			setting.flip({ participantDates: 'absent' });
			const key = setting.invite();
			await setting.respond(key);
			const engine = setting.engine(EngineClass);
			await engine.publish();
			await setting.polls(engine);
			await engine.update({ options: { whenActivated: 'includeExisting' } });
			await engine.publish();
			await setting.polls(engine);
			expect(emitted(engine)).toEqual([key]);
		});

		it('include existing also takes whom there was no time to look at before', async () => {
			setting.flip({ participantDates: 'absent', responseMovesStage: false });
			const [key] = setting.invites(110);
			await setting.respond(key);
			const engine = setting.engine(EngineClass);
			await engine.publish();
			await engine.update({ options: { whenActivated: 'includeExisting' } });
			await engine.publish();
			await setting.polls(engine);
			expect(emitted(engine)).toEqual([key]);
		});

		it.each(READINGS)(
			'goes on after a restart with what came meanwhile, reading Willo as: %s',
			async (_reading, switches) => {
				setting.flip(switches);
				const [deep, old, key] = setting.invites(70);
				await setting.respond(old);
				const engine = setting.engine(EngineClass);
				await engine.publish();
				await setting.polls(engine, 3);
				await setting.respond(key, deep);
				setting.pass();
				await engine.restart();
				await setting.polls(engine, 4);
				expect(emitted(engine).sort()).toEqual([key, deep].sort());
			},
		);

		it('takes what comes before the first scheduled poll', async () => {
			setting.flip({ participantDates: 'absent' });
			const [old, key] = setting.invites(2);
			await setting.respond(old);
			const engine = setting.engine(EngineClass);
			await engine.publish();
			setting.pass();
			await setting.respond(key);
			await setting.polls(engine, 2);
			expect(emitted(engine)).toEqual([key]);
		});
	});

	describe('some interviews', () => {
		it.each(LISTS)('only those, from a list %s', async (_list, switches) => {
			setting.flip(switches);
			const second = setting.willo.addInterview({ title: 'Second' }).key;
			const third = setting.willo.addInterview({ title: 'Third' }).key;
			const engine = setting.engine(EngineClass, { interviews: [setting.interview.key, second] });
			const [a, b, c] = [setting.invite(), setting.invite(second), setting.invite(third)];
			await engine.publish();
			setting.pass();
			await setting.respond(a, b, c);
			await setting.polls(engine, 2);
			expect(emitted(engine)).toEqual([a, b]);
		});

		it.each(READINGS)(
			'one that is added counts from then on, reading Willo as: %s',
			async (_r, switches) => {
				setting.flip(switches);
				const second = setting.willo.addInterview({ title: 'Second' }).key;
				const [a] = setting.invites(1);
				const [old, b] = setting.invites(2, second);
				const first = { interviews: [setting.interview.key] };
				const engine = setting.engine(EngineClass, first);
				await engine.publish();
				await setting.polls(engine, 2);
				await setting.respond(old, a);
				setting.pass(MINUTE);
				await engine.update({ interviews: [setting.interview.key, second] });
				await setting.polls(engine, 2);
				await setting.respond(b);
				await setting.polls(engine, 2);
				expect(emitted(engine)).toEqual([a, b]);
			},
		);

		it('one that is added counts at once, and its people are met wherever they stand', async () => {
			setting.flip({ listFilters: 'ignored' });
			const second = setting.willo.addInterview({ title: 'Second' }).key;
			const [deep] = setting.invites(10, second);
			await setting.respond(...setting.invites(50));
			setting.pass(DAY);
			const engine = setting.engine(EngineClass, { interviews: [setting.interview.key] });
			await engine.publish();
			await setting.polls(engine, 2);
			setting.pass(MINUTE);
			await engine.update({ interviews: [setting.interview.key, second] });
			setting.pass(MINUTE);
			await setting.respond(deep);
			await setting.polls(engine, 2);
			expect(emitted(engine)).toEqual([deep]);
		});

		it('meets everybody at publishing even if only a later page shows strangers', async () => {
			setting.flip({ listFilters: 'ignored', participantDates: 'absent' });
			const second = setting.willo.addInterview({ title: 'Second' }).key;
			setting.invite(second);
			const [old, waiting] = setting.invites(40);
			await setting.respond(old);
			const engine = setting.engine(EngineClass, { interviews: [setting.interview.key] });
			await engine.publish();
			setting.pass();
			await setting.respond(waiting);
			await engine.restart();
			await setting.polls(engine, 2);
			expect(emitted(engine)).toEqual([waiting]);
		});

		it('all of them, after some: nothing is lost of those', async () => {
			const second = setting.willo.addInterview({ title: 'Second' }).key;
			const [a, b] = [setting.invite(), setting.invite(second)];
			const engine = setting.engine(EngineClass, { interviews: [setting.interview.key] });
			await engine.publish();
			await setting.polls(engine);
			await setting.respond(a, b);
			setting.pass(MINUTE);
			await engine.update({ interviews: [] });
			await setting.polls(engine);
			expect(emitted(engine)).toEqual([a]);
		});
	});

	describe('when Willo cannot be read', () => {
		it('keeps its place', async () => {
			const key = setting.invite();
			const engine = setting.engine(EngineClass);
			await engine.publish();
			setting.pass();
			await setting.respond(key);
			for (const part of ['participants/', key]) {
				setting.willo.fault = ({ path }) =>
					path.endsWith(`${part}/`) || path.endsWith(part)
						? { kind: 'status', status: 503 }
						: undefined;
				await setting.polls(engine);
			}
			expect(engine.errors).toEqual([
				'Willo could not answer for the list of participants (HTTP 503)',
				`Willo could not answer for the participant ${key} (HTTP 503)`,
			]);
			setting.willo.fault = undefined;
			await setting.polls(engine, 2);
			expect(emitted(engine)).toEqual([key]);
		});

		it('returns the others when one cannot be read, who comes later', async () => {
			const [a, b] = setting.invites(2);
			const engine = setting.engine(EngineClass);
			await engine.publish();
			setting.pass();
			await setting.respond(a, b);
			setting.willo.fault = ({ path }) =>
				path.includes(b) ? { kind: 'status', status: 500 } : undefined;
			await setting.polls(engine);
			expect(emitted(engine)).toEqual([a]);
			setting.willo.fault = undefined;
			await setting.polls(engine);
			expect(emitted(engine)).toEqual([a, b]);
			expect(engine.errors).toEqual([]);
		});

		it('waits as long as Willo asks for, and gets on by some requests at a time', async () => {
			const keys = setting.invites(40);
			const engine = setting.engine(EngineClass);
			await engine.publish();
			setting.flip({ requestsPerMinute: 2 });
			jest.mocked(sleep).mockImplementation(async (ms) => setting.pass(ms));
			setting.pass();
			await setting.respond(...keys.slice(0, 5));
			await setting.polls(engine, 8);
			jest.mocked(sleep).mockImplementation(async () => {});
			expect(emitted(engine).sort()).toEqual(keys.slice(0, 5).sort());
			expect(setting.willo.counts.mostAtOnce).toBe(1);
		});

		it('names the throttle', async () => {
			const engine = setting.engine(EngineClass);
			await engine.publish();
			setting.willo.fault = () => ({ kind: 'code', code: 'throttled' });
			await setting.polls(engine);
			expect(engine.errors).toEqual(['Willo is throttling this API key']);
		});
	});

	it('forgets somebody who was deleted meanwhile, without asking', async () => {
		setting.flip({ participantDates: 'absent', responseMovesStage: false });
		const [a, b] = setting.invites(2);
		const engine = setting.engine(EngineClass);
		await engine.publish();
		await setting.polls(engine);
		setting.willo.participants.delete(a);
		await setting.respond(b);
		const polls = await setting.polls(engine, 2);
		expect(emitted(engine)).toEqual([b]);
		expect(polls.map((asked) => asked.filter((line) => line.includes(a)).length)).toEqual([0, 0]);
		expect(engine.errors).toEqual([]);
	});

	it('begins again at the top when the page it left off at is gone', async () => {
		const keys = setting.invites(320);
		const engine = setting.engine(EngineClass);
		await engine.publish();
		await setting.polls(engine);
		for (const key of keys.slice(100)) setting.willo.participants.delete(key);
		await setting.respond(keys[0]);
		await setting.polls(engine, 4);
		expect(emitted(engine)).toEqual([keys[0]]);
		expect(engine.errors).toEqual([]);
	});
});

describe('requests', () => {
	const counts = async (engine: Engine, polls: number, every?: number) =>
		(await setting.polls(engine, polls, every)).map((asked) => asked.length);

	it('a quiet poll is one for up to 30 people', async () => {
		setting.invites(30);
		const engine = setting.engine(ClassicEngine);
		await engine.publish();
		expect(await setting.polls(engine, 3)).toEqual([
			['GET /participants/'],
			['GET /participants/'],
			['GET /participants/'],
		]);
	});

	it('a quiet poll is one, however many have responded', async () => {
		await setting.respond(...setting.invites(200));
		setting.pass();
		setting.invites(20);
		const engine = setting.engine(ClassicEngine);
		await engine.publish();
		await setting.polls(engine);
		expect(await counts(engine, 4)).toEqual([1, 1, 1, 1]);
	});

	it('a response is one more, and one for the title of each interview', async () => {
		const keys = setting.invites(3);
		const engine = setting.engine(ClassicEngine);
		await engine.publish();
		await setting.respond(...keys);
		expect(await counts(engine, 2)).toEqual([1 + 3 + 1, 1]);
	});

	it('a quiet poll is five at most: whoever waits further down is met within some polls', async () => {
		const keys = setting.invites(900);
		const engine = setting.engine(ClassicEngine);
		await engine.publish();
		await setting.polls(engine, 4);
		expect(Math.max(...(await counts(engine, 20)))).toBe(5);
		await setting.respond(keys[0]);
		let polls = 0;
		while (engine.executions.length === 0 && polls < 20) {
			polls++;
			await setting.polls(engine);
		}
		expect(polls).toBeLessThanOrEqual(8);
	});

	it('goes no deeper than every ten minutes, however often n8n polls', async () => {
		setting.flip({ participantDates: 'absent', responseMovesStage: false });
		setting.invites(100);
		const engine = setting.engine(ClassicEngine);
		await engine.publish();
		await setting.polls(engine, 6);
		const asked = await counts(engine, 30, MINUTE);
		expect(asked.filter((count) => count > 1)).toHaveLength(3);
		expect(asked.filter((count) => count === 1)).toHaveLength(27);
	});

	it('looks at 20 people a poll where the list tells nothing, each in turn', async () => {
		setting.flip({ participantDates: 'absent', responseMovesStage: false });
		const keys = setting.invites(60);
		const engine = setting.engine(ClassicEngine);
		setting.willo.requests = [];
		await engine.publish();
		expect(setting.asked).toHaveLength(2 + 60);
		const polls = await setting.polls(engine, 6);
		const singly = polls.map((asked) => asked.filter((line) => line !== 'GET /participants/'));
		expect(singly.map((asked) => asked.length)).toEqual([20, 20, 20, 20, 20, 20]);
		expect(new Set(singly.slice(0, 3).flat()).size).toBe(keys.length);
	});

	it('reads the whole list at publishing, and never again while nobody waits further down', async () => {
		await setting.respond(...setting.invites(300));
		setting.willo.requests = [];
		const engine = setting.engine(ClassicEngine);
		await engine.publish();
		expect(setting.asked).toHaveLength(10);
		expect(await counts(engine, 3)).toEqual([1, 1, 1]);
	});

	it('does not look at people singly once stages are seen to tell', async () => {
		setting.flip({ participantDates: 'absent' });
		const [first] = setting.invites(20);
		await setting.respond(first);
		const engine = setting.engine(ClassicEngine);
		await engine.publish();
		expect(await counts(engine, 3)).toEqual([1, 1, 1]);
	});

	it('does not go further down than the days to watch', async () => {
		const [forgotten] = setting.invites(200);
		setting.pass(20 * DAY);
		const [recent] = setting.invites(40);
		const engine = setting.engine(ClassicEngine, { options: { watchForDays: 10 } });
		await engine.publish();
		expect(await counts(engine, 3)).toEqual([2, 2, 2]);
		await setting.respond(forgotten, recent);
		await setting.polls(engine, 5);
		expect(emitted(engine)).toEqual([recent]);
	});

	it('asks for one list, however many interviews are followed', async () => {
		setting.flip({ listFilters: 'ignored' });
		const second = setting.willo.addInterview({ title: 'Second' }).key;
		setting.invites(10);
		setting.invites(10, second);
		const engine = setting.engine(ClassicEngine, { interviews: [setting.interview.key, second] });
		await engine.publish();
		expect(await counts(engine, 2)).toEqual([1, 1]);
	});
});

describe('what is remembered', () => {
	it('is plain data of a few kilobytes', async () => {
		setting.flip({ participantDates: 'absent', responseMovesStage: false });
		await setting.respond(...setting.invites(50));
		setting.invites(50);
		const engine = setting.engine(DurableEngine);
		await engine.publish();
		await setting.polls(engine, 2);
		const { state } = JSON.parse(String(engine.database.cursor)) as { state: State };
		expect(state.skipped).toHaveLength(50);
		expect(Object.keys(state.waiting)).toHaveLength(50);
		expect(JSON.stringify(state).length).toBeLessThan(15_000);
	});
});

describe('the item', () => {
	it.each([{}, { responseShape: 'flat', interviewForm: 'object' }] as Array<
		Partial<WilloSwitches>
	>)('is the very one of the Willo Trigger (%j)', async (switches) => {
		setting.flip(switches);
		const key = setting.invite();
		const engine = setting.engine(ClassicEngine);
		await engine.publish();
		await setting.respond(key);
		await setting.polls(engine);
		await setting.publish();
		const { item } = await setting.deliver({ participant: { key } });
		expect(engine.executions).toEqual([JSON.parse(JSON.stringify(item))]);
		expect(engine.executions[0].event).toBe('new_response');
	});
});

test('the interviews are chosen as in the Willo Trigger', () => {
	const field = (node: WilloResponseTrigger | WilloTrigger) =>
		node.description.properties.find(({ name }) => name === 'interviews');
	expect(field(new WilloResponseTrigger())).toEqual(field(new WilloTrigger()));
	expect(new WilloResponseTrigger().description).toMatchObject({
		name: 'willoResponseTrigger',
		displayName: 'Willo Response Trigger',
		polling: true,
	});
});

test('polls that overlap do not both emit', async () => {
	const key = setting.invite();
	const engine = setting.engine(ClassicEngine);
	await engine.publish();
	await setting.respond(key);
	await Promise.all([engine.tick(), engine.tick(), engine.tick()]);
	expect(emitted(engine)).toEqual([key]);
});

test('a poll that got on in spite of an obstacle says so in the log', async () => {
	const keys = setting.invites(100);
	await setting.respond(keys[0]);
	setting.willo.fault = ({ number }) =>
		number > 3 ? { kind: 'code', code: 'throttled' } : undefined;
	const staticData: IDataObject = {};
	const context = pollContext(
		new WilloResponseTrigger(),
		setting.options({}, { staticData, activation: 'activate' }),
	);
	const warn = jest.spyOn(context.logger, 'warn').mockImplementation(() => {});
	expect(await new WilloResponseTrigger().poll.call(context)).toBeNull();
	expect(warn).toHaveBeenCalledWith(
		'Willo Response Trigger will continue at the next poll: Willo is throttling this API key',
	);
	expect((staticData.state as unknown as State).round).toMatchObject({ pages: 3 });
});

describe('Fetch Test Event', () => {
	async function fetchTestEvent(parameters = {}) {
		const staticData: IDataObject = {};
		const context = pollContext(
			new WilloResponseTrigger(),
			setting.options(parameters, { mode: 'manual', activation: 'manual', staticData }),
		);
		const items = await new WilloResponseTrigger().poll.call(context);
		expect(staticData).toEqual({});
		expect(context.getWorkflowStaticData('global')).toEqual({});
		return items?.[0].map(({ json }) => (json.participant as { key: string }).key);
	}

	it.each(READINGS)('shows real responses and remembers nothing: %s', async (_r, switches) => {
		setting.flip({ ...switches, listFilters: 'ignored' });
		const other = setting.willo.addInterview({ title: 'Another' });
		const keys = setting.invites(10);
		await setting.respond(...keys.slice(0, 5), setting.invite(other.key));
		const shown = await fetchTestEvent({ interviews: [setting.interview.key] });
		expect(shown).toEqual([keys[4], keys[3], keys[2]]);
	});

	it('says plainly that there are none', async () => {
		setting.invites(3);
		await expect(fetchTestEvent()).rejects.toThrow(
			'No recently invited participant has responded yet',
		);
	});
});

describe('bad input', () => {
	it.each([-1, 31])('%d days to repeat are refused with the field named', async (repeatForDays) => {
		const engine = setting.engine(ClassicEngine, { options: { repeatForDays } });
		await expect(engine.publish()).rejects.toThrow("'Repeat for Days' is out of range");
	});

	it.each([0, 366])('%d days to watch are refused with the field named', async (watchForDays) => {
		const engine = setting.engine(ClassicEngine, { options: { watchForDays } });
		await expect(engine.publish()).rejects.toThrow("'Watch for Days' is out of range");
	});

	it('a refused key is named, with what to do, and without the key', async () => {
		const engine = new ClassicEngine(new WilloResponseTrigger(), {
			parameters: {},
			credentials: [willoCredential('wrong-key', setting.willo.baseUrl)],
		});
		const refused = await engine.publish().catch((error: Error) => error);
		expect(refused).toMatchObject({
			name: 'NodeApiError',
			message: 'Willo does not accept this API key',
			httpCode: '401',
		});
		expect(JSON.stringify(refused)).not.toContain('wrong-key');
	});
});
