import { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import { isNotFound, mustListAgain } from '../../../../nodes/Ashby/client/failures.ts';
import { clientFor, refusal, failureOf } from './setUp.mts';

describe('requests', () => {
	test('are POST requests with JSON and a fixed version, without undefined values', async () => {
		const { client, requests } = clientFor({});
		await client.call('application.list', { limit: 1, cursor: undefined });
		await client.call('apiKey.info');
		const headers = {
			Accept: 'application/json',
			'Content-Type': 'application/json',
			'Ashby-Version': '2026-01-01',
		};
		expect(requests).toEqual([
			{ method: 'POST', url: 'https://ashby.test/application.list', headers, body: { limit: 1 } },
			{ method: 'POST', url: 'https://ashby.test/apiKey.info', headers, body: {} },
		]);
	});

	test.each(['https://ashby.test/', ' https://ashby.test// '])(
		'go to base URL "%s"',
		async (baseUrl) => {
			const answer = { status: 200, headers: {}, body: { success: true, results: [] } };
			const send = jest.fn(async () => answer);
			await new AshbyClient(send, baseUrl).call('job.list');
			const url = 'https://ashby.test/job.list';
			expect(send.mock.calls).toMatchObject([[{ url }]]);
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
		const headers = { date: 'Mon, 02 Nov 2026 10:00:00 GMT' };
		const answer = { results: [1], moreDataAvailable: false, syncToken: 'token' };
		const { client } = clientFor({ headers, body: { success: true, ...answer, nextCursor: null } });
		const serverTime = Date.parse('2026-11-02T10:00:00Z');
		const expected = { ...answer, nextCursor: undefined, serverTime };
		expect(await client.call('application.list')).toEqual(expected);
	});

	const requestId = '01JSJ8FDK5ZN4XQBZP7DBKK7ZC';
	const malformed = { code: 'invalid_input', message: 'Request payload is malformed', requestId };
	const expired = { code: 'sync_token_expired', message: 'sync_token_expired' };
	test.each([
		['errorInfo', { errors: ['invalid_input'], errorInfo: malformed }, malformed],
		[
			'codes alone',
			{ errors: ['job_not_found'], errorInfo: null },
			{ code: 'job_not_found', message: 'job_not_found' },
		],
		[
			'objects',
			{ errors: [{ message: 'Invalid input', parameter: 'id' }] },
			{ code: undefined, message: 'Invalid input (id)' },
		],
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
		const body = { success: false, errors: ['x'] };
		const { client } = clientFor({ headers: { 'x-ashby-request-id': requestId }, body });
		expect(await failureOf(client.call('job.info'))).toMatchObject({ requestId });
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

	test.each(['deprecated', 'Sunset; 2027-05-01'])('a %s version is noticed', async (status) => {
		const headers = { 'ashby-version-status': status };
		const { client } = clientFor({ headers, body: { success: false, errors: ['x'] } });
		expect((await failureOf(client.call('job.info'))).advice).toContain('Update the package');
		expect(client.isOutdated).toBe(true);
	});

	test('a web page with HTTP 403 says nothing about the key', async () => {
		const { client } = clientFor({ status: 403, body: '<html>403 Forbidden</html>' });
		expect(await failureOf(client.call('job.info'))).toMatchObject({
			kind: 'unexpectedAnswer',
			advice: expect.stringContaining('firewall or proxy'),
		});
	});

	test.each([
		['by code', { errors: ['missing_endpoint_permission'] }, 403],
		['by message', { errors: [{ message: 'You lack the permission', parameter: 'apiKey' }] }, 403],
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
