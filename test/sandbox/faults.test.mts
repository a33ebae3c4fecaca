/** Each fault happens as it says: tests that find nothing wrong under it would find nothing wrong without it, too. */
import type { Fault } from './faults.mts';
import { startAshby, stopAshby } from './ashby/setUp.mts';

afterEach(stopAshby);

async function noteUnder(fault: Fault) {
	const ashby = await startAshby();
	const { id } = ashby.sandbox.addCandidate({ name: 'Ann' });
	ashby.sandbox.fault = () => fault;
	const began = Date.now();
	const sending = ashby.send('/candidate.createNote', { candidateId: id, note: 'Hello' });
	const response = await sending.catch(() => undefined);
	const { requests, counts } = ashby.sandbox;
	const whole = JSON.stringify(requests[0].answer);
	return {
		tookMs: Date.now() - began,
		status: response?.status,
		text: response?.data,
		headers: response?.headers,
		written: ashby.sandbox.notesOf(id).length,
		share: counts.bytesOut / whole.length,
	};
}

const HTML = {
	kind: 'status',
	status: 503,
	body: '<html>',
	headers: { 'retry-after': '7' },
} as const;

test('status and code: they are answered, and nothing is done', async () => {
	const { headers, ...answered } = await noteUnder(HTML);
	expect(answered).toMatchObject({ status: 503, text: '<html>', written: 0 });
	expect(headers?.['retry-after']).toBe('7');
	await stopAshby();
	const refused = await noteUnder({ kind: 'code', code: 'odd' });
	expect(refused).toMatchObject({ status: 200, written: 0 });
	expect(JSON.parse(refused.text!)).toMatchObject({ success: false, errorInfo: { code: 'odd' } });
});

test.each([
	['drop', 0, 0],
	['dropAfter', 1, 0],
	['truncate', 1, 0.5],
] as const)('%s: no answer, with %i note written', async (kind, written, share) => {
	const seen = await noteUnder({ kind });
	expect(seen).toMatchObject({ status: undefined, written, share: expect.closeTo(share, 1) });
});

test('invalidJson: half of the body, as if it were complete', async () => {
	const { status, text, written } = await noteUnder({ kind: 'invalidJson' });
	expect([status, written]).toEqual([200, 1]);
	expect(text).toMatch(/^\{"success":true/);
	expect(() => JSON.parse(text ?? '')).toThrow();
});

test.each(['drip', 'flood'] as const)('%s: the answer never ends', async (kind) => {
	const ashby = await startAshby();
	ashby.sandbox.fault = () => ({ kind });
	const end = AbortSignal.timeout(300);
	const answer = fetch(`${ashby.sandbox.url}/job.list`, { method: 'POST', signal: end });
	await expect(answer.then((it) => it.text())).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('delay: as usual, but later', async () => {
	const { tookMs, status, written } = await noteUnder({ kind: 'delay', ms: 80 });
	expect(tookMs).toBeGreaterThanOrEqual(79);
	expect([status, written]).toEqual([200, 1]);
});

test('requests, bytes, and how many are under way are counted, the log kept apart', async () => {
	const ashby = await startAshby();
	ashby.sandbox.fault = ({ number }) =>
		number < 4 ? { kind: 'delay', ms: 1_000 } : { kind: 'status', status: 500 };
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
	expect((await ashby.send('/job.list')).status).toBe(500);
	ashby.sandbox.keepRequests = false;
	ashby.sandbox.resetLog();
	await ashby.send('/job.list');
	expect([ashby.sandbox.requests, ashby.sandbox.counts.requests]).toEqual([[], 1]);
});
