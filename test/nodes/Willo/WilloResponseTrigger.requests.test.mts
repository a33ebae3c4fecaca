import { sleep } from 'n8n-workflow';
import type { Engine } from '../../support/engines.mts';
import { ClassicEngine } from '../../support/engines.mts';
import { DAY, MINUTE, ResponseSetting, emitted } from './responseTrigger/setting.mts';

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
