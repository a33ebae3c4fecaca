import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startAshby, stopAshby } from './setUp.mts';
import type { AshbyTest } from './setUp.mts';

interface Received {
	headers: IncomingHttpHeaders;
	text: string;
	body: any;
}

let server: Server;
let url: string;
let received: Received[];
/** Statuses of the next answers; 200 when there are none left. */
let statuses: number[];

beforeEach(async () => {
	received = [];
	statuses = [];
	server = createServer((request, response) => {
		let text = '';
		request.on('data', (chunk) => (text += chunk));
		request.on('end', () => {
			received.push({ headers: request.headers, text, body: JSON.parse(text) });
			response.writeHead(statuses.shift() ?? 200).end();
		});
	});
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});

afterEach(async () => {
	await stopAshby();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const create = async (ashby: AshbyTest, webhookType: string, requestUrl = url): Promise<any> =>
	(await ashby.call('/webhook.create', { webhookType, requestUrl, secretToken: 'secret' })).results;

it('webhooks are pinged when created, with a signature', async () => {
	const ashby = await startAshby();
	const hook = await create(ashby, 'candidateStageChange');
	expect(hook).toMatchObject({ enabled: true, requestUrl: url, secretToken: 'secret' });
	const [{ headers, text, body }] = received;
	expect(body).toMatchObject({ action: 'ping', data: { webhookActionType: 'ping' } });
	const signature = createHmac('sha256', 'secret').update(text).digest('hex');
	expect(headers['ashby-signature']).toBe(`sha256=${signature}`);
	const { results } = await ashby.call('/webhook.info', { webhookId: hook.id });
	expect(results).toEqual({
		id: hook.id,
		enabled: true,
		requestUrl: url,
		webhookType: 'candidateStageChange',
	});
});

it('webhooks stay disabled if the ping is answered with 400 or above, until they are enabled again', async () => {
	const ashby = await startAshby();
	statuses = [404, 404, 200];
	const { id: webhookId, enabled } = await create(ashby, 'candidateStageChange');
	const enable = async () =>
		(await ashby.call('/webhook.update', { webhookId, enabled: true })).results.enabled;
	expect([enabled, await enable(), await enable()]).toEqual([false, false, true]);
	expect((await create(ashby, 'candidateHire', 'http://127.0.0.1:1/')).enabled).toBe(false);
});

it('webhooks report a move, with one webhookActionId for related webhooks', async () => {
	const ashby = await startAshby();
	const [id] = ashby.applications(1);
	await create(ashby, 'candidateStageChange');
	await create(ashby, 'applicationUpdate');
	received = [];
	ashby.sandbox.move(id, ashby.stage(id, 'Onsite'));
	await ashby.sandbox.webhooks.settled();
	expect(received.map(({ body }) => body.action).sort()).toEqual([
		'applicationUpdate',
		'candidateStageChange',
	]);
	expect(new Set(received.map(({ body }) => body.webhookActionId)).size).toBe(1);
	const { results } = await ashby.call('/application.info', { applicationId: id });
	delete results.applicationHistory;
	expect(received[0].body.data).toEqual({ application: results });

	received = [];
	ashby.sandbox.edit(id);
	await ashby.sandbox.webhooks.settled();
	expect(received.map(({ body }) => body.action)).toEqual(['applicationUpdate']);
});

it('webhooks report deletions and merges', async () => {
	const ashby = await startAshby();
	await create(ashby, 'candidateDelete');
	await create(ashby, 'candidateMerge');
	received = [];
	const [a, b, c] = ['A', 'B', 'C'].map((name) => ashby.sandbox.addCandidate({ name }).id);
	ashby.sandbox.mergeCandidates(a, b);
	await ashby.sandbox.webhooks.settled();
	ashby.sandbox.deleteCandidate(c);
	await ashby.sandbox.webhooks.settled();
	expect(received.map(({ body }) => body.data)).toEqual([
		{ deletedCandidate: { id: b }, mergedCandidate: { id: a } },
		{ candidate: { id: c } },
	]);
});

it.each([
	[500, 3],
	[404, 1],
	[410, 1],
])('after %s, webhooks are delivered %s times', async (status, expected) => {
	const ashby = await startAshby({ webhookRetries: 2, webhookRetryBaseMs: 5 });
	const [id] = ashby.applications(1);
	await create(ashby, 'applicationUpdate');
	received = [];
	statuses = [status, status, status, status];
	ashby.sandbox.edit(id);
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(received.map(({ text }) => text)).toEqual(Array(expected).fill(received[0].text));
	expect(ashby.sandbox.webhooks.deliveries.slice(1).map((delivery) => delivery.attempt)).toEqual(
		[0, 1, 2].slice(0, expected),
	);
});

it('webhooks can’t be duplicated, and are gone once deleted', async () => {
	const ashby = await startAshby();
	const { id: webhookId } = await create(ashby, 'applicationUpdate');
	const again = { webhookType: 'applicationUpdate', requestUrl: url, secretToken: 'x' };
	expect((await ashby.call('/webhook.create', again)).errorInfo.message).toContain(
		'duplicate webhook',
	);
	expect((await ashby.call('/webhook.delete', { webhookId })).results).toEqual({ webhookId });
	for (const path of ['/webhook.delete', '/webhook.info', '/webhook.update']) {
		expect(await ashby.code(path, { webhookId })).toBe('webhook_not_found');
	}
	received = [];
	const [id] = ashby.applications(1);
	ashby.sandbox.edit(id);
	await ashby.sandbox.webhooks.settled();
	expect(received).toEqual([]);
});

it('webhooks lose, repeat, and delay deliveries if the switches say so', async () => {
	const ashby = await startAshby();
	await create(ashby, 'candidateStageChange');
	const fates: Array<'lost' | 'twice' | number | undefined> = ['lost', 'twice', 200, undefined];
	ashby.sandbox.webhooks.fate = () => fates.shift();
	const tell = (data: string) =>
		ashby.sandbox.webhooks.notify(['candidateStageChange'], () => data);
	['first', 'second', 'third', 'fourth'].forEach(tell);
	await ashby.sandbox.webhooks.settled();
	await new Promise((resolve) => setTimeout(resolve, 400));
	await ashby.sandbox.webhooks.settled();
	const told = received.slice(1).map(({ body }) => body.data);
	expect([...told].sort()).toEqual(['fourth', 'second', 'second', 'third']);
	expect(told.at(-1)).toBe('third');
});
