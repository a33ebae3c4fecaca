import { node, now, type Posted, useAshbyTrigger, withSignature } from './setUp.mts';
import { createHmac } from 'node:crypto';

import { type Arrived, webhookContext } from '../../../support/contexts.mts';

useAshbyTrigger();

const good = (posted: Posted) => posted.headers['ashby-signature'];
const bodyOf = ({ rawBody }: Posted) => JSON.parse(rawBody.toString()) as unknown;

describe('signatures', () => {
	beforeEach(async () => await now.publish());

	test.each<[string, (posted: Posted) => string | undefined]>([
		['missing', () => undefined],
		['malformed', (posted) => good(posted).replace('sha256=', '')],
		['too short', (posted) => good(posted).slice(0, -1)],
		['too long', (posted) => `${good(posted)}0`],
		['with other characters', (posted) => good(posted).replace(/.$/, 'g')],
		['of another kind', (posted) => good(posted).replace('sha256', 'sha1')],
		['wrong', (posted) => good(posted).replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
	])('%s: 401, and nothing runs', async (_what, change) => {
		const { posted } = await now.movedUnheard();
		expect(await now.post(withSignature(posted, change(posted)))).toBe(401);
		expect([now.lookups, now.items, now.failures]).toEqual([0, [], []]);
	});

	test('of another body, another registration, or another secret: 401', async () => {
		const { posted } = await now.movedUnheard();
		const changed = Buffer.from(posted.rawBody.toString().replace('"action"', ' "action"'));
		const forged = [{ ...posted, rawBody: changed }, now.signed(bodyOf(posted), 'guess')];
		for (const query of ['', '?registration=0', '?registration=0&registration=1']) {
			forged.push({ ...posted, path: posted.path.split('?')[0] + query });
		}
		now.stored = '{}';
		for (const each of forged) expect(await now.post(each)).toBe(401);
		expect(now.items).toEqual([]);
	});

	const answerTo = async (arrived: Arrived) => {
		const options = now.options(now.state);
		const { context, answered } = webhookContext(node, options, arrived);
		expect(await node.webhook!.call(context)).toEqual({ noWebhookResponse: true });
		return answered.status;
	};

	test('of a form, whose raw body n8n doesn’t keep, or with the secret of a blank API key, which anybody can derive: 401', async () => {
		const { posted } = await now.moved();
		const form = { headers: posted.headers, body: bodyOf(posted), rawBody: null };
		expect(await answerTo(form)).toBe(401);
		now.key = ' ';
		const blank = 'The API key of the Ashby credential is blank';
		await expect(now.publish()).rejects.toThrow(blank);
		const body = { action: 'candidateStageChange' };
		const secret = createHmac('sha256', '').update('webhook 1').digest('hex');
		const { headers } = now.signed(body, secret);
		expect(await answerTo({ headers, body, query: { registration: '1' } })).toBe(401);
	});

	test('of genuine deliveries are accepted even if n8n has lost or mixed up its state', async () => {
		now.stored = '{}';
		const { entry } = await now.moved();
		now.stored = JSON.stringify({ secretToken: 'of an earlier registration' });
		const { entry: next } = await now.moved('Bob');
		expect(now.statuses).toEqual([200, 200]);
		expect(now.started).toEqual([entry, next]);
	});

	test('after the API key was replaced: Ashby gets the new secret and delivers again', async () => {
		now.key = now.ashby.addKey();
		const updates = () => now.asked.filter((method) => method === 'webhook.update').length;
		const [{ requestUrl: path }] = now.webhooks;
		const unsigned = { path, headers: {}, rawBody: Buffer.from('{}') };
		const stranger = { ...now.signed({}, 'guess'), path: path.replace(/.$/, '') };
		for (const each of [unsigned, stranger]) expect(await now.post(each)).toBe(401);
		expect(updates()).toBe(0);
		const { entry, posted } = await now.moved();
		expect([now.statuses, now.items]).toEqual([[503], []]);
		expect(await now.post(posted)).toBe(401);
		expect(updates()).toBe(1);
		await now.post(now.signed(bodyOf(posted)));
		expect(now.started).toEqual([entry]);
	});

	test.each<[string, (signature: string) => string | undefined, number]>([
		['signed', (signature) => signature, 200],
		['in capitals', (signature) => signature.toUpperCase(), 200],
		['bare', () => undefined, 200],
		['wrong', () => `sha256=${'0'.repeat(64)}`, 401],
	])('a ping runs nothing: %s', async (_how, change, status) => {
		const ping = now.signed({ action: 'ping', data: { webhookActionType: 'ping' } });
		expect(await now.post(withSignature(ping, change(good(ping))))).toBe(status);
		expect(now.items).toEqual([]);
	});
});

test('a manual webhook runs the workflow, and refuses another secret token, or an empty one', async () => {
	const secretToken = 'chosen by a person';
	await now.publish(now.parameters({ registration: 'manual', secretToken: ` ${secretToken} ` }));
	await now.ashby.webhooks.create({
		webhookType: 'candidateStageChange',
		requestUrl: `${now.webhookBaseUrl}/b6a9d1f0-0000-4000-8000-000000000001/webhook`,
		secretToken,
	});
	const { entry, posted } = await now.moved();
	expect(now.webhooks).toMatchObject([{ enabled: true }]);
	expect(now.started).toEqual([entry]);
	for (const other of ['another', '']) {
		now.parametersNow.secretToken = other;
		expect(await now.post(posted)).toBe(401);
	}
	expect(now.started).toEqual([entry]);
});
