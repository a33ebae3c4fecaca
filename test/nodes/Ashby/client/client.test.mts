import { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import { isNotFound, mustListAgain } from '../../../../nodes/Ashby/client/failures.ts';
import type { ApiFailure } from '../../../../nodes/shared/failure.ts';
import type { HttpAnswer, HttpRequest } from '../../../../nodes/shared/http.ts';

type Scripted = Partial<HttpAnswer> | Error;

/** A client whose requests meet the given answers one after the other, the last for ever. */
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
		'https://ashby.test',
		{
			wait: async (ms) => {
				waits.push(ms);
			},
		},
	);
	return { client, requests, waits };
}

const refusal = (body: object, status = 200): Scripted => ({
	status,
	body: { success: false, ...body },
});

async function failureOf(promise: Promise<unknown>): Promise<ApiFailure> {
	return await promise.then(
		() => {
			throw new Error('This was expected to be rejected');
		},
		(failure: ApiFailure) => failure,
	);
}

describe('requests', () => {
	test('are POSTs of JSON with the version pinned, undefined values left out', async () => {
		const { client, requests } = clientFor({});
		await client.call('application.list', { limit: 1, cursor: undefined });
		expect(requests).toEqual([
			{
				method: 'POST',
				url: 'https://ashby.test/application.list',
				headers: {
					Accept: 'application/json',
					'Content-Type': 'application/json',
					'Ashby-Version': '2026-01-01',
				},
				body: { limit: 1 },
			},
		]);
	});

	test('without parameters have an empty object as body', async () => {
		const { client, requests } = clientFor({});
		await client.call('apiKey.info');
		expect(requests[0].body).toEqual({});
	});

	test.each(['https://ashby.test/', ' https://ashby.test// '])(
		'go to base URL "%s"',
		async (url) => {
			const urls: string[] = [];
			const client = new AshbyClient(async (request) => {
				urls.push(request.url);
				return { status: 200, headers: {}, body: { success: true, results: [] } };
			}, url);
			await client.call('job.list');
			expect(urls).toEqual(['https://ashby.test/job.list']);
		},
	);

	test('for the pages of lists are paced once a run has made many; others are not', async () => {
		const { client, waits } = clientFor({});
		for (let number = 0; number < 62; number++) await client.call('job.list');
		expect(waits).toEqual([150, 150]);
		await client.call('application.info');
		expect(waits).toHaveLength(2);
	});
});

describe('answers', () => {
	test('give results, paging and Ashby’s clock', async () => {
		const { client } = clientFor({
			headers: { date: 'Mon, 02 Nov 2026 10:00:00 GMT' },
			body: {
				success: true,
				results: [1],
				moreDataAvailable: false,
				nextCursor: null,
				syncToken: 'token',
			},
		});
		await expect(client.call('application.list')).resolves.toEqual({
			results: [1],
			moreDataAvailable: false,
			nextCursor: undefined,
			syncToken: 'token',
			serverTime: Date.parse('2026-11-02T10:00:00Z'),
		});
	});

	test.each([
		[
			'errorInfo',
			{
				errors: ['invalid_input'],
				errorInfo: {
					code: 'invalid_input',
					message: 'Request payload is malformed',
					requestId: '01JSJ8FDK5ZN4XQBZP7DBKK7ZC',
				},
			},
			{
				code: 'invalid_input',
				message: 'Ashby refused job.info: Request payload is malformed',
				requestId: '01JSJ8FDK5ZN4XQBZP7DBKK7ZC',
			},
		],
		[
			'codes alone',
			{ errors: ['job_not_found'], errorInfo: null },
			{ code: 'job_not_found', message: 'Ashby refused job.info: job_not_found' },
		],
		[
			'objects',
			{ errors: [{ message: 'Invalid input', parameter: 'id' }] },
			{ code: undefined, message: 'Ashby refused job.info: Invalid input (id)' },
		],
		['nothing', {}, { message: 'Ashby refused job.info: no reason given' }],
	])('refusals are read from %s', async (_form, body, expected) => {
		const { client, requests } = clientFor(refusal(body));
		const failure = await failureOf(client.call('job.info', { id: 'x' }));
		expect(failure).toMatchObject({ kind: 'refused', httpCode: 200, ...expected });
		expect(requests).toHaveLength(1);
	});

	test('the request id comes from the header when the body has none', async () => {
		const { client } = clientFor({
			headers: { 'x-ashby-request-id': '01KSR6K0WV1RCZ15N4EQW8Q0ZD' },
			body: { success: false, errors: ['x'] },
		});
		const failure = await failureOf(client.call('job.info'));
		expect(failure.requestId).toBe('01KSR6K0WV1RCZ15N4EQW8Q0ZD');
	});

	test.each([
		['by code', { errors: ['missing_endpoint_permission'] }, 403],
		[
			'by message',
			{ errors: [{ message: 'You lack the permission for this', parameter: 'apiKey' }] },
			403,
		],
		['by code with 200', { errors: ['missing_endpoint_permission'] }, 200],
	])('a missing permission is known %s, and named', async (_how, body, status) => {
		const { client } = clientFor(refusal(body, status));
		const failure = await failureOf(client.call('candidate.createNote'));
		expect(failure).toMatchObject({ kind: 'permission', code: 'missing_endpoint_permission' });
		expect(failure.message).toContain('candidatesWrite');
		expect(failure.outcomeUnknown).toBeFalsy();
	});

	test('a not-found that speaks of permissions is no missing endpoint permission', async () => {
		const message = 'Application not found - are you lacking permissions to edit candidates?';
		const { client } = clientFor(
			refusal({ errorInfo: { code: 'application_not_found', message } }),
		);
		const failure = await failureOf(client.call('application.info'));
		expect(failure.kind).toBe('refused');
		expect(isNotFound(failure)).toBe(true);
	});

	test.each([401, 403])('a plain %i is a key that Ashby does not accept', async (status) => {
		const { client, requests } = clientFor({ status, body: 'Forbidden' });
		await expect(client.call('job.list')).rejects.toMatchObject({ kind: 'credential' });
		expect(requests).toHaveLength(1);
	});

	test.each([
		[200, '<html>Welcome</html>'],
		[301, ''],
		[404, 'Not Found'],
		[200, null],
	])('a %i that is not Ashby’s says to check the base URL', async (status, body) => {
		const { client } = clientFor({ status, body });
		const failure = await failureOf(client.call('job.list'));
		expect(failure.kind).toBe('unexpectedAnswer');
		expect(failure.advice).toContain('Base URL');
	});

	test.each([
		['sync_token_expired', true],
		['sync_token_invalid', true],
		['incremental_sync_too_large', true],
		['next_cursor_expired', true],
		['invalid_next_cursor', true],
		['cursor_invalid', true],
		['invalid_input', false],
	])('whether %s asks for a new listing: %s', async (code, expected) => {
		const { client } = clientFor(refusal({ errors: [code] }));
		expect(mustListAgain(await failureOf(client.call('application.list')))).toBe(expected);
	});
});

describe('tries', () => {
	const down = (code: string): Error => Object.assign(new Error('request: secret-key'), { code });

	test('429 is tried again after Retry-After in seconds', async () => {
		const { client, requests, waits } = clientFor(
			{ status: 429, headers: { 'retry-after': '7' } },
			{},
		);
		await client.call('candidate.createNote');
		expect(requests).toHaveLength(2);
		expect(waits).toEqual([7000]);
	});

	test('429 is tried again at the date of Retry-After, by Ashby’s clock', async () => {
		const { client, waits } = clientFor(
			{
				status: 429,
				headers: {
					date: 'Mon, 02 Nov 2026 10:00:00 GMT',
					'retry-after': 'Mon, 02 Nov 2026 10:00:12 GMT',
				},
			},
			{},
		);
		await client.call('job.list');
		expect(waits).toEqual([12_000]);
	});

	test('429 without Retry-After backs off, and ends as a throttled request', async () => {
		const { client, requests, waits } = clientFor({ status: 429, body: 'Too Many Requests' });
		const failure = await failureOf(client.call('job.list'));
		expect(failure).toMatchObject({ kind: 'rateLimited', httpCode: 429 });
		expect(waits.length).toBeGreaterThan(3);
		expect(requests).toHaveLength(waits.length + 1);
		waits.forEach((ms, index) => {
			expect(ms).toBeGreaterThanOrEqual(750 * Math.min(2 ** index, 4));
			expect(ms).toBeLessThanOrEqual(1250 * Math.min(2 ** index, 4));
		});
	});

	test('the minute after which the limit begins anew is waited for', async () => {
		const { client, waits } = clientFor({ status: 429, headers: { 'retry-after': '60' } }, {});
		await client.call('job.list');
		expect(waits).toEqual([60_000]);
	});

	test('a Retry-After beyond bounds is reported instead of waited for', async () => {
		const { client, requests, waits } = clientFor({
			status: 429,
			headers: { 'retry-after': '3600' },
		});
		const failure = await failureOf(client.call('job.list'));
		expect(failure.retryAfterMs).toBe(3_600_000);
		expect([requests.length, waits.length]).toEqual([1, 0]);
	});

	test.each([{ status: 503 }, down('ECONNRESET')])('reads go on after %p', async (trouble) => {
		const { client, requests } = clientFor(trouble, trouble, {});
		await client.call('application.list');
		expect(requests).toHaveLength(3);
	});

	test.each(['candidate.createNote', 'application.changeStage', 'applicationFeedback.submit'])(
		'%s is not repeated when its answer may be lost',
		async (method) => {
			for (const trouble of [{ status: 502 }, down('ECONNRESET'), { body: '{"succ' }]) {
				const { client, requests, waits } = clientFor(trouble);
				await expect(client.call(method)).rejects.toMatchObject({ outcomeUnknown: true });
				expect([requests.length, waits.length]).toEqual([1, 0]);
			}
		},
	);

	test.each([
		down('ECONNREFUSED'),
		down('ENOTFOUND'),
		down('CERT_HAS_EXPIRED'),
		{ status: 302, body: '' },
		{ status: 400, body: 'Bad Request' },
		{ status: 404, body: 'Not Found' },
		{ status: 413, body: 'Payload Too Large' },
	])('a write was not carried out after %p', async (trouble) => {
		const { client } = clientFor(trouble);
		const failure = await failureOf(client.call('candidate.createNote'));
		expect(failure.outcomeUnknown).toBe(false);
	});

	test('no message is longer than a person reads', async () => {
		for (const body of [
			{ errorInfo: { code: 'x', message: 'x'.repeat(100_000) } },
			{ errors: [{ message: 'x'.repeat(100_000) }] },
			{ errors: ['x'.repeat(100_000)] },
		]) {
			const failure = await failureOf(clientFor(refusal(body)).client.call('job.list'));
			expect(failure.message.length).toBeLessThan(600);
		}
	});

	test.each([{ success: true }, { success: true, results: null }])(
		'a success without results is none: %p',
		async (body) => {
			const failure = await failureOf(clientFor({ body }).client.call('candidate.info'));
			expect(failure).toMatchObject({
				kind: 'unexpectedAnswer',
				message: 'Ashby’s response to candidate.info has no results',
			});
		},
	);

	test('what is said about no answer names the cause and never the request', async () => {
		const { client } = clientFor(down('ECONNREFUSED'));
		const failure = await failureOf(client.call('job.list'));
		expect(failure.kind).toBe('unavailable');
		expect(failure.message).toBe('No response from Ashby to job.list: the connection was refused');
		expect(JSON.stringify({ ...failure, message: failure.message })).not.toContain('secret');
	});
});

describe('lists', () => {
	const page = (results: number[], more: boolean, nextCursor?: string): Scripted => ({
		body: { success: true, results, moreDataAvailable: more, nextCursor },
	});

	const read = async (...answers: Scripted[]) => {
		const { client, requests } = clientFor(...answers);
		const rows = (async () => {
			for await (const _row of client.rows('job.list')) void _row;
		})();
		return { failure: await failureOf(rows), requests };
	};

	test.each([
		['the same cursor', [page([1], true, 'a')], 2],
		['a circle', [page([1], true, 'a'), page([2], true, 'b'), page([3], true, 'a')], 3],
	] as const)('end with an error when they come back to %s', async (_name, pages, most) => {
		const { failure, requests } = await read(...pages);
		expect(failure.message).toBe('Ashby’s list job.list leads back to a page that was read before');
		expect(requests).toHaveLength(most);
	});

	test('end with an error when page after page is empty', async () => {
		const pages = Array.from({ length: 300 }, (_, number) => page([], true, `c${number}`));
		const { failure, requests } = await read(...pages);
		expect(failure.kind).toBe('unexpectedAnswer');
		expect(requests).toHaveLength(101);
	});

	test('end with an error when the results are no list', async () => {
		const { failure } = await read({ body: { success: true, results: { a: 1 } } });
		expect(failure.kind).toBe('unexpectedAnswer');
	});

	test('go on over an empty page and stop at the last one although it has a cursor', async () => {
		const { client, requests } = clientFor(
			page([1, 2], true, 'a'),
			page([], true, 'b'),
			page([3], false, 'stale'),
		);
		const rows: number[] = [];
		for await (const row of client.rows<number>('job.list', { limit: 2 })) rows.push(row);
		expect(rows).toEqual([1, 2, 3]);
		expect(requests.map(({ body }) => body)).toEqual([
			{ limit: 2 },
			{ limit: 2, cursor: 'a' },
			{ limit: 2, cursor: 'b' },
		]);
	});

	test('read no page more than a limit needs', async () => {
		const { client, requests } = clientFor(page([1, 2], true, 'a'), page([3, 4], true, 'b'));
		await expect(client.firstRows('job.list', 3)).resolves.toEqual([1, 2, 3]);
		expect(requests).toHaveLength(2);
	});

	test('ask for at most 100 rows a page', async () => {
		const { client, requests } = clientFor(page([1], false));
		await client.firstRows('job.list', Infinity);
		expect(requests[0].body).toEqual({ limit: 100 });
	});
});
