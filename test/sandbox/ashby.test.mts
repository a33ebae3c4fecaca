/**
 * What no test of a node would notice if the local Ashby didn't do it: refusing, forgetting, and leaving out. Its
 * requests and answers are checked against JSON Schemas in every test, its switches by the tests of `npm run live`.
 */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { http } from '../../scripts/http.mts';
import { waitFor } from '../../scripts/wait.mts';
import { startAshby, stopAshby } from './ashby/setUp.mts';
import type { AshbyTest } from './ashby/setUp.mts';

afterEach(stopAshby);

const LIST = '/application.list';

test('a key must be sent as the user name alone, be known, enabled, and have the permission', async () => {
	const ashby = await startAshby();
	const { sandbox } = ashby;
	const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
	const sent = [
		undefined,
		basic('wrong:'),
		basic(`${ashby.key}:secret`),
		`Bearer ${ashby.key}`,
		basic(`${sandbox.addKey({ disabled: true })}:`),
		basic(`${sandbox.addKey({ permissions: ['candidatesRead', 'apiKeysWrite'] })}:`),
		basic(`${ashby.key}:`),
	];
	const statuses: number[] = [];
	for (const authorization of sent) {
		statuses.push((await ashby.send('/job.list', {}, { authorization })).status);
	}
	expect(statuses).toEqual([401, 403, 403, 403, 403, 403, 200]);
});

test('an API version can be on its way out or gone, and requests without User-Agent refused', async () => {
	const ashby = await startAshby({ version: 'deprecated' });
	const status = async () => {
		const answer = await ashby.send('/job.list');
		return [answer.status, answer.headers['ashby-version-status']];
	};
	expect(await status()).toEqual([200, 'deprecated']);
	Object.assign(ashby.sandbox.switches, { version: 'removed' });
	expect(await status()).toEqual([400, 'removed']);
	Object.assign(ashby.sandbox.switches, { version: 'active', userAgent: 'required' });
	const headers = { 'user-agent': false };
	expect((await http.post(`${ashby.sandbox.url}/job.list`, {}, { headers })).status).toBe(403);
	expect(await status()).toEqual([200, 'active']);
});

test('requests over the limit are refused until the minute is over, for each key', async () => {
	const ashby = await startAshby({ requestsPerMinute: 1 });
	const status = async (key?: string) => (await ashby.send('/job.list', {}, {}, key)).status;
	expect([await status(), await status()]).toEqual([200, 429]);
	expect(await status(ashby.sandbox.addKey())).toBe(200);
	ashby.pass({ seconds: 60 });
	expect(await status()).toBe(200);
});

test('wrong fields are refused with HTTP 200, a code, and a request ID', async () => {
	const ashby = await startAshby();
	const { status, data, headers } = await ashby.send('/interviewStage.list', {});
	expect(status).toBe(200);
	expect(JSON.parse(data)).toEqual({
		success: false,
		errors: ['invalid_input'],
		errorInfo: {
			code: 'invalid_input',
			message: 'interviewPlanId: Invalid input: expected string, received undefined',
			requestId: headers['x-ashby-request-id'],
		},
	});
	for (const name of ['cursor', 'syncToken']) {
		expect(await ashby.code(LIST, { [name]: null })).toBe('invalid_input');
	}
});

describe('a listing', () => {
	test('neither skips nor repeats a row when others are deleted meanwhile', async () => {
		const ashby = await startAshby();
		const ids = ashby.applications(6);
		const { nextCursor: cursor } = await ashby.call(LIST, { limit: 3 });
		for (const id of [ids[0], ids[2], ids[4]]) ashby.sandbox.deleteApplication(id);
		expect((await ashby.listing(LIST, { cursor })).ids).toEqual([ids[3], ids[5]]);
	});

	test('with a token has what changed since, and neither what was deleted nor anything else', async () => {
		const ashby = await startAshby();
		const [a, b, c, , e] = ashby.applications(5);
		const { token: syncToken } = await ashby.listing(LIST);
		for (const id of [e, c, b, a]) ashby.sandbox.edit(id);
		ashby.sandbox.deleteApplication(a);
		const first = await ashby.call(LIST, { syncToken, limit: 1 });
		ashby.sandbox.deleteApplication(c);
		const rest = await ashby.listing(LIST, { cursor: first.nextCursor });
		expect([first.results[0].id, ...rest.ids]).toEqual([b, e]);
		expect((await ashby.listing(LIST, { syncToken: rest.token })).ids).toEqual([]);
	});

	test('leaves out confidential jobs and private notes unless the key may see them', async () => {
		const ashby = await startAshby();
		const { sandbox } = ashby;
		const [hidden] = ashby.applications(1, sandbox.addJob({ title: 'X', confidential: true }).id);
		const [open] = ashby.applications(1);
		const sees = sandbox.addKey({ confidentialJobs: true, privateFields: true });
		const { candidateId } = sandbox.applications.get(open)!;
		const note = { candidateId, note: 'x', isPrivate: true };
		expect(await ashby.code('/candidate.createNote', note)).toBe('invalid_input');
		expect(await ashby.code('/candidate.createNote', note, sees)).toBeUndefined();
		const counts = async (key: string) => {
			const applications = (await ashby.call(LIST, {}, key)).results;
			const notes = (await ashby.call('/candidate.listNotes', { candidateId }, key)).results;
			return [applications.length, notes.length];
		};
		expect([await counts(ashby.key), await counts(sees)]).toEqual([
			[1, 0],
			[2, 1],
		]);
		const body = { applicationId: hidden };
		expect(await ashby.code('/application.info', body)).toBe('application_not_found');
	});

	test('refuses tokens and cursors that are unknown, another list’s, too old, or too much', async () => {
		const ashby = await startAshby({ incrementalPageLimit: 1 });
		const ids = ashby.applications(2);
		const { token: syncToken } = await ashby.listing(LIST);
		const { nextCursor: cursor } = await ashby.call(LIST, { limit: 1 });
		const codes = async (path: string, ...bodies: object[]) => {
			const all: unknown[] = [];
			for (const body of bodies) all.push(await ashby.code(path, body));
			return all;
		};
		expect(await codes('/job.list', { syncToken }, { cursor })).toEqual([
			'sync_token_invalid',
			'cursor_invalid',
		]);
		ids.forEach((id) => ashby.sandbox.edit(id));
		const tooMuch = { syncToken, limit: 1 };
		const unknown = [{ syncToken: 'x' }, { cursor: 'x' }];
		expect(await codes(LIST, ...unknown, tooMuch)).toEqual([
			'sync_token_invalid',
			'invalid_next_cursor',
			'incremental_sync_too_large',
		]);
		ashby.pass({ days: 15 });
		expect(await codes(LIST, { syncToken }, { cursor })).toEqual([
			'sync_token_expired',
			'next_cursor_expired',
		]);
	});
});

test('a history ends a few milliseconds before the next entry begins, and back is another entry', async () => {
	const ashby = await startAshby();
	const [applicationId] = ashby.applications(1);
	for (const title of ['Onsite', 'New Lead', 'New Lead']) {
		ashby.pass({ seconds: 60 });
		ashby.sandbox.move(applicationId, ashby.stage(applicationId, title));
	}
	const { results } = await ashby.call('/application.listHistory', { applicationId });
	expect(results.map(({ title }: { title: string }) => title)).toEqual([
		'New Lead',
		'Onsite',
		'New Lead',
	]);
	const [first, second] = results;
	expect(Date.parse(second.enteredStageAt) - Date.parse(first.leftStageAt)).toBe(3);
	expect(new Set(results.map(({ id }: { id: string }) => id)).size).toBe(3);
});

test('a listing with a token doesn’t read the whole list', async () => {
	const ashby = await startAshby();
	const ids = ashby.applications(9);
	const { token: syncToken } = await ashby.listing(LIST, { createdAfter: Date.now() * 2 });
	ashby.sandbox.edit(ids[7]);
	const rows = jest.spyOn(ashby.sandbox.applications, 'rowsAfter');
	expect((await ashby.listing(LIST, { syncToken })).ids).toEqual([ids[7]]);
	expect(rows).not.toHaveBeenCalled();
});

describe('webhooks', () => {
	const received: { text: string; signature: unknown }[] = [];
	let statuses: number[] = [];
	const server = createServer((request, response) => {
		let text = '';
		request.on('data', (chunk) => (text += chunk));
		request.on('end', () => {
			received.push({ text, signature: request.headers['ashby-signature'] });
			response.writeHead(statuses.shift() ?? 200).end();
		});
	});
	let url = '';

	beforeAll(async () => {
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		const address = server.address() as { port: number };
		url = `http://127.0.0.1:${address.port}/hook`;
	});
	beforeEach(() => received.splice(0));
	afterAll(() => void server.close());

	const create = async (ashby: AshbyTest) => {
		const body = { webhookType: 'applicationUpdate', requestUrl: url, secretToken: 'secret' };
		return await ashby.call('/webhook.create', body);
	};

	test('are signed, can’t be duplicated, and lose, repeat, and delay deliveries if asked to', async () => {
		const ashby = await startAshby();
		const [id] = ashby.applications(1);
		await create(ashby);
		const signature = createHmac('sha256', 'secret').update(received[0].text).digest('hex');
		expect(received[0].signature).toBe(`sha256=${signature}`);
		expect((await create(ashby)).errorInfo.message).toContain('duplicate webhook');
		const fates = ['lost', 'twice', 50, undefined] as const;
		let next = 0;
		ashby.sandbox.webhooks.fate = () => fates[next++];
		fates.forEach(() => ashby.sandbox.edit(id));
		await ashby.sandbox.webhooks.settled();
		await waitFor('the late delivery', () => received.length >= 1 + 4);
		await ashby.sandbox.webhooks.settled();
		const edits = received.slice(1).map(({ text }) => JSON.parse(text).webhookActionId);
		expect([edits.length, new Set(edits).size]).toEqual([4, 3]);
	});

	test.each([
		[500, 3],
		[404, 1],
		[410, 1],
	])('after %i, a delivery is sent %i times, with the same body', async (status, times) => {
		const ashby = await startAshby({ webhookRetries: 2, webhookRetryBaseMs: 5 });
		const [id] = ashby.applications(1);
		await create(ashby);
		statuses = Array(9).fill(status);
		ashby.sandbox.edit(id);
		const { webhooks } = ashby.sandbox;
		await waitFor('the last delivery', () => webhooks.deliveries.length >= 1 + times);
		await new Promise((done) => setTimeout(done, 100));
		await webhooks.settled();
		statuses = [];
		expect(received.slice(1).map(({ text }) => text)).toEqual(Array(times).fill(received[1].text));
	});
});
