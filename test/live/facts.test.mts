/** The command finds out which reading the sandbox was switched to, for every fact. */
import { readFileSync } from 'node:fs';

import { factOfRow, FACTS, LETTERS, type Fact } from '../../scripts/live/facts.mts';
import { DEFAULT_SWITCHES } from '../sandbox/ashby/types.mts';
import { WILLO_DEFAULTS } from '../sandbox/willo.mts';
import { useWorld, world, type World } from './world.mts';

useWorld();

/** What a fact needs besides its switch to be shown at all. */
const STAGED: Record<string, (world: World) => void> = {
	'ashby-permission-body': (world) => world.withoutPermission('apiKeysRead'),
	'ashby-retry-after': (world) => (world.ashby.switches.requestsPerMinute = 6),
	'willo-retry-after': (world) => (world.willo.switches.requestsPerMinute = 3),
};

/** Facts without a switch: what each reading looks like. Without an entry, the sandbox only has the settled reading. */
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

/** Switches of the sandbox that aren't readings: numbers, what Ashby's guides say, and what makes tests shorter. */
const NO_READINGS = [
	'cursorLifetimeDays',
	'emptyMiddlePage',
	'incrementalPageLimit',
	'pageSize',
	'requestsPerMinute',
	'tokenLifetimeDays',
	'version',
	'webhookRetries',
	'webhookRetryBaseMs',
];

const CASES = FACTS.filter(({ shownBy }) => shownBy !== 'use').flatMap((fact) =>
	fact.readings
		.map((reading, index) => ({ fact, reading, index, letter: LETTERS[index] }))
		.filter(
			({ letter }) =>
				fact.switch || fact.id in WITHOUT_SWITCH || (fact.settledOn && letter === fact.reading),
		),
);

function stage({ id, vendor, switch: own }: Fact, index: number): void {
	STAGED[id]?.(world);
	WITHOUT_SWITCH[id]?.[index](world);
	const { switches } = vendor === 'Ashby' ? world.ashby : world.willo;
	if (own) Object.assign(switches, { [own.name]: own.values[index] });
}

test.each(CASES)('$fact.id, reading $letter: $reading', async ({ fact, index, letter }) => {
	if (fact.vendor === 'Willo') world.onWait = () => world.respondToInvitation();
	stage(fact, index);
	await world.start();
	await world.runFor(fact);
	// In bold if another reading was settled before.
	expect(world.resultOf(fact)).toMatch(new RegExp(`^(\\*\\*)?settled: reading ${letter} `));
});

test('facts that the command has no step for are not shown', async () => {
	await world.start();
	await world.run([]);
	for (const fact of FACTS.filter(({ shownBy }) => shownBy === 'use')) {
		expect(world.resultOf(fact)).toMatch(/^not shown by this account/);
	}
});

test('every switch of the sandbox belongs to a fact, or isn’t a reading', () => {
	const named = FACTS.map(({ vendor, switch: own }) => `${vendor} ${own?.name}`);
	const switches = [
		...Object.keys(DEFAULT_SWITCHES).map((name) => ['Ashby', name]),
		...Object.keys(WILLO_DEFAULTS).map((name) => ['Willo', name]),
	];
	const left = switches.filter(([vendor, name]) => !named.includes(`${vendor} ${name}`));
	expect([...new Set(left.map(([, name]) => name))].sort()).toEqual(NO_READINGS);
});

// By default the settled, likely, or first one.
test.each(FACTS)('$id: the sandbox has its readings, and the right default', (fact) => {
	const { id, vendor, readings, reading = 'A', switch: own } = fact;
	expect(readings.length).toBeGreaterThanOrEqual(2);
	expect(own?.values ?? WITHOUT_SWITCH[id] ?? readings).toHaveLength(readings.length);
	if (!own) return;
	const defaults: object = vendor === 'Ashby' ? DEFAULT_SWITCHES : WILLO_DEFAULTS;
	expect(Object(defaults)[own.name]).toEqual(own.values[LETTERS.indexOf(reading)]);
});

test('every row of the tables is a fact of its own, and one with a wrong cell is refused', () => {
	const page = readFileSync('docs/facts.md', 'utf8');
	const [, tables] = page.split('## The facts\n');
	const rows = tables.match(/^\| (?!Question|---).*$/gm)!;
	expect(rows.map((row) => factOfRow(row).id)).toEqual([...new Set(FACTS.map(({ id }) => id))]);
	for (const cell of ['`npm run live`: ', '`tokenFilters: ', 'probably reading A', '`ashby-']) {
		const row = rows.find((each) => each.includes(cell))!;
		expect(() => factOfRow(row.replace(cell, 'x '))).toThrow("can't be understood");
	}
});
