/**
 * The state that n8n stored for a trigger may be broken: by an edit in the database, a half-restored backup,
 * or another version of the package. The trigger recovers: no poll keeps failing, nobody is invited again,
 * and candidates who enter after that are returned once.
 */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { ResponseSetting } from '../nodes/Willo/responseTrigger/setting.mts';
import type { Engine } from '../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../support/engines.mts';
import { MINUTE, TwoJobs } from '../support/twoJobs.mts';
import { onlyDatePasses } from '../nodes/Ashby/stageTrigger/setUp.mts';
import { everyFault } from './faults/vendors.mts';

const pass = onlyDatePasses();

/** Broken in these many ways each. */
const RUNS = everyFault ? 120 : 20;

const ENGINES = [
	['classic', ClassicEngine],
	['durable', DurableEngine],
] as const;

/** Where in a state to break it, and the new value: always of another type than before. */
const breakage = fc.record({
	at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
	value: fc.oneof(
		fc.constantFrom<unknown>(null, true, -1, 'x', [], {}, [null], { x: 5 }, [[]], [{}], [5]),
		// Throws where a number or a text is expected.
		fc.constant({ toString: false }),
		fc.jsonValue(),
	),
});

/** States that never were one. */
const OTHERS: unknown[] = [
	null,
	5,
	'state',
	[],
	{},
	{ version: 2 },
	{ version: 99, memory: {} },
	{ version: 1, cursor: 'abc', seen: ['x'] },
	JSON.parse('{"__proto__": {"version": 2}, "constructor": {"prototype": 1}}'),
];

const kindOf = (value: unknown) =>
	value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;

/** The places of a state, each as the path to it. */
function placesIn(value: unknown, path: string[] = []): string[][] {
	if (typeof value !== 'object' || value === null) return [path];
	const inner = Object.entries(value).flatMap(([name, each]) => placesIn(each, [...path, name]));
	return [path, ...inner];
}

/** The state broken in one place, undefined when that would leave a value of the same kind. */
function broken(state: unknown, { at, value }: { at: number; value: unknown }): unknown {
	const places = placesIn(state).filter((path) => path.length > 0);
	const path = places[Math.floor(at * places.length)];
	const copy = structuredClone(state) as IDataObject;
	const holder = path.slice(0, -1).reduce((inner, name) => inner[name] as IDataObject, copy);
	const last = path[path.length - 1];
	if (kindOf(holder[last]) === kindOf(value)) return undefined;
	holder[last] = value as IDataObject;
	return copy;
}

/** Puts another state into n8n's database, wherever the engine keeps it. */
function store({ database }: Engine, name: string, state: unknown): void {
	const staticData = JSON.parse(database.staticData) as IDataObject;
	const key = `node:${name}`;
	database.staticData = JSON.stringify({ ...staticData, [key]: { state } });
	if (database.cursor) database.cursor = JSON.stringify({ state });
}

/** Breaks a state, or stores what never was one. The trigger must find a way on from there. */
function recovers(
	grownState: () => Promise<unknown>,
	expectWayOn: (state: unknown) => Promise<void>,
): void {
	test('recovers from a state that is broken in one place', async () => {
		const state = await grownState();
		await fc.assert(
			fc.asyncProperty(breakage, async (how) => {
				const after = broken(state, how);
				fc.pre(after !== undefined);
				await expectWayOn(after);
			}),
			{ numRuns: RUNS },
		);
	}, 240_000);

	test.each(OTHERS)('%j', expectWayOn);
}

describe.each(ENGINES)('Ashby Stage Trigger, %s poller', (_name, EngineClass) => {
	/** Two candidates who are done, one of them only recently, and one who was in the stage at publishing. */
	async function grown() {
		const org = new TwoJobs();
		await org.ashby.start();
		org.apply('Old', org.job, 'Video Interview');
		pass(org);
		const engine = new EngineClass(new AshbyStageTrigger(), {
			parameters: org.parameters({ options: { repeatUntilNoted: true } }),
			credentials: org.credentials(),
		});
		await engine.publish();
		for (const person of ['Ada', 'Bea']) {
			pass(org);
			const application = org.apply(person);
			const entry = org.move(application, 'Video Interview');
			await engine.tick();
			org.ashby.addNote(application.candidateId, `Reference: ${entry}`);
		}
		pass(org);
		expect(engine.executions).toHaveLength(2);
		return { org, engine };
	}

	async function expectWayOn(state: unknown): Promise<void> {
		const { org, engine } = await grown();
		try {
			store(engine, 'Ashby Stage Trigger', state);
			const errors = engine.errors.length;
			await engine.restart().catch(() => undefined);
			await engine.tick();
			pass(org);
			const entry = org.move(org.apply('Cid'), 'Video Interview');
			for (let poll = 0; poll < 3; poll++) {
				pass(org);
				await engine.tick();
			}
			const after = engine.executions.slice(2);
			expect(engine.errors.length - errors).toBeLessThanOrEqual(1);
			expect(after.map(({ id }) => id)).toEqual([entry]);
		} finally {
			await org.ashby.stop();
		}
	}

	const grownState = async () => {
		const { org, engine } = await grown();
		await org.ashby.stop();
		return engine.state.state;
	};

	recovers(grownState, expectWayOn);

	test('works with a state of 25,000 applications', async () => {
		const state = structuredClone(await grownState()) as { rows: IDataObject };
		for (let number = 0; number < 25_000; number++) {
			state.rows[`gone-${number}`] = { entry: `00000000-0000-4000-8000-${number}` };
		}
		expect(JSON.stringify(state).length).toBeGreaterThan(1_000_000);
		await expectWayOn(state);
	}, 60_000);
});

describe.each(ENGINES)('Willo Response Trigger, %s poller', (_name, EngineClass) => {
	async function grown() {
		const setting = new ResponseSetting();
		await setting.start();
		setting.invite();
		const engine = setting.engine(EngineClass);
		await engine.publish();
		await setting.respond(setting.invite(), setting.invite());
		setting.invite();
		await setting.polls(engine, 2);
		expect(engine.executions).toHaveLength(2);
		return { setting, engine };
	}

	async function expectWayOn(state: unknown): Promise<void> {
		const { setting, engine } = await grown();
		try {
			store(engine, 'Willo Response Trigger', state);
			const errors = engine.errors.length;
			await engine.restart().catch(() => undefined);
			await engine.tick();
			setting.pass(MINUTE);
			const key = setting.invite();
			await setting.respond(key);
			await setting.polls(engine, 3);
			const after = engine.executions.slice(2) as unknown as { participant: { key: string } }[];
			const keys = after.map(({ participant }) => participant.key);
			expect(engine.errors.length - errors).toBeLessThanOrEqual(1);
			// A finished response may be returned once more: it is in the notes and isn't added again.
			expect(keys).toContain(key);
			expect(new Set(keys).size).toBe(keys.length);
		} finally {
			await setting.stop();
		}
	}

	const grownState = async () => {
		const { setting, engine } = await grown();
		await setting.stop();
		return engine.state.state;
	};

	recovers(grownState, expectWayOn);
});
