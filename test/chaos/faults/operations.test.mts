/**
 * Every operation of both nodes with every fault of a vendor, at the middle one of three items: the request
 * is repeated if that can help, and never if it could do something twice, the operation ends within
 * its limits, the error says what failed and what to do, the other items continue, and afterwards everything works.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Fault } from '../../sandbox/faults.mts';
import { executeContext } from '../../support/contexts.mts';
import type { Trouble } from './faults.mts';
import { expectClear, LONGEST_WAIT_MS, setUpFaults } from './setUp.mts';
import { type Sample, SAMPLES, troublesOf, type Vendor } from './vendors.mts';

const mockWaits: number[] = [];
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: async (ms: number) => void mockWaits.push(ms),
}));

/** The item with the fault. */
const MIDDLE = 1;
/** A read and a write of each vendor, with which every fault is tried. */
const WHOLE = ['candidate.get', 'candidate.addNote', 'participant.get', 'participant.invite'];

const faults = setUpFaults();

/** The node with its three items, which shows at any moment whose turn it is. */
function runOf({ node, credentials, items }: Vendor, sample: Sample, continueOnFail: boolean) {
	const { resource, operation, parameters } = sample;
	const context = executeContext(
		node,
		{
			parameters: { resource, operation, ...parameters },
			credentials,
			continueOnFail,
			mode: 'trigger',
		},
		items,
	);
	const turn = { item: -1 };
	const watched = new Proxy(context as IExecuteFunctions, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name, target);
			if (typeof value !== 'function') return value;
			return (...given: unknown[]) => {
				if (name === 'getNodeParameter') turn.item = Number(given[1]);
				return (value as (...all: unknown[]) => unknown).apply(target, given);
			};
		},
	});
	const run = async () => (await node.execute!.call(watched)) as INodeExecutionData[][];
	return { run, turn };
}

const cases = SAMPLES.flatMap((sample) => {
	const operation = `${sample.resource}.${sample.operation}`;
	const troubles = troublesOf(sample.vendor, WHOLE.includes(operation) || undefined);
	return troubles.map((trouble) => ({ sample, trouble, operation, name: trouble.name }));
});

test('every operation is tried, and some of them with every fault', () => {
	expect(SAMPLES.filter(({ parameters }) => parameters === undefined)).toEqual([]);
	const operations = cases.map(({ operation }) => operation);
	expect(WHOLE.filter((operation) => !operations.includes(operation))).toEqual([]);
});

describe.each(cases)('$sample.vendor: $operation, $name', ({ sample, trouble }) => {
	let vendor: Vendor;
	let fault: Fault;

	beforeEach(async () => {
		mockWaits.length = 0;
		vendor = await faults.start(sample.vendor);
		fault = trouble.fault(faults.addressElsewhere);
	});

	test('stops within the limits, says why, and leaves nothing behind', async () => {
		const { run, turn } = runOf(vendor, sample, false);
		const seen = troubled(vendor, turn, fault);
		let output: INodeExecutionData[] = [];
		const error = await run().then(
			([items]) => void (output = items),
			(reason: unknown) => reason as NodeApiError | NodeOperationError,
		);
		expectTries(sample, trouble, seen);
		expect(mockWaits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(
			LONGEST_WAIT_MS * Math.max(1, new Set(seen.map(({ path }) => path)).size),
		);
		expect(faults.strayRequests).toBe(0);
		if (error) {
			expectClear(vendor, error);
			expect(String(error.description)).toMatch(/\w+ \w+/);
		} else if (sample.reports) expectReported(vendor, output);
		else expect(wasCarriedOut(vendor, sample)).toBe(true);
		expect(Math.max(...vendor.written())).toBeLessThanOrEqual(1);

		// As if it had not happened.
		faults.now = () => undefined;
		const again = runOf({ ...vendor, items: [vendor.items[MIDDLE]] }, sample, false);
		expect((await again.run())[0].filter(({ json }) => json.error)).toEqual([]);
	});

	test('lets the other items continue if the user selected that', async () => {
		const { run, turn } = runOf(vendor, sample, true);
		troubled(vendor, turn, fault);
		const [output] = await run();
		const errorsOf = (item: number) =>
			output
				.filter(({ pairedItem }) => (pairedItem as { item: number }).item === item)
				.map(({ json }) => json.error);
		expect(errorsOf(0).filter(Boolean)).toEqual([]);
		const [said] = errorsOf(MIDDLE);
		if (sample.reports) expectReported(vendor, output);
		else if (said === undefined) expect(wasCarriedOut(vendor, sample)).toBe(true);
		else expect(String(said)).toContain(vendor.name);
		const last = errorsOf(2).filter(Boolean);
		// The vendor refuses the cheap request in the same way, so it isn't the item.
		const isVendors = trouble.refusesKey ?? trouble.kind.startsWith('throttled');
		if (isVendors && said !== undefined) expect(String(last)).toMatch(/^Not tried/);
		else expect(last).toEqual([]);
		expect(Math.max(...vendor.written())).toBeLessThanOrEqual(1);
	});
});

/** From now on, the middle item has the fault. Returns its requests as they arrive. */
function troubled({ sandbox }: Vendor, turn: { item: number }, fault: Fault) {
	const seen: { method: string; path: string }[] = [];
	faults.now = () => (turn.item === MIDDLE ? fault : undefined);
	sandbox.onExchange = ({ method, path }) => {
		if (turn.item === MIDDLE) seen.push({ method, path });
	};
	return seen;
}

/** Each request was sent as often as allowed. */
function expectTries(
	{ writes = () => false }: Sample,
	{ repeats }: Trouble,
	seen: { method: string; path: string }[],
): void {
	const counts = new Map<string, { tries: number; isWrite: boolean }>();
	for (const request of seen) {
		const key = `${request.method} ${request.path}`;
		const { tries } = counts.get(key) ?? { tries: 0 };
		counts.set(key, { tries: tries + 1, isWrite: writes(request) });
	}
	expect(counts.size).toBeGreaterThan(0);
	for (const [request, { tries, isWrite }] of counts) {
		const isRepeated = repeats === 'always' || (repeats === 'reads' && !isWrite);
		expect([request, tries > 1]).toEqual([request, isRepeated]);
		expect(tries).toBeLessThanOrEqual(repeats === 'always' ? 30 : 8);
	}
}

/** The middle item alone names the vendor's trouble, and what to do. */
function expectReported({ name, secrets }: Vendor, output: INodeExecutionData[]): void {
	const findings = output.map(({ json }) => json.findings as string[]);
	const own = findings[MIDDLE].filter((sentence) => !findings[0].includes(sentence));
	expect(output[MIDDLE].json.status).toBe('attention');
	expect(own.join()).toContain(name);
	expect(own.join()).toMatch(/\w\. \w+ \w+/);
	// A minute may pass between the items.
	const timeless = (sentences: string[]) => sentences.map((one) => one.replace(/\d+ minutes/, ''));
	expect(timeless(findings[2])).toEqual(timeless(findings[0]));
	expect(own.join().length).toBeLessThan(1_000);
	for (const secret of secrets) expect(JSON.stringify(output)).not.toContain(secret);
}

/** After a lost response to an invitation, Willo is checked, which may show that it was sent. */
function wasCarriedOut(vendor: Vendor, { writes }: Sample): boolean {
	return writes !== undefined && vendor.written()[MIDDLE] === 1;
}
