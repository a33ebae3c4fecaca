import { sleep } from 'n8n-workflow';
import type { WilloSwitches } from '../../sandbox/willo.mts';
import { ClassicEngine, DurableEngine } from '../../support/engines.mts';
import { DAY, MINUTE, ResponseSetting, emitted } from './responseTrigger/setting.mts';
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
});
