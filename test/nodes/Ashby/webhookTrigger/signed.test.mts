import { node, setUpAshbyTrigger, withSignature } from './setUp.mts';
import { createHmac } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';

import { webhookContext } from '../../../support/contexts.mts';
import type { Posted } from './setUp.mts';

const setUp = setUpAshbyTrigger();

const good = (posted: Posted) => posted.headers['ashby-signature'];

describe('signatures', () => {
	test.each<[string, (posted: Posted) => string | undefined]>([
		['missing', () => undefined],
		['empty', () => ''],
		['malformed', (posted) => good(posted).replace('sha256=', '')],
		['too short', (posted) => good(posted).slice(0, -1)],
		['too long', (posted) => `${good(posted)}0`],
		['with other characters', (posted) => good(posted).replace(/.$/, 'g')],
		['of another kind', (posted) => good(posted).replace('sha256', 'sha1')],
		['wrong', (posted) => good(posted).replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
	])('%s: 401, and nothing runs', async (_what, change) => {
		await setUp.now.publish();
		const { posted } = await setUp.now.movedUnheard();
		expect(await setUp.now.post(withSignature(posted, change(posted)))).toBe(401);
		expect([setUp.now.lookups, setUp.now.items, setUp.now.failures]).toEqual([0, [], []]);
	});

	test('of another body, another registration, or another secret: 401', async () => {
		await setUp.now.publish();
		const { posted } = await setUp.now.movedUnheard();
		const changed = Buffer.from(posted.rawBody.toString().replace('"action"', ' "action"'));
		expect(await setUp.now.post({ ...posted, rawBody: changed })).toBe(401);
		expect(
			await setUp.now.post(setUp.now.signed(JSON.parse(posted.rawBody.toString()), 'guess')),
		).toBe(401);
		setUp.now.stored = '{}';
		for (const query of ['', '?registration=0', '?registration=0&registration=1']) {
			const path = posted.path.split('?')[0] + query;
			expect(await setUp.now.post({ ...posted, path })).toBe(401);
		}
		expect(setUp.now.items).toEqual([]);
	});

	test('of a form, whose raw body n8n doesn’t keep: 401, and nothing runs', async () => {
		await setUp.now.publish();
		const { posted } = await setUp.now.moved();
		const options = setUp.now.options(setUp.now.state);
		const { context, answered } = webhookContext(node, options, {
			headers: posted.headers,
			body: JSON.parse(posted.rawBody.toString()) as unknown,
			rawBody: null,
		});
		expect(await node.webhook!.call(context)).toEqual({ noWebhookResponse: true });
		expect(answered.status).toBe(401);
	});

	test('with the secret of a blank API key, which anybody can derive: 401', async () => {
		setUp.now.key = ' ';
		await expect(setUp.now.publish()).rejects.toThrow(
			'The API key of the Ashby credential is blank',
		);
		const { body, query } = {
			body: { action: 'candidateStageChange' },
			query: { registration: '1' },
		};
		const rawBody = Buffer.from(JSON.stringify(body));
		const secret = createHmac('sha256', '').update('webhook 1').digest('hex');
		const hex = createHmac('sha256', secret).update(rawBody).digest('hex');
		const headers = { 'ashby-signature': `sha256=${hex}` };
		const { context, answered } = webhookContext(node, setUp.now.options({}), {
			headers,
			body,
			query,
			rawBody,
		});
		await node.webhook!.call(context);
		expect(answered.status).toBe(401);
	});

	test('of genuine deliveries are accepted even if n8n has lost or mixed up its state', async () => {
		await setUp.now.publish();
		setUp.now.stored = '{}';
		const { entry } = await setUp.now.moved();
		setUp.now.stored = JSON.stringify({ secretToken: 'of an earlier registration' });
		const { entry: next } = await setUp.now.moved('Bob');
		expect(setUp.now.statuses).toEqual([200, 200]);
		expect(setUp.now.started).toEqual([entry, next]);
	});

	test('after the API key was replaced: Ashby gets the new secret and delivers again', async () => {
		await setUp.now.publish();
		setUp.now.key = setUp.now.ashby.addKey();
		const updates = () => setUp.now.asked.filter((method) => method === 'webhook.update').length;
		const [{ requestUrl }] = setUp.now.webhooks;
		const unsigned = { path: requestUrl, headers: {}, rawBody: Buffer.from('{}') };
		expect(await setUp.now.post(unsigned)).toBe(401);
		const stranger = { ...setUp.now.signed({}, 'guess'), path: requestUrl.replace(/.$/, '') };
		expect(await setUp.now.post(stranger)).toBe(401);
		expect(updates()).toBe(0);
		const { entry, posted } = await setUp.now.moved();
		expect([setUp.now.statuses, setUp.now.items]).toEqual([[503], []]);
		expect(updates()).toBe(1);
		expect(await setUp.now.post(posted)).toBe(401);
		expect(updates()).toBe(1);
		await setUp.now.post(setUp.now.signed(JSON.parse(posted.rawBody.toString())));
		expect(setUp.now.started).toEqual([entry]);
	});

	test.each([
		['signed', 200],
		['in capitals', 200],
		['bare', 200],
		['wrong', 401],
		['malformed', 401],
	])('a ping runs nothing: %s, %i', async (how, status) => {
		await setUp.now.publish();
		const ping = setUp.now.signed({ action: 'ping', data: { webhookActionType: 'ping' } });
		const signature = {
			'in capitals': good(ping).toUpperCase(),
			wrong: `sha256=${'0'.repeat(64)}`,
			malformed: 'x',
		}[how];
		const posted = how === 'signed' ? ping : withSignature(ping, signature);
		expect(await setUp.now.post(posted)).toBe(status);
		expect(setUp.now.items).toEqual([]);
	});
});

describe('a manual webhook', () => {
	const secretToken = 'chosen by a person';

	async function byHand(more: INodeParameters = {}): Promise<void> {
		await setUp.now.publish(
			setUp.now.parameters({ registration: 'manual', secretToken: ` ${secretToken} `, ...more }),
		);
		await setUp.now.ashby.webhooks.create({
			webhookType: 'candidateStageChange',
			requestUrl: `${setUp.now.webhookBaseUrl}/b6a9d1f0-0000-4000-8000-000000000001/webhook`,
			secretToken,
		});
	}

	test('runs the workflow', async () => {
		await byHand();
		const { entry } = await setUp.now.moved();
		expect(setUp.now.webhooks).toMatchObject([{ enabled: true }]);
		expect(setUp.now.started).toEqual([entry]);
	});

	test.each(['another', ''])('refuses another secret token: "%s"', async (other) => {
		await byHand();
		setUp.now.parametersNow.secretToken = other;
		await setUp.now.moved();
		expect([setUp.now.statuses, setUp.now.items]).toEqual([[401], []]);
	});
});
