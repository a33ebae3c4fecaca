import type { Fault } from './faults.mts';
import { startAshby, stopAshby } from './ashby/setUp.mts';

afterEach(stopAshby);

async function noteUnder(fault: Fault) {
	const ashby = await startAshby();
	const { id } = ashby.sandbox.addCandidate({ name: 'Ann' });
	ashby.sandbox.fault = () => fault;
	const sending = ashby.send('/candidate.createNote', { candidateId: id, note: 'Hello' });
	const response = await sending.catch(() => undefined);
	const text = response?.data;
	return { ashby, response, text, written: ashby.sandbox.notesOf(id).length };
}

it('status: responds with it and does nothing', async () => {
	const headers = { 'retry-after': '7' };
	const { response, text, written } = await noteUnder({
		kind: 'status',
		status: 503,
		headers,
		body: '<html>',
	});
	expect([response?.status, text, written]).toEqual([503, '<html>', 0]);
	expect(response?.headers['retry-after']).toBe('7');
});

it('code: refuses the request as the vendor does, and does nothing', async () => {
	const { response, text, written } = await noteUnder({ kind: 'code', code: 'sync_token_expired' });
	expect([response?.status, written]).toEqual([200, 0]);
	expect(JSON.parse(text ?? '')).toMatchObject({
		success: false,
		errors: ['sync_token_expired'],
		errorInfo: { code: 'sync_token_expired' },
	});
});

it.each([
	['drop', 0],
	['dropAfter', 1],
] as const)('%s: closes the connection', async (kind, expected) => {
	const { ashby, response, written } = await noteUnder({ kind });
	expect(response).toBeUndefined();
	expect(written).toBe(expected);
	expect(ashby.sandbox.requests.map(({ status }) => status)).toEqual([expected && 200]);
	expect(ashby.sandbox.counts.bytesOut).toBe(0);
});

it('truncate: sends half of the announced bytes', async () => {
	const { ashby, response, written } = await noteUnder({ kind: 'truncate' });
	expect([response, written]).toEqual([undefined, 1]);
	const whole = JSON.stringify(ashby.sandbox.requests[0].answer);
	expect(ashby.sandbox.counts.bytesOut).toBe(Math.floor(whole.length / 2));
});

it('invalidJson: sends half of the body as if it were complete', async () => {
	const { response, text, written } = await noteUnder({ kind: 'invalidJson' });
	expect([response?.status, written]).toEqual([200, 1]);
	expect(text).toMatch(/^\{"success":true/);
	expect(() => JSON.parse(text ?? '')).toThrow();
});

it('delay: responds as usual, but later', async () => {
	const start = Date.now();
	const { text, written } = await noteUnder({ kind: 'delay', ms: 80 });
	expect(Date.now() - start).toBeGreaterThanOrEqual(79);
	expect([JSON.parse(text ?? '').success, written]).toEqual([true, 1]);
});

it('a fault gets the path, body, and number of each request', async () => {
	const ashby = await startAshby();
	const asked: unknown[] = [];
	ashby.sandbox.fault = (request) => {
		asked.push(request);
		return request.number === 2 ? { kind: 'status', status: 500 } : undefined;
	};
	const statuses: number[] = [];
	for (const limit of [1, 2, 3]) statuses.push((await ashby.send('/job.list', { limit })).status);
	expect(statuses).toEqual([200, 500, 200]);
	expect(asked[1]).toEqual({ path: '/job.list', body: { limit: 2 }, number: 2 });
});

it('the server counts requests, bytes, and concurrent requests', async () => {
	const ashby = await startAshby();
	ashby.sandbox.fault = () => ({ kind: 'delay', ms: 30 });
	const answers = await Promise.all(
		[1, 2, 3].map(async (limit) => (await ashby.send('/job.list', { limit })).data),
	);
	expect(ashby.sandbox.counts).toEqual({
		requests: 3,
		bytesIn: 3 * '{"limit":1}'.length,
		bytesOut: answers.join('').length,
		byPath: { '/job.list': 3 },
		mostAtOnce: 3,
	});
	ashby.sandbox.keepRequests = false;
	ashby.sandbox.resetLog();
	await ashby.send('/job.list');
	expect(ashby.sandbox.requests).toEqual([]);
	expect(ashby.sandbox.counts.requests).toBe(1);
});
