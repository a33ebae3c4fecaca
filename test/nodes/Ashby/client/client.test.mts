import { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import { mustListAgain } from '../../../../nodes/Ashby/client/failures.ts';
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

	test('go to the base URL, whatever surrounds it', async () => {
		const answer = { status: 200, headers: {}, body: { success: true, results: [] } };
		const send = jest.fn(async () => answer);
		await new AshbyClient(send, ' https://ashby.test// ').call('job.list');
		expect(send.mock.calls).toMatchObject([[{ url: 'https://ashby.test/job.list' }]]);
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
	const requestId = '01JSJ8FDK5ZN4XQBZP7DBKK7ZC';
	const expired = { code: 'sync_token_expired', message: 'sync_token_expired' };
	test.each([
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

	test('a removed version is recognized by the message alone', async () => {
		const { client } = clientFor(refusal({ errors: [{ message: 'Unknown API version' }] }, 400));
		const { message } = await failureOf(client.call('job.info'));
		expect(message).toContain('no longer accepts the version of its API');
	});

	test('a refusal by a deprecated version says to update, too', async () => {
		const headers = { 'ashby-version-status': 'deprecated' };
		const { client } = clientFor({ headers, body: { success: false, errors: ['x'] } });
		expect((await failureOf(client.call('job.info'))).advice).toContain('Update the package');
	});

	test('a web page with HTTP 403 says nothing about the key', async () => {
		const { client } = clientFor({ status: 403, body: '<html>403 Forbidden</html>' });
		expect(await failureOf(client.call('job.info'))).toMatchObject({
			kind: 'unexpectedAnswer',
			advice: expect.stringContaining('firewall or proxy'),
		});
	});

	test('a missing permission is recognized by its code even with HTTP 200', async () => {
		const { client } = clientFor(refusal({ errors: ['missing_endpoint_permission'] }));
		const failure = await failureOf(client.call('candidate.createNote'));
		expect(failure).toMatchObject({ kind: 'permission', code: 'missing_endpoint_permission' });
		expect(failure.outcomeUnknown).toBeFalsy();
	});

	test.each([
		[200, '<html>Welcome</html>'],
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
