/** The command finds out which reading the sandbox was switched to, for every fact. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Fact } from '../../scripts/live/facts.mts';
import { factOfRow, FACTS, LETTERS } from '../../scripts/live/facts.mts';
import { DEFAULT_SWITCHES } from '../sandbox/ashby/types.mts';
import { WILLO_DEFAULTS } from '../sandbox/willo.mts';
import { World } from './world.mts';

/** What a fact needs besides its switch to be shown at all. */
const STAGED: Record<string, (world: World) => void> = {
	'ashby-permission-body': (world) => world.withoutPermission('apiKeysRead'),
	'ashby-retry-after': (world) => (world.ashby.switches.requestsPerMinute = 6),
	'willo-retry-after': (world) => (world.willo.switches.requestsPerMinute = 3),
};

/** Facts without a switch: what each reading looks like. */
const WITHOUT_SWITCH: Record<string, ((world: World) => void)[]> = {
	'ashby-page-time': [(world) => (world.requestMs = 2_500), (world) => (world.requestMs = 300)],
	'ashby-not-found': [
		() => undefined,
		({ ashby }) => {
			ashby.fault = ({ path }) =>
				path === '/candidate.info' ? { kind: 'code', code: 'invalid_input' } : undefined;
		},
	],
	'willo-event-names': [
		() => undefined,
		({ willo }) => {
			willo.fault = ({ body }) =>
				body?.event === 'new_score' ? { kind: 'code', code: 'no such event' } : undefined;
		},
	],
};

/** Facts of which one reading is left: only that one can still be staged. */
const ONLY_SETTLED: Record<string, (world: World) => void> = {
	'ashby-absent': () => undefined,
	'ashby-page-time': (world) => (world.requestMs = 2_500),
};

/** Facts that the command does not try to show. */
const NEVER_SHOWN: Record<string, string> = {
	'ashby-search-title': 'a word of a job’s title would have to be sent',
	'ashby-archived-choice': 'choices of the organization are nothing to try things with',
	'ashby-field-twice': 'a custom field can’t be deleted by API',
	'ashby-field-names': 'a custom field can’t be deleted by API',
	'ashby-tag-unchanged': 'tags of the organization are nothing to try things with',
	'ashby-token-last-page': 'what would have to change between two pages can’t be changed by API',
	'ashby-version-removed': 'only Ashby can remove a version',
	'ashby-version-status': 'only Ashby can deprecate a version',
	'ashby-user-agent': 'Ashby might block the address',
	'ashby-token-lifetime': 'it takes more than 14 days',
};

/** Switches of the sandbox that aren't readings. */
const NO_READINGS: Record<string, string> = {
	version: 'the state of the one version that is used',
	requestsPerMinute: 'a number: Ashby says 1,000, and Willo may have any',
	pageSize: 'makes several pages of few rows',
	emptyMiddlePage: 'Ashby’s guide says that such a page may come',
	incrementalPageLimit: 'a number that Ashby may change',
	tokenLifetimeDays: 'a number, and the code asks for no less than an expired token',
	cursorLifetimeDays: 'as for tokens',
	webhookRetries: 'Ashby’s guide says 10',
	webhookRetryBaseMs: 'Ashby’s guide says 10 s',
	pageStyle: 'has one value only',
};

const CASES = FACTS.filter(({ id }) => !(id in NEVER_SHOWN)).flatMap((fact) =>
	fact.readings
		.map((reading, index) => ({ fact, reading, index, letter: LETTERS[index] }))
		.filter(({ letter }) => !(fact.id in ONLY_SETTLED) || letter === fact.settled?.reading),
);

function stage(world: World, { id, vendor, ...fact }: Fact, index: number): void {
	STAGED[id]?.(world);
	if (fact.switch) {
		const { switches } = vendor === 'Ashby' ? world.ashby : world.willo;
		Object.assign(switches, { [fact.switch.name]: fact.switch.values[index] });
	} else (ONLY_SETTLED[id] ?? WITHOUT_SWITCH[id][index])(world);
}

let world: World;

beforeEach(() => {
	world = new World();
});

afterEach(async () => {
	await world.stop();
});

test.each(CASES)('$fact.id, reading $letter: $reading', async ({ fact, index, letter }) => {
	if (fact.vendor === 'Willo') world.onWait = () => world.respondToInvitation();
	stage(world, fact, index);
	await world.start();
	await world.runFor(fact);
	expect(world.resultOf(fact)).toMatch(new RegExp(`^settled: reading ${letter} `));
});

test.each(Object.keys(NEVER_SHOWN))('%s is never shown', async (id) => {
	const fact = FACTS.find((each) => each.id === id)!;
	await world.start();
	await world.run([]);
	expect(world.resultOf(fact)).toMatch(/^not shown by this account/);
});

test('every switch of the sandbox belongs to a fact, or isn’t a reading', () => {
	const named = FACTS.map((fact) => `${fact.vendor} ${fact.switch?.name}`);
	const switches = [
		...Object.keys(DEFAULT_SWITCHES).map((name) => ({ vendor: 'Ashby', name })),
		...Object.keys(WILLO_DEFAULTS).map((name) => ({ vendor: 'Willo', name })),
	];
	const left = switches.filter(({ vendor, name }) => !named.includes(`${vendor} ${name}`));
	const names = left.map(({ name }) => name);
	expect([...new Set(names)].sort()).toEqual(Object.keys(NO_READINGS).sort());
});

describe.each(FACTS)('$id', (fact) => {
	it('has a switch with as many values as readings, or is staged by the test', () => {
		const { readings, switch: own } = fact;
		expect(readings.length).toBeGreaterThanOrEqual(2);
		const known = own ? own.values : (WITHOUT_SWITCH[fact.id] ?? readings);
		expect(known).toHaveLength(readings.length);
		if (own) expect(WITHOUT_SWITCH[fact.id]).toBeUndefined();
	});

	it('has the sandbox’s default as its settled, likely, or first reading', () => {
		const defaults: object = fact.vendor === 'Ashby' ? DEFAULT_SWITCHES : WILLO_DEFAULTS;
		const { switch: own, settled, likely } = fact;
		if (!own) return;
		const index = LETTERS.indexOf(settled?.reading ?? likely ?? 'A');
		expect(Object(defaults)[own.name]).toEqual(own.values[index]);
	});
});

test('every row of the tables is a fact of its own, and one with a wrong cell is refused', () => {
	const page = readFileSync(join(__dirname, '..', '..', 'docs', 'facts.md'), 'utf8');
	const [, tables] = page.split('## The facts\n');
	const rows = tables.match(/^\| (?!Question|---).*$/gm)!;
	expect(rows.map((row) => factOfRow(row).id)).toEqual([...new Set(FACTS.map(({ id }) => id))]);
	for (const cell of ['`npm run live`: ', '`tokenFilters: ', 'probably reading A', '`ashby-']) {
		const row = rows.find((each) => each.includes(cell))!;
		expect(() => factOfRow(row.replace(cell, 'x '))).toThrow("can't be understood");
	}
});
