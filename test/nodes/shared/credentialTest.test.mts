import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendForCredentialTest } from '../../../nodes/shared/credentialTest.ts';
import type { TestAuthentication } from '../../../nodes/shared/credentialTest.ts';
import type { HttpAnswer } from '../../../nodes/shared/http.ts';
import { credentialTestContext } from '../../support/contexts.mts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let url: string;
let answer: Answer;

beforeEach(async () => {
	server = createServer((request, response) => {
		let body = '';
		request.on('data', (part) => (body += String(part)));
		request.on('end', () => answer(request, response, body));
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
	server.closeAllConnections();
	await new Promise((done) => server.close(done));
});

async function send(authentication: TestAuthentication, method: 'GET' | 'POST' = 'GET') {
	const sender = sendForCredentialTest(credentialTestContext(), authentication);
	return await sender({
		method,
		url: `${url}/things/`,
		headers: { Accept: 'application/json' },
		...(method === 'GET' ? { qs: { page_size: 1 } } : { body: { limit: 1 } }),
	});
}

/** What the request looked like, as JSON. */
const echo: Answer = (request, response, body) => {
	response.setHeader('content-type', 'application/json');
	const { authorization, 'content-type': type } = request.headers;
	response.end(JSON.stringify({ url: request.url, authorization, type, body }));
};

describe('a request of a credential test', () => {
	it('sends headers and the query', async () => {
		answer = echo;
		const { status, body, headers } = await send({ headers: { Authorization: 'the-key' } });
		expect({ status, body }).toEqual({
			status: 200,
			body: { url: '/things/?page_size=1', authorization: 'the-key', body: '' },
		});
		expect(headers['content-type']).toBe('application/json');
	});

	it('sends basic authentication and a JSON body', async () => {
		answer = echo;
		const { body } = await send({ basic: { user: 'the-key', password: '' } }, 'POST');
		expect(body).toEqual({
			url: '/things/',
			authorization: `Basic ${Buffer.from('the-key:').toString('base64')}`,
			type: 'application/json',
			body: '{"limit":1}',
		});
	});

	it.each<[string, Answer, Partial<HttpAnswer>]>([
		[
			'a refusal in plain text',
			(_request, response) => response.writeHead(401).end('Unauthorized'),
			{ status: 401, body: 'Unauthorized' },
		],
		[
			'a refusal in JSON',
			(_request, response) => response.writeHead(403).end('{"detail":"No."}'),
			{ status: 403, body: { detail: 'No.' } },
		],
		[
			'a web page',
			(_request, response) => response.writeHead(200).end('<html></html>'),
			{ status: 200, body: '<html></html>' },
		],
		[
			'a server that is down',
			(_request, response) => response.writeHead(503).end('{}'),
			{ status: 503, body: {} },
		],
		[
			'a redirect, which is not followed',
			(_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
			{ status: 302 },
		],
	])('returns %s', async (_name, answers, expected) => {
		answer = answers;
		expect(await send({ headers: { Authorization: 'k' } })).toMatchObject(expected);
	});

	it('fails if the connection is cut', async () => {
		answer = (_request, response) => response.destroy();
		await expect(send({})).rejects.toMatchObject({ code: 'ECONNRESET' });
	});

	it('fails if nothing is listening', async () => {
		url = 'http://127.0.0.1:9';
		await expect(send({})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	});
});
