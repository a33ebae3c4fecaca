/** Nothing of a person or an account gets out: neither to the screen nor into the report. */
import type { Fault } from '../sandbox/faults.mts';
import { MARK, OWN_EMAIL, useWorld, world } from './world.mts';

const FULL = { shownBy: '--write --webhook-url' } as const;

/** What a vendor may say of somebody when it refuses or fails. */
const SAID = JSON.stringify({
	detail: `${MARK} was here`,
	email: [`${OWN_EMAIL} is not allowed`],
	success: false,
	errors: [{ message: `${MARK} was here`, parameter: OWN_EMAIL }],
	errorInfo: { code: `${MARK}@example.com`, message: MARK, requestId: MARK },
});

const FAULTS: [string, Fault][] = [
	...[400, 401, 403, 404, 429, 500, 503, 302, 200].map((status): [string, Fault] => [
		`HTTP ${status} that quotes somebody`,
		{ kind: 'status', status, body: SAID, headers: { location: `https://${MARK}.example.com/` } },
	]),
	['a refusal whose code names somebody', { kind: 'code', code: `Candidate ${MARK} not_found` }],
	['no answer', { kind: 'drop' }],
	['half an answer', { kind: 'invalidJson' }],
];

useWorld();
beforeEach(async () => {
	await world.start();
	world.onWait = () => world.respondToInvitation();
});

/** Everything that was sent or answered and is no plain word. */
function valuesOf(value: unknown): string[] {
	if (typeof value === 'string') return /[\d@]/.test(value) && value.length >= 8 ? [value] : [];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesOf) : [];
}

function expectNothingOut(): void {
	expect(world.output.length).toBeGreaterThan(1000);
	expect(world.output).not.toMatch(new RegExp(MARK, 'i'));
	const exchanges = [...world.ashby.requests, ...world.willo.requests];
	const values = new Set(exchanges.flatMap(({ answer, body }) => valuesOf([answer, body])));
	for (const own of ['npm run live', 'live-']) {
		for (const value of values) if (value.includes(own)) values.delete(value);
	}
	expect([...values].filter((value) => world.output.includes(value))).toEqual([]);
}

test('reading, writing, and deliveries reveal no value', async () => {
	for (const vendor of ['Ashby', 'Willo'] as const) {
		expect(await world.runFor({ ...FULL, vendor })).toBe(0);
		expectNothingOut();
	}
	const exchanges = [...world.ashby.requests, ...world.willo.requests];
	expect(exchanges.flatMap(({ answer }) => valuesOf(answer)).length).toBeGreaterThan(500);
	expect(world.report).toContain('## Deliveries');
});

test.each(FAULTS)('%s reveals no value', async (_what, fault) => {
	for (const sandbox of [world.ashby, world.willo]) {
		// The first requests succeed, so that the fault comes amid what was read.
		sandbox.fault = ({ number }) => (number > 4 && number % 2 === 0 ? fault : undefined);
	}
	await world.run([]);
	expectNothingOut();
	for (const sandbox of [world.ashby, world.willo]) sandbox.fault = () => fault;
	await world.run([]);
	expectNothingOut();
});
