import { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import { isNotFound, mustListAgain } from '../../../../nodes/Ashby/client/failures.ts';
import { clientFor, refusal, failureOf } from './setUp.mts';

describe('requests', () => {
	test('are POST requests with JSON and a fixed version, without undefined values', async () => {
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

	test('without parameters have an empty object as their body', async () => {
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

	test('for pages of lists are paced once a run has sent many, and others aren’t', async () => {
		const { client, waits } = clientFor({});
		for (let number = 0; number < 62; number++) await client.call('job.list');
		expect(waits).toEqual([150, 150]);
		await client.call('application.info');
		expect(waits).toHaveLength(2);
	});
});

describe('answers', () => {
	test('contain results, paging, and Ashby’s clock', async () => {
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
		[
			'a message that is a code',
			{ errors: [{ message: 'sync_token_expired' }] },
			{ code: 'sync_token_expired', message: 'Ashby refused job.info: sync_token_expired' },
		],
		[
			'a message that is a code, in errorInfo',
			{ errorInfo: { message: 'sync_token_expired' } },
			{ code: 'sync_token_expired', message: 'Ashby refused job.info: sync_token_expired' },
		],
		['nothing', {}, { message: 'Ashby refused job.info: no reason given' }],
	])('refusals are read from %s', async (_form, body, expected) => {
		const { client, requests } = clientFor(refusal(body));
		const failure = await failureOf(client.call('job.info', { id: 'x' }));
		expect(failure).toMatchObject({ kind: 'refused', httpCode: 200, ...expected });
		expect(requests).toHaveLength(1);
	});

	test.each([
		['the header', 404, 'Not Found', { 'ashby-version-status': 'removed' }],
		['the message', 400, { success: false, errors: [{ message: 'Unknown API version' }] }, {}],
	])('a removed version is recognized by %s', async (_how, status, body, headers) => {
		const { client } = clientFor({ status, body, headers });
		expect(await failureOf(client.call('job.info'))).toMatchObject({
			kind: 'unexpectedAnswer',
			message: expect.stringContaining('no longer accepts the version of its API'),
			advice: expect.stringContaining('Update the package n8n-nodes-ashby-willo'),
		});
	});

	test.each(['deprecated', 'Sunset; 2027-05-01'])(
		'a version that is %s is noticed',
		async (status) => {
			const headers = { 'ashby-version-status': status };
			const { client } = clientFor({ headers, body: { success: false, errors: ['x'] } });
			expect((await failureOf(client.call('job.info'))).advice).toContain('Update the package');
			expect(client.isOutdated).toBe(true);
		},
	);

	test('a web page with HTTP 403 says nothing about the key', async () => {
		const { client } = clientFor({ status: 403, body: '<html>403 Forbidden</html>' });
		expect(await failureOf(client.call('job.info'))).toMatchObject({
			kind: 'unexpectedAnswer',
			advice: expect.stringContaining('firewall or proxy'),
		});
	});

	test('the request ID comes from the header if the body has none', async () => {
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
	])('a missing permission is recognized %s, and named', async (_how, body, status) => {
		const { client } = clientFor(refusal(body, status));
		const failure = await failureOf(client.call('candidate.createNote'));
		expect(failure).toMatchObject({ kind: 'permission', code: 'missing_endpoint_permission' });
		expect(failure.message).toContain('candidatesWrite');
		expect(failure.outcomeUnknown).toBeFalsy();
	});

	test('a not-found message that mentions permissions isn’t a missing permission', async () => {
		const message = 'Application not found - are you lacking permissions to edit candidates?';
		const { client } = clientFor(
			refusal({ errorInfo: { code: 'application_not_found', message } }),
		);
		const failure = await failureOf(client.call('application.info'));
		expect(failure.kind).toBe('refused');
		expect(isNotFound(failure)).toBe(true);
	});

	test.each([
		[200, '<html>Welcome</html>'],
		[301, ''],
		[404, 'Not Found'],
		[200, null],
	])('a %i that isn’t Ashby’s says to check the base URL', async (status, body) => {
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
	])('%s requires a new listing: %s', async (code, expected) => {
		const { client } = clientFor(refusal({ errors: [code] }));
		expect(mustListAgain(await failureOf(client.call('application.list')))).toBe(expected);
	});
});
