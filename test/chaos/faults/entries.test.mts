/**
 * The same faults for everything else that calls a vendor: polls, the editor's lists, credential tests, and
 * the registration of webhooks. Each ends within its limits and says why, or continues next time; the key goes to
 * no other host; and after the fault, everything works as if it had not happened.
 */
import type { ICredentialTestFunctions, INodeCredentialTestResult, INodeType } from 'n8n-workflow';
import { createServer as createSecureServer } from 'node:https';
import { createServer, type Server } from 'node:http';
import { generate } from 'selfsigned';
import { AshbyStageTrigger } from '../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { AshbyTrigger } from '../../../nodes/Ashby/AshbyTrigger.node.ts';
import { WilloResponseTrigger } from '../../../nodes/Willo/WilloResponseTrigger.node.ts';
import { WilloTrigger } from '../../../nodes/Willo/WilloTrigger.node.ts';
import { TwoJobs } from '../../support/twoJobs.mts';
import type { ContextOptions, GivenCredential } from '../../support/nodeWorkflow.mts';
import {
	credentialTestContext,
	hookContext,
	loadOptionsContext,
	pollContext,
} from '../../support/contexts.mts';
import { expectClear, LONGEST_WAIT_MS, portOf, setUpFaults } from './setUp.mts';
import { troublesOf, type Vendor } from './vendors.mts';

const mockWaits: number[] = [];
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: async (ms: number) => void mockWaits.push(ms),
}));

/** Pages, permissions and tries together. */
const MOST_REQUESTS = 60;

/** Calls the node's code; returns what the user sees. */
type Call = (vendor: Vendor, credentials: GivenCredential[]) => Promise<unknown>;

interface Entry {
	name: string;
	vendor: Vendor['name'];
	call: Call;
}

const poll: Call = async ({ name, parameters }, credentials) => {
	const isAshby = name === 'Ashby';
	const node: INodeType = isAshby ? new AshbyStageTrigger() : new WilloResponseTrigger();
	const options = { credentials, parameters: isAshby ? parameters : {} };
	return await node.poll!.call(pollContext(node, options, 20_000));
};

const list =
	(name: string, ...given: string[]): Call =>
	async ({ node }, credentials) => {
		const { listSearch = {}, loadOptions = {} } = { ...node.methods };
		const methods = { ...listSearch, ...loadOptions } as Record<string, unknown>;
		const method = methods[name] as (this: unknown, ...given: string[]) => Promise<unknown>;
		return await method.apply(loadOptionsContext(node, { credentials }), given);
	};

const testCredential: Call = async ({ node }, credentials) => {
	const { credentialTest: tests = {} } = node.methods!;
	const [test] = Object.values(tests) as ((
		this: ICredentialTestFunctions,
		given: object,
	) => Promise<INodeCredentialTestResult>)[];
	const [{ data }] = credentials;
	const given = { id: '1', name: 'key', type: 'api', data };
	const { status, message } = await test.call(credentialTestContext(), given);
	if (status === 'Error') throw Object.assign(new Error(message), { name: 'NodeApiError' });
	return message;
};

const publish: Call = async ({ name }, credentials) => {
	const isAshby = name === 'Ashby';
	const node: INodeType = isAshby ? new AshbyTrigger() : new WilloTrigger();
	const { checkExists, create, delete: remove } = node.webhookMethods!.default!;
	const options: ContextOptions = {
		credentials,
		parameters: { event: isAshby ? 'candidateHire' : 'new_response' },
		staticData: {},
		webhookBaseUrl: `http://127.0.0.1:${portOf(n8n)}/webhook`,
	};
	if (await checkExists.call(hookContext(node, options))) return true;
	const isMade = await create.call(hookContext(node, options));
	await remove.call(hookContext(node, options));
	return isMade;
};

const OF_BOTH: Record<string, Call> = {
	'first poll': poll,
	'test of the credential': testCredential,
	'registration of the webhook': publish,
};
const LISTS: Array<[Vendor['name'], string, ...string[]]> = [
	['Ashby', 'searchJobs'],
	['Ashby', 'searchCandidates', 'ada'],
	['Ashby', 'getArchiveReasons'],
	['Willo', 'searchInterviews'],
	['Willo', 'searchParticipants'],
	['Willo', 'getInterviews'],
];
const ENTRIES: Entry[] = [
	...(['Ashby', 'Willo'] as const).flatMap((vendor) =>
		Object.entries(OF_BOTH).map(([name, call]) => ({ name, vendor, call })),
	),
	...LISTS.map(([vendor, name, ...given]) => ({ name, vendor, call: list(name, ...given) })),
];

let untrusted: Server;
/** Where deliveries arrive; it takes them all. */
let n8n: Server;
const faults = setUpFaults();

beforeAll(async () => {
	const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
	const count = () => faults.strayRequests++;
	untrusted = createSecureServer({ key, cert }, count) as unknown as Server;
	n8n = createServer((_request, response) => void response.end());
	for (const server of [untrusted, n8n]) {
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	}
});

afterAll(() => {
	untrusted.close();
	n8n.close();
});

beforeEach(() => {
	mockWaits.length = 0;
});

/** What the user sees, undefined if it succeeded or continues next time. */
async function outcomeOf({ call }: Entry, vendor: Vendor, credentials = vendor.credentials) {
	return await call(vendor, credentials).then(
		() => undefined,
		(error: unknown) => error as Error & { description?: string },
	);
}

const cases = ENTRIES.flatMap((entry) =>
	troublesOf(entry.vendor).map((trouble) => ({ entry, trouble })),
);

test.each(cases)(
	'$entry.vendor: $entry.name, $trouble.name: it ends within the limits, says why, and leaves nothing behind',
	async ({ entry, trouble }) => {
		const vendor = await faults.start(entry.vendor);
		const fault = trouble.fault(faults.addressElsewhere);
		faults.now = () => fault;
		vendor.sandbox.resetLog();
		const error = await outcomeOf(entry, vendor);
		if (error) expectClear(vendor, error);
		expect(vendor.sandbox.counts.requests).toBeGreaterThan(0);
		expect(vendor.sandbox.counts.requests).toBeLessThan(MOST_REQUESTS);
		expect(faults.strayRequests).toBe(0);

		faults.now = () => undefined;
		expect(await outcomeOf(entry, vendor)).toBeUndefined();
		const waited = mockWaits.reduce((sum, ms) => sum + ms, 0);
		expect(waited).toBeLessThanOrEqual(3 * LONGEST_WAIT_MS);
	},
);

const ADDRESSES = [
	{ why: 'a name that nobody has', address: () => 'https://vendor.invalid' },
	{ why: 'a port that nobody listens on', address: () => 'http://127.0.0.1:9' },
	{ why: 'a certificate of nobody', address: () => `https://localhost:${portOf(untrusted)}` },
	{ why: 'no TLS', address: () => faults.addressElsewhere.replace('http', 'https') },
	{ why: 'an address that is none', address: () => 'https://[' },
];

test.each(ENTRIES.flatMap((entry) => ADDRESSES.map((each) => ({ entry, ...each }))))(
	'$entry.vendor: $entry.name, $why: it is reported, and nothing is sent',
	async ({ entry, address }) => {
		const vendor = await faults.start(entry.vendor);
		const credentials = vendor.credentials.map(({ type, data }) => ({
			type,
			data: { ...data, baseUrl: address() },
		}));
		const error = await outcomeOf(entry, vendor, credentials);
		expect(error).toBeDefined();
		expectClear(vendor, error!);
		expect(faults.strayRequests).toBe(0);
	},
);

test('a next page on another host is not requested', async () => {
	const willo = await faults.start('Willo');
	const next = `${faults.addressElsewhere}interviews/?page=2`;
	const body = JSON.stringify({ count: 99, next, results: [] });
	faults.now = () => ({ kind: 'status', status: 200, body });
	for (const entry of ENTRIES.filter(({ vendor }) => vendor === 'Willo')) {
		const error = await outcomeOf(entry, willo);
		if (error) expectClear(willo, error);
	}
	expect(faults.strayRequests).toBe(0);
});

test.each(troublesOf('Ashby', true))(
	'a candidate who enters during an outage is returned after it, once: $name',
	async (trouble) => {
		const org = new TwoJobs();
		const { ashby } = org;
		await ashby.start();
		const node = new AshbyStageTrigger();
		const context = pollContext(node, {
			credentials: org.credentials(),
			parameters: org.parameters({ pollTimes: { item: [{ mode: 'everyMinute' }] } }),
			staticData: {},
		});
		await node.poll.call(context);
		const ada = org.apply('Ada');
		org.pass();
		const entry = org.move(ada, 'Video Interview');
		const fault = trouble.fault(faults.addressElsewhere);
		faults.now = () => fault;
		ashby.fault = () => faults.now();
		const duringIt = await node.poll.call(context).catch(() => null);
		faults.now = () => undefined;
		const after = [await node.poll.call(context), await node.poll.call(context)];
		const ids = [duringIt, ...after].flatMap(
			(items) => items?.[0]?.map(({ json }) => json.id) ?? [],
		);
		expect(ids).toEqual([entry]);
		ashby.park();
	},
);
