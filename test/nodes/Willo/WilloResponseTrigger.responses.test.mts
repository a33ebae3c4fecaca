import { sleep } from 'n8n-workflow';
import { ClassicEngine, DurableEngine } from '../../support/engines.mts';
import { ResponseSetting, emitted } from './responseTrigger/setting.mts';
import { LISTS, READINGS } from './responseTrigger/readings.mts';

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
				"Willo couldn't process the request for the list of participants (HTTP 503)",
				`Willo couldn't process the request for the participant ${key} (HTTP 503)`,
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
