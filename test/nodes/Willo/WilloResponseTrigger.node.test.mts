import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { WilloResponseTrigger } from '../../../nodes/Willo/WilloResponseTrigger.node.ts';
import { WilloTrigger } from '../../../nodes/Willo/WilloTrigger.node.ts';
import type { State } from '../../../nodes/Willo/responseTrigger/state.ts';
import type { WilloSwitches } from '../../sandbox/willo.mts';
import { pollContext } from '../../support/contexts.mts';
import { ClassicEngine, DurableEngine } from '../../support/engines.mts';
import { ResponseSetting, emitted } from './responseTrigger/setting.mts';
import { willoCredential } from './setUp.mts';
import { READINGS } from './responseTrigger/readings.mts';

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

describe('what is remembered', () => {
	it('is plain data of a few kilobytes', async () => {
		setting.flip({ participantDates: 'absent', responseMovesStage: false });
		await setting.respond(...setting.invites(50));
		setting.invites(50);
		const engine = setting.engine(DurableEngine);
		await engine.publish();
		await setting.polls(engine, 2);
		const { state } = JSON.parse(String(engine.database.cursor)) as { state: State };
		expect(Object.keys(state.done)).toHaveLength(50);
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
