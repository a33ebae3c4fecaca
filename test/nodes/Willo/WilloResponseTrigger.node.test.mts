// First, because it replaces what waits.
import { POLLERS, READINGS, returned, setting, useSetting } from './responseTrigger/setting.mts';
import type { IDataObject } from 'n8n-workflow';
import { WilloResponseTrigger } from '../../../nodes/Willo/WilloResponseTrigger.node.ts';
import type { State } from '../../../nodes/Willo/responseTrigger/state.ts';
import type { WilloSwitches } from '../../sandbox/willo.mts';
import { pollContext } from '../../support/contexts.mts';
import { ClassicEngine, type Engine } from '../../support/engines.mts';

useSetting();

const node = new WilloResponseTrigger();
const noSigns = { participantDates: 'absent', responseMovesStage: false } as const;

const FORMS: Partial<WilloSwitches>[] = [{}, { responseShape: 'flat', interviewForm: 'object' }];
test.each(FORMS)('the item is the one of the Willo Trigger (%j)', async (switches) => {
	setting.flip(switches);
	const key = setting.invite();
	const engine = await setting.published(ClassicEngine);
	await setting.respond(key);
	await setting.polls(engine);
	await setting.publish();
	const { item } = await setting.deliver({ participant: { key } });
	expect(engine.executions).toEqual([JSON.parse(JSON.stringify(item))]);
	expect(engine.executions[0].event).toBe('new_response');
});

describe.each(POLLERS)('with the %s poller', (poller, Kind) => {
	it.each([
		['renamed', { nodeName: 'Responses' }],
		['copied under a new ID', { nodeName: 'Responses', nodeId: 'node-2' }],
	])('a trigger that was %s continues where the old one ended', async (_how, to) => {
		const second = setting.willo.addInterview({ title: 'Second' }).key;
		const [old, done, deep, ...many] = setting.invites(70);
		const [elsewhere] = setting.invites(1, second);
		await setting.respond(old);
		setting.pass(86_400_000);
		const engine = await setting.published(Kind, { interviews: [setting.interview.key] });
		await setting.polls(engine, 3);
		await setting.respond(done);
		await setting.polls(engine, 3);
		expect(returned(engine)).toEqual([done]);
		await setting.respond(elsewhere, deep, many[50]);
		setting.pass();
		await engine.rename(to);
		await setting.polls(engine, 3);
		expect(returned(engine).slice(1)).toEqual(expect.arrayContaining([deep, many[50]]));
		// The durable poller keeps the state under the ID.
		const isKept = poller === 'durable' && !('nodeId' in to);
		const later = engine.executions.slice(1);
		expect(new Set(later.map(({ isRepeat }) => isRepeat))).toEqual(new Set([!isKept]));
		expect(returned(engine)).not.toContain(old);
		expect(returned(engine)).not.toContain(elsewhere);
		const count = engine.executions.length;
		await setting.respond(many[3]);
		await setting.polls(engine, 3);
		const next = { isRepeat: false, participant: { key: many[3] } };
		expect(engine.executions.slice(count)).toMatchObject([next]);
	});
});

test('a poll that could not do everything logs why', async () => {
	setting.invites(100);
	setting.willo.fault = ({ number }) =>
		number > 3 ? { kind: 'code', code: 'throttled' } : undefined;
	const staticData: IDataObject = {};
	const context = pollContext(node, setting.options({}, { staticData }));
	const warn = jest.spyOn(context.logger, 'warn').mockImplementation(() => {});
	expect(await node.poll.call(context)).toBeNull();
	expect(warn).toHaveBeenCalledWith(
		'Willo Response Trigger will continue at the next poll: Willo is throttling this API key',
	);
	expect((staticData.state as unknown as State).cursor).toMatchObject({ pages: 3 });
});

describe('requests', () => {
	const counts = async (engine: Engine, polls: number, every?: number) =>
		(await setting.polls(engine, polls, every)).map((asked) => asked.length);

	it.each([
		[0, 30, 1, 1],
		[200, 20, 8, 5],
		[0, 900, 30, 5],
		[0, 40, 2, 2],
	])('%d responded, %d not: at first %d, then %d', async (responded, waiting, first, later) => {
		await setting.respond(...setting.invites(responded));
		setting.invites(waiting);
		const engine = await setting.published(ClassicEngine);
		expect(setting.asked).toEqual(Array<string>(first).fill('GET /participants/'));
		expect(Math.max(...(await counts(engine, 10)))).toBe(later);
	});

	it('a response is one more, and the title of each interview', async () => {
		const keys = setting.invites(3);
		const engine = await setting.published(ClassicEngine);
		await setting.respond(...keys);
		expect(await counts(engine, 2)).toEqual([1 + 3 + 1, 1]);
	});

	it('reads more than the newest page at most every ten minutes', async () => {
		setting.flip(noSigns);
		setting.invites(100);
		const engine = await setting.published(ClassicEngine);
		await setting.polls(engine, 6);
		const asked = await counts(engine, 30, 60_000);
		expect(asked.filter((count) => count > 1)).toHaveLength(3);
		expect(asked.filter((count) => count === 1)).toHaveLength(27);
	});

	it('asks about 20 people in each poll where the list is unclear, in turn', async () => {
		setting.flip(noSigns);
		const keys = setting.invites(60);
		const engine = await setting.published(ClassicEngine);
		expect(setting.asked).toHaveLength(2 + 60);
		const polls = await setting.polls(engine, 6);
		const asked = polls.map((each) => each.filter((line) => line !== 'GET /participants/'));
		expect(asked.map((each) => each.length)).toEqual([20, 20, 20, 20, 20, 20]);
		expect(new Set(asked.slice(0, 3).flat()).size).toBe(keys.length);
	});
});

describe('Fetch Test Event', () => {
	async function fetchTestEvent(parameters = {}) {
		const staticData: IDataObject = {};
		const editor = { mode: 'manual', activation: 'manual', staticData } as const;
		const context = pollContext(node, setting.options(parameters, editor));
		const items = await node.poll.call(context);
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

	it('says that there are none, after a few requests', async () => {
		setting.flip(noSigns);
		setting.invites(300);
		const none = 'No recently invited participant has responded yet';
		await expect(fetchTestEvent()).rejects.toThrow(none);
		expect(setting.asked).toHaveLength(1 + 4 + 20);
	});
});

test.each([
	['Retry for Days', { repeatForDays: 31 }],
	['Stop Waiting After Days', { watchForDays: 0 }],
])('%s is named if it is out of range: %j', async (field, options) => {
	const published = setting.published(ClassicEngine, { options });
	await expect(published).rejects.toThrow(`'${field}' is out of range`);
});
