import nock from 'nock';
import { sendForCredentialTest } from '../../../../nodes/shared/api/credentialTest.ts';
import type { TestAuthentication } from '../../../../nodes/shared/api/credentialTest.ts';
import { credentialTestContext } from '../../../support/contexts.mts';

const HOST = 'https://vendor.test';

afterEach(() => {
	expect(nock.pendingMocks()).toEqual([]);
	nock.cleanAll();
});

afterAll(() => nock.restore());

async function send(authentication: TestAuthentication, method: 'GET' | 'POST' = 'GET') {
	const sender = sendForCredentialTest(credentialTestContext(), authentication);
	return await sender({
		method,
		url: `${HOST}/things/`,
		headers: { Accept: 'application/json' },
		...(method === 'GET' ? { qs: { page_size: 1 } } : { body: { limit: 1 } }),
	});
}

describe('a request of a credential test', () => {
	const answer = { status: 200, headers: { 'x-request-id': '7' }, body: { ok: true } };

	it('sends headers and the query', async () => {
		nock(HOST, { reqheaders: { authorization: 'the-key', accept: 'application/json' } })
			.get('/things/?page_size=1', '')
			.reply(200, answer.body, answer.headers);
		expect(await send({ headers: { Authorization: 'the-key' } })).toMatchObject(answer);
	});

	it('sends basic authentication and a JSON body', async () => {
		nock(HOST, { reqheaders: { 'content-type': 'application/json' } })
			.post('/things/', '{"limit":1}')
			.basicAuth({ user: 'the-key', pass: '' })
			.reply(200, answer.body, answer.headers);
		const authentication = { basic: { user: 'the-key', password: '' } };
		expect(await send(authentication, 'POST')).toMatchObject(answer);
	});
});
