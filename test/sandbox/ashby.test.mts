/** What no other test would notice if the local Ashby didn't do it: forgetting, giving up, and leaving out. */
import fastify from 'fastify';
import { DateTime } from 'luxon';
import { http } from '../../scripts/http.mts';
import { waitFor } from '../../scripts/wait.mts';
import { AshbySandbox } from './ashby.mts';

let time: DateTime;
let ashby: AshbySandbox;
let ids: string[];

beforeEach(async () => {
	time = DateTime.utc(2026, 11, 23);
	ashby = new AshbySandbox({ now: () => time.toJSDate() });
	await ashby.start();
	const jobId = ashby.addJob({ title: 'Engineer' }).id;
	ids = ['Ann', 'Ben', 'Cem'].map((name) => {
		time = time.plus({ seconds: 1 });
		const { id: candidateId } = ashby.addCandidate({ name });
		return ashby.addApplication({ candidateId, jobId }).id;
	});
});

afterEach(() => ashby.park());

async function call(path: string, body: object): Promise<any> {
	const auth = { username: ashby.addKey(), password: '' };
	return (await http.post(ashby.url + path, body, { auth })).data;
}

const list = async (body: object) => await call('/application.list', body);

test('a listing with a token leaves out what was deleted, and forgets tokens and cursors', async () => {
	const { syncToken } = await list({});
	ids.forEach((id) => ashby.edit(id));
	const { nextCursor: cursor } = await list({ syncToken, limit: 1 });
	ashby.deleteApplication(ids[1]);
	const { results } = await list({ cursor });
	expect(results.map(({ id }: { id: string }) => id)).toEqual([ids[2]]);
	time = time.plus({ days: 15 });
	for (const [body, code] of [
		[{ syncToken }, 'sync_token_expired'],
		[{ cursor }, 'next_cursor_expired'],
		[{ cursor: 'x' }, 'invalid_next_cursor'],
	] as const) {
		expect((await list(body)).errorInfo.code).toBe(code);
	}
});

test('a history ends a few milliseconds before the next entry begins', async () => {
	time = time.plus({ minutes: 1 });
	const [stage] = ashby.stagesOf(ashby.applications.get(ids[0])!.jobId).slice(-1);
	ashby.move(ids[0], stage.id);
	const { results } = await call('/application.listHistory', { applicationId: ids[0] });
	expect(Date.parse(results[1].enteredStageAt) - Date.parse(results[0].leftStageAt)).toBe(3);
});

test.each([
	[500, 3],
	[410, 1],
])('after %i, a webhook’s delivery is sent %i times', async (status, times) => {
	Object.assign(ashby.switches, { webhookRetries: 2, webhookRetryBaseMs: 5 });
	const receiver = fastify();
	receiver.post('/', async (request, reply) => {
		const { action } = request.body as { action: string };
		return await reply.code(action === 'ping' ? 200 : status).send();
	});
	const requestUrl = await receiver.listen({ port: 0, host: '127.0.0.1' });
	const webhook = { webhookType: 'applicationUpdate', requestUrl, secretToken: 'secret' };
	await call('/webhook.create', webhook);
	ashby.edit(ids[0]);
	const { deliveries } = ashby.webhooks;
	await waitFor('the last delivery', () => deliveries.length >= 1 + times);
	await new Promise((done) => setTimeout(done, 100));
	expect(deliveries).toHaveLength(1 + times);
	await receiver.close();
});
