import { DateTime } from 'luxon';
import { WilloTest } from './willo/setUp.mts';

let fixture: WilloTest;

beforeEach(async () => {
	fixture = new WilloTest();
	await fixture.start();
});

afterEach(async () => {
	await fixture.stop();
});

describe('access', () => {
	it('is granted with the bare key', async () => {
		expect((await fixture.get('/interviews/?page_size=1')).status).toBe(200);
	});

	it.each([
		['none', ''],
		['a wrong one', 'x'],
		['the key of another product', 'Token abc'],
	])('is refused for %s with 401 and a detail', async (_what, authorization) => {
		const answer = await fixture.get('/interviews/', { authorization });
		expect(answer).toMatchObject({ status: 401, body: { detail: expect.any(String) } });
	});

	it('is refused for a Bearer token, unless the switch allows it', async () => {
		const headers = { authorization: `Bearer ${fixture.key}` };
		expect((await fixture.get('/interviews/', headers)).status).toBe(401);
		fixture.flip({ bareKeyOnly: false });
		expect((await fixture.get('/interviews/', headers)).status).toBe(200);
		expect((await fixture.get('/interviews/')).status).toBe(200);
	});

	it('is refused with 403 if the switch says so', async () => {
		fixture.flip({ authFailure: 403 });
		const answer = await fixture.get('/interviews/', { authorization: 'x' });
		expect(answer).toMatchObject({ status: 403, body: { detail: expect.any(String) } });
	});

	it('never returns a key in a response', async () => {
		const answer = await fixture.get('/interviews/', { authorization: `Bearer ${fixture.key}` });
		expect(JSON.stringify(answer.body)).not.toContain(fixture.key);
	});
});

describe('addresses', () => {
	beforeEach(() => {
		fixture.strict = false;
	});

	it('without the trailing slash redirect a GET, and ignore a POST', async () => {
		const sent = await fixture.get('/interviews?search=a%26b&page_size=1');
		expect(sent.status).toBe(301);
		expect(sent.headers['location']).toBe(
			'/api/integrations/v2/interviews/?search=a%26b&page_size=1',
		);
		const answer = await fixture.post('/participants', {
			name: 'Nina',
			interview: fixture.interview.key,
		});
		expect(answer.status).toBe(404);
		expect(answer.headers['content-type']).toContain('text/html');
		expect(fixture.willo.participants.size).toBe(0);
	});

	it.each(['/candidates/', '/interviews/x/y/', '/departments/abc/'])(
		'don’t include %s',
		async (path) => {
			expect((await fixture.get(path)).status).toBe(404);
		},
	);

	it('are all below the base path', async () => {
		expect((await fixture.get(`${fixture.willo.url}/v1/interviews/send`)).status).toBe(404);
	});

	it('of a single webhook accept no GET, but other methods', async () => {
		const { body } = await fixture.post('/webhooks/', {
			url: 'http://a.example/x',
			event: 'new_response',
		});
		expect(await fixture.get(`/webhooks/${body.key}/`)).toMatchObject({
			status: 405,
			body: { detail: 'Method "GET" not allowed.' },
		});
	});

	it('refuse a body that isn’t JSON', async () => {
		expect((await fixture.call('POST', '/participants/', '{')).status).toBe(400);
		const headers = { 'content-type': 'text/plain' };
		expect((await fixture.call('POST', '/participants/', '{}', headers)).status).toBe(415);
	});
});

describe('the throttle', () => {
	it.each([
		['seconds', '60'],
		['date', 'Mon, 02 Mar 2026 09:01:00 GMT'],
		['absent', undefined],
	] as const)('says in %s when to come back', async (retryAfter, header) => {
		fixture.flip({ requestsPerMinute: 2, retryAfter });
		await fixture.get('/interviews/');
		await fixture.get('/interviews/');
		const answer = await fixture.get('/interviews/');
		expect(answer).toMatchObject({ status: 429, body: { detail: expect.any(String) } });
		expect(answer.headers['retry-after']).toBe(header);
		fixture.now = DateTime.fromJSDate(fixture.now).plus({ minutes: 1 }).toJSDate();
		expect((await fixture.get('/interviews/')).status).toBe(200);
	});

	it('counts requests for each key separately', async () => {
		fixture.flip({ requestsPerMinute: 1 });
		await fixture.get('/interviews/');
		expect((await fixture.get('/interviews/')).status).toBe(429);
		expect(
			(await fixture.get('/interviews/', { authorization: fixture.willo.addKey() })).status,
		).toBe(200);
	});
});

describe('faults', () => {
	it('lose the response to an invitation that was sent', async () => {
		fixture.willo.fault = () => ({ kind: 'dropAfter' });
		await expect(fixture.invite()).rejects.toThrow();
		expect(fixture.willo.invitations).toHaveLength(1);
	});

	it('drop an invitation before it is sent', async () => {
		fixture.willo.fault = () => ({ kind: 'drop' });
		await expect(fixture.invite()).rejects.toThrow();
		expect(fixture.willo.invitations).toHaveLength(0);
	});

	it('truncate responses', async () => {
		fixture.willo.fault = () => ({ kind: 'truncate' });
		await expect(fixture.get('/interviews/')).rejects.toThrow();
		fixture.willo.fault = () => ({ kind: 'invalidJson' });
		await expect(fixture.get('/interviews/')).rejects.toThrow(SyntaxError);
	});

	it('respond with a status, or with an error of the framework', async () => {
		fixture.willo.fault = () => ({ kind: 'status', status: 502, body: 'Bad Gateway' });
		expect(await fixture.get('/interviews/')).toMatchObject({ status: 502, body: 'Bad Gateway' });
		const expected = { throttled: 429, not_found: 404, permission_denied: 403, other: 400 };
		for (const [code, status] of Object.entries({ authentication_failed: 401, ...expected })) {
			fixture.willo.fault = () => ({ kind: 'code', code });
			expect((await fixture.get('/interviews/')).status).toBe(status);
		}
	});
});

it('checks exchanges for anything that Willo doesn’t describe', async () => {
	fixture.strict = false;
	const said = async (act: () => Promise<unknown>) => {
		fixture.willo.resetLog();
		await act();
		return fixture.willo.violations.join();
	};
	expect(await said(() => fixture.get('/interviews/?page_size=50'))).toContain('page_size');
	expect(await said(() => fixture.get('/interviews/?pageSize=5'))).toContain('not described');
	expect(await said(() => fixture.invite({ externalId: 'a' }))).toContain('property name');
	expect(await said(() => fixture.post('/participants', {}))).toContain('not a request');
	expect(await said(() => fixture.get('/users/'))).toContain('not a request');
	expect(await said(() => fixture.get('/interviews/'))).toBe('');
});
