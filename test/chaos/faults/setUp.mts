/** What both suites of faults share: vendors of their own for each test, a fault that can be switched on, and demands. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from '../../sandbox/faults.mts';
import { startAshby, startWillo, type Vendor } from './vendors.mts';

/** A vendor's minute, and a little. */
export const LONGEST_WAIT_MS = 70_000;
/** The time after which a request with an endless response is given up. */
const SHORT_TIMEOUT_MS = 300;

export const portOf = (server: Server) => (server.address() as AddressInfo).port;

export class Faults {
	/** What is wrong with a request that arrives now. */
	now: () => Fault | undefined = () => undefined;
	/** Requests to a host that is no vendor's. */
	strayRequests = 0;
	readonly elsewhere = createServer((_request, response) => {
		this.strayRequests++;
		response.end('{}');
	});
	private readonly started: Vendor[] = [];

	get addressElsewhere(): string {
		return `http://127.0.0.1:${portOf(this.elsewhere)}/`;
	}

	async start(name: Vendor['name']): Promise<Vendor> {
		const vendor = await (name === 'Ashby' ? startAshby() : startWillo());
		vendor.sandbox.fault = () => this.now();
		this.started.push(vendor);
		return vendor;
	}

	reset(): void {
		for (const { sandbox } of this.started.splice(0)) sandbox.park();
		this.now = () => undefined;
		this.strayRequests = 0;
	}
}

/** Call it at the top of a test file. */
export function setUpFaults(): Faults {
	const faults = new Faults();
	beforeAll(async () => {
		await new Promise<void>((done) => faults.elsewhere.listen(0, '127.0.0.1', done));
		// Only endless responses are cut short. All others have enough time, however busy the machine is.
		const { timeout } = AbortSignal;
		const isEndless = () => ['drip', 'flood'].includes(faults.now()?.kind ?? '');
		jest
			.spyOn(AbortSignal, 'timeout')
			.mockImplementation((ms) => timeout(isEndless() ? SHORT_TIMEOUT_MS : ms));
	});
	afterEach(() => faults.reset());
	afterAll(() => void faults.elsewhere.close());
	return faults;
}

/** The error says whose fault it is and what to do, at a readable length and without secrets. */
export function expectClear({ name, secrets }: Vendor, error: Error & { description?: unknown }) {
	expect(['NodeApiError', 'NodeOperationError']).toContain(error.name);
	const said = `${error.message} ${String(error.description ?? '')}`;
	expect(said).toMatch(new RegExp(`${name}|The Base URL`));
	expect(said).toMatch(/\w+ \w+ \w+ \w+/);
	expect(error.message.length).toBeLessThan(1_000);
	const whole = JSON.stringify({ ...error, stack: error.stack, message: error.message });
	for (const secret of secrets) expect(whole).not.toContain(secret);
	expect(whole.length).toBeLessThan(20_000);
}
