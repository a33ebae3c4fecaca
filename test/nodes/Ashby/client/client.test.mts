import { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import { mustListAgain } from '../../../../nodes/Ashby/client/failures.ts';
import type { ApiFailure } from '../../../../nodes/shared/api/failure.ts';
import type { HttpAnswer, HttpRequest } from '../../../../nodes/shared/api/http.ts';
import { rejection } from '../../../support/rejection.mts';

type Scripted = Partial<HttpAnswer> | Error;

/** A client whose requests get these responses in order, repeating the last. */
function clientFor(...answers: Scripted[]) {
	const requests: HttpRequest[] = [];
	const waits: number[] = [];
	const client = new AshbyClient(
		async (request) => {
			requests.push(request);
			const answer = answers[Math.min(requests.length, answers.length) - 1];
			if (answer instanceof Error) throw answer;
			return { status: 200, headers: {}, body: { success: true, results: [] }, ...answer };
		},
		' https://ashby.test// ',
		{ wait: async (ms) => void waits.push(ms) },
	);
	return { client, requests, waits };
}

const refusal = (body: object, status = 200): Scripted => ({
	status,
	body: { success: false, ...body },
});

/** The failure with which it ends. */
const failureOf = async (promise: Promise<unknown>) =>
	(await rejection(promise)) as unknown as ApiFailure;

describe('requests', () => {
	test('are POST requests with JSON and a fixed version, to the base URL, whatever surrounds it', async () => {
		const { client, requests } = clientFor({});
		await client.call('application.list', { limit: 1, cursor: undefined });
		await client.call('apiKey.info');
		const [Accept, version] = ['application/json', '2026-01-01'];
		const headers = { Accept, 'Content-Type': Accept, 'Ashby-Version': version };
		// Without undefined values.
		expect(requests).toStrictEqual([
			{ method: 'POST', url: 'https://ashby.test/application.list', headers, body: { limit: 1 } },
			{ method: 'POST', url: 'https://ashby.test/apiKey.info', headers, body: {} },
		]);
	});

	test('for pages of lists are paced once a run has sent many, and others aren’t', async () => {
		const { client, waits } = clientFor({});
		for (let number = 0; number < 62; number++) await client.call('job.list');
		expect(waits).toEqual([150, 150]);
		await client.call('application.info');
		expect(waits).toHaveLength(2);
	});
});

describe('answers', () => {
	/** How it fails if this is all that comes back. */
	const failed = async (answer: Scripted, method = 'job.info') =>
		await failureOf(clientFor(answer).client.call(method));
	const expired = { code: 'sync_token_expired', message: 'sync_token_expired' };
	const notFound = { code: 'job_not_found', message: 'job_not_found' };
	const invalid = { errors: [{ message: 'Invalid input', parameter: 'id' }] };

	test.each([
		['codes alone', { errors: ['job_not_found'], errorInfo: null }, notFound],
		['objects', invalid, { code: undefined, message: 'Invalid input (id)' }],
		['a message that is a code', { errors: [{ message: 'sync_token_expired' }] }, expired],
		['such a message in errorInfo', { errorInfo: { message: 'sync_token_expired' } }, expired],
		['nothing', {}, { message: 'no reason given' }],
	])('refusals are read from %s', async (_form, body, expected) => {
		const { client, requests } = clientFor(refusal(body));
		const message = `Ashby refused job.info: ${expected.message}`;
		const refused = { kind: 'refused', httpCode: 200, ...expected, message };
		expect(await failureOf(client.call('job.info', { id: 'x' }))).toMatchObject(refused);
		expect(requests).toHaveLength(1);
	});

	test('the request ID comes from the header if the body has none', async () => {
		const headers = { 'x-ashby-request-id': '01JSJ8FDK5ZN4XQBZP7DBKK7ZC' };
		const requestId = headers['x-ashby-request-id'];
		const body = { success: false, errors: ['x'] };
		expect(await failed({ headers, body })).toMatchObject({ requestId });
	});

	test('a removed version is recognized by the message alone, a deprecated one by its header', async () => {
		const removed = refusal({ errors: [{ message: 'Unknown API version' }] }, 400);
		const { message } = await failed(removed);
		expect(message).toContain('no longer accepts the version of its API');
		const headers = { 'ashby-version-status': 'deprecated' };
		const { advice } = await failed({ headers, body: { success: false, errors: ['x'] } });
		expect(advice).toContain('Update the package');
	});

	test('a missing permission is recognized by its code even with HTTP 200', async () => {
		const missing = refusal({ errors: ['missing_endpoint_permission'] });
		const failure = await failed(missing, 'candidate.createNote');
		expect(failure).toMatchObject({ kind: 'permission', code: 'missing_endpoint_permission' });
		expect(failure.outcomeUnknown).toBeFalsy();
	});

	test.each([
		[403, '<html>403 Forbidden</html>', 'firewall or proxy'],
		[200, '<html>Welcome</html>', 'Base URL'],
		[200, null, 'Base URL'],
	])('a %i that isn’t Ashby’s says nothing about the key: %s', async (status, body, advice) => {
		const kind = 'unexpectedAnswer';
		const advised = { kind, advice: expect.stringContaining(advice) };
		expect(await failed({ status, body })).toMatchObject(advised);
	});

	test.each([
		['sync_token_expired', true],
		['sync_token_invalid', true],
		['incremental_sync_too_large', true],
		['next_cursor_expired', true],
		['invalid_next_cursor', true],
		['cursor_invalid', true],
		['invalid_input', false],
	])('%s requires a new listing: %s', async (code, expected) => {
		const failure = await failed(refusal({ errors: [code] }), 'application.list');
		expect(mustListAgain(failure)).toBe(expected);
	});

	test('a Retry-After that is too long is reported instead', async () => {
		const headers = { 'retry-after': '3600' };
		const { client, requests, waits } = clientFor({ status: 429, headers });
		const failure = await failureOf(client.call('job.list'));
		expect(failure).toMatchObject({ kind: 'rateLimited', retryAfterMs: 3_600_000 });
		expect([requests.length, waits.length]).toEqual([1, 0]);
	});

	const down = (code: string) => Object.assign(new Error('request: secret-key'), { code });
	const causes = ['ECONNREFUSED', 'ENOTFOUND', 'CERT_HAS_EXPIRED'].map(down);
	const troubles = [...causes, { status: 302, body: '' }];
	test.each(troubles)('a write wasn’t carried out after %p', async (trouble) => {
		const { outcomeUnknown } = await failed(trouble, 'candidate.createNote');
		expect(outcomeUnknown).toBe(false);
	});

	test('the message about a missing response names the cause and never the request', async () => {
		const { kind, message, ...more } = await failed(down('ECONNREFUSED'), 'job.list');
		const refused = 'No response from Ashby to job.list: the connection was refused';
		expect([kind, message]).toEqual(['unavailable', refused]);
		expect(JSON.stringify(more)).not.toContain('secret');
	});
});

describe('lists', () => {
	const page = (results: unknown, nextCursor?: string, more = nextCursor !== undefined) => ({
		body: { success: true, results, moreDataAvailable: more, nextCursor },
	});
	const [a, b, last] = [page([1, 2], 'a'), page([3, 4], 'b'), page([3], 'stale', false)];
	const empty = Array.from({ length: 300 }, (_, number) => page([], `c${number}`));
	const leadsBack = /^Ashby's list job.list leads back to a page that was already read$/;

	test.each([
		['come back to the same cursor', [a], leadsBack, 2],
		['come back in a circle', [a, b, a], leadsBack, 3],
		['have page after page that is empty', empty, /./, 101],
		['have results that aren’t a list', [page({ a: 1 })], /./, 1],
	])('end with an error if they %s', async (_what, pages, message, most) => {
		const { client, requests } = clientFor(...pages);
		const failure = await failureOf(client.firstRows('job.list', Infinity));
		expect(failure.kind).toBe('unexpectedAnswer');
		expect(failure.message).toMatch(message);
		expect(requests).toHaveLength(most);
	});

	test('continue after an empty page, and stop at the last page even if it has a cursor', async () => {
		const { client, requests } = clientFor(a, page([], 'b'), last);
		const rows: number[] = [];
		for await (const row of client.rows<number>('job.list', { limit: 2 })) rows.push(row);
		expect(rows).toEqual([1, 2, 3]);
		const bodies = [{}, { cursor: 'a' }, { cursor: 'b' }].map((each) => ({ limit: 2, ...each }));
		expect(requests.map(({ body }) => body)).toEqual(bodies);
	});

	test('read no more pages than a limit needs, of at most 100 rows', async () => {
		const { client, requests } = clientFor(a, b, last);
		await expect(client.firstRows('job.list', 3)).resolves.toEqual([1, 2, 3]);
		expect(requests).toHaveLength(2);
		await client.firstRows('job.list', Infinity);
		expect(requests.map(({ body }) => (body as { limit: number }).limit)).toEqual([3, 3, 100]);
	});
});
