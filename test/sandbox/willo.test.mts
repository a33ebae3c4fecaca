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
	it('takes the bare key', async () => {
		expect((await fixture.get('/interviews/?page_size=1')).status).toBe(200);
	});

	it.each([
		['none', ''],
		['a wrong one', 'x'],
		['the key of another product', 'Token abc'],
	])('refuses %s with 401 and a detail', async (_what, authorization) => {
		const answer = await fixture.get('/interviews/', { authorization });
		expect(answer).toMatchObject({ status: 401, body: { detail: expect.any(String) } });
	});

	it('refuses the key under Bearer, unless the switch allows it', async () => {
		const headers = { authorization: `Bearer ${fixture.key}` };
		expect((await fixture.get('/interviews/', headers)).status).toBe(401);
		fixture.flip({ bareKeyOnly: false });
		expect((await fixture.get('/interviews/', headers)).status).toBe(200);
		expect((await fixture.get('/interviews/')).status).toBe(200);
	});

	it('refuses with 403 when switched so', async () => {
		fixture.flip({ authFailure: 403 });
		const answer = await fixture.get('/interviews/', { authorization: 'x' });
		expect(answer).toMatchObject({ status: 403, body: { detail: expect.any(String) } });
	});

	it('does not give a key away in an answer', async () => {
		const answer = await fixture.get('/interviews/', { authorization: `Bearer ${fixture.key}` });
		expect(JSON.stringify(answer.body)).not.toContain(fixture.key);
	});
});

describe('addresses', () => {
	beforeEach(() => {
		fixture.strict = false;
	});

	it('sends a GET without its slash on, and does not do what a POST asks', async () => {
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

	it.each(['/candidates/', '/interviews/x/y/', '/departments/abc/'])('has no %s', async (path) => {
		expect((await fixture.get(path)).status).toBe(404);
	});

	it('has nothing outside its base path', async () => {
		expect((await fixture.get(`${fixture.willo.url}/v1/interviews/send`)).status).toBe(404);
	});

	it('gives no single webhook, whose address takes other methods', async () => {
		const { body } = await fixture.post('/webhooks/', {
			url: 'http://a.example/x',
			event: 'new_response',
		});
		expect(await fixture.get(`/webhooks/${body.key}/`)).toMatchObject({
			status: 405,
			body: { detail: 'Method "GET" not allowed.' },
		});
	});

	it('refuses a body that is not JSON', async () => {
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
		fixture.now = new Date(fixture.now.getTime() + 60_000);
		expect((await fixture.get('/interviews/')).status).toBe(200);
	});

	it('counts each key by itself', async () => {
		fixture.flip({ requestsPerMinute: 1 });
		await fixture.get('/interviews/');
		expect((await fixture.get('/interviews/')).status).toBe(429);
		expect(
			(await fixture.get('/interviews/', { authorization: fixture.willo.addKey() })).status,
		).toBe(200);
	});
});

describe('faults', () => {
	it('lose the answer to an invitation that was made', async () => {
		fixture.willo.fault = () => ({ kind: 'dropAfter' });
		await expect(fixture.invite()).rejects.toThrow();
		expect(fixture.willo.invitations).toHaveLength(1);
	});

	it('drop an invitation before it is made', async () => {
		fixture.willo.fault = () => ({ kind: 'drop' });
		await expect(fixture.invite()).rejects.toThrow();
		expect(fixture.willo.invitations).toHaveLength(0);
	});

	it('cut answers short', async () => {
		fixture.willo.fault = () => ({ kind: 'truncate' });
		await expect(fixture.get('/interviews/')).rejects.toThrow();
		fixture.willo.fault = () => ({ kind: 'invalidJson' });
		await expect(fixture.get('/interviews/')).rejects.toThrow(SyntaxError);
	});

	it('answer a status or a code of the framework', async () => {
		fixture.willo.fault = () => ({ kind: 'status', status: 502, body: 'Bad Gateway' });
		expect(await fixture.get('/interviews/')).toMatchObject({ status: 502, body: 'Bad Gateway' });
		const expected = { throttled: 429, not_found: 404, permission_denied: 403, other: 400 };
		for (const [code, status] of Object.entries({ authentication_failed: 401, ...expected })) {
			fixture.willo.fault = () => ({ kind: 'code', code });
			expect((await fixture.get('/interviews/')).status).toBe(status);
		}
	});
});

it('checks exchanges for what Willo does not describe', async () => {
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
