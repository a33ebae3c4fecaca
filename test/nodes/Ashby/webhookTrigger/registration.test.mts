import { hooks, node, now, useAshbyTrigger } from './setUp.mts';
import { NodeApiError } from 'n8n-workflow';
import { hashOf, secretFor } from '../../../../nodes/shared/trigger/webhook.ts';
import { hookContext } from '../../../support/contexts.mts';
import type { ContextOptions } from '../../../support/nodeWorkflow.mts';
import { expectError, locator } from '../setUp.mts';

useAshbyTrigger({}, async () => {});

/** For n8n's hooks of the same node in another place: each call is a context, with the same state. */
function hookIn(more: ContextOptions) {
	const staticData = now.state;
	return () => hookContext(node, { ...now.options(staticData), ...more });
}

describe('publishing', () => {
	test('names an empty field, or a stage that no interview plan has, unless n8n starts', async () => {
		const empty = now.publish(now.parameters({ links: {} }));
		await expect(empty).rejects.toThrow("'Jobs and Stages' is empty");
		expect(now.asked).toEqual([]);
		const link = { job: locator('list', '*'), stage: locator('name', 'Vido Interview') };
		const unknown =
			"No interview plan has a stage named 'Vido Interview'. The nearest name is 'Video Interview'";
		await expect(now.publish(now.parameters({}, [link]))).rejects.toThrow(unknown);
		expect(now.webhooks).toEqual([]);
		const starting = hookIn({ activation: 'init' });
		expect(await hooks.checkExists.call(starting())).toBe(false);
	});

	test.each([
		{ webhookId: 5 },
		{ webhookId: {}, owner: 'x' },
		{ webhookId: 'x', owner: 7, secretHash: [] },
		{ webhookId: 'x', requestUrl: 'no address', secretToken: 'x' },
	])('creates a webhook if the stored one is invalid: %j', async (stored) => {
		now.stored = JSON.stringify(stored);
		await now.publish();
		expect(now.webhooks).toMatchObject([{ id: now.state.webhookId }]);
	});

	test('doesn’t reveal the secret if Ashby’s refusal repeats it', async () => {
		now.ashby.webhooks.create = async ({ secretToken }) => {
			const { Refusal } = await import('../../../sandbox/ashby/listing.mts');
			throw new Refusal('invalid_input', `No good: ${secretToken}`);
		};
		await expectError(now.publish(), 'Ashby refused webhook.create: No good: …');
	});

	test('without apiKeysWrite says so, also if there is a webhook', async () => {
		const missing = 'The Ashby API key is missing the apiKeysWrite permission';
		const advice = ['Grant this permission', "set 'Webhook Registration' to 'Manual'", 'Webhooks'];
		now.allow('candidatesRead', 'apiKeysRead');
		await expectError(now.publish(), missing, ...advice);
		expect(now.webhooks).toEqual([]);
		now.allow('candidatesRead', 'apiKeysWrite');
		await now.publish();
		now.allow('candidatesRead');
		await expectError(now.publish(), missing);
		expect(now.webhooks).toHaveLength(1);
	});
});

describe('once it is published,', () => {
	beforeEach(async () => await now.publish());

	test('there is a webhook for the event, and its ping was answered before anything was stored', () => {
		const [{ id: webhookId, requestUrl, secretToken, ...webhook }] = now.webhooks;
		const owner = new URL(requestUrl).searchParams.get('registration')!;
		expect(requestUrl.startsWith(now.webhookBaseUrl)).toBe(true);
		expect(owner).toMatch(/^[0-9a-f]{32}$/);
		expect(webhook).toMatchObject({ webhookType: 'candidateStageChange', enabled: true });
		expect(secretToken).toBe(secretFor(now.key, owner));
		expect(secretToken).toMatch(/^[0-9a-f]{64}$/);
		expect(now.pings).toEqual([200]);
		expect(now.state).toEqual({ webhookId, owner, secretHash: hashOf(secretToken) });
		expect(now.stored).not.toContain(secretToken);
		expect(now.items).toEqual([]);
	});

	test('it stays while it is up to date, and is replaced for another event, and with another secret for another API key', async () => {
		const before = now.stored;
		// Blanks don't make it another one.
		now.key = ` ${now.key}\n`;
		await now.publish();
		expect(now.webhooks).toHaveLength(1);
		expect(now.stored).toBe(before);
		const changes = /^webhook\.(?!info)/;
		expect(now.asked.filter((method) => changes.test(method))).toEqual(['webhook.create']);
		const [{ secretToken }] = now.webhooks;
		await now.publish({ event: 'offerCreate' });
		expect(now.webhooks).toMatchObject([{ webhookType: 'offerCreate', secretToken }]);
		now.key = now.ashby.addKey();
		await now.publish();
		const another = expect.not.stringMatching(secretToken);
		expect(now.webhooks).toMatchObject([{ secretToken: another }]);
	});

	test.each(['/hooks', '/n8n/webhook'])('the webhook moves with n8n’s path: %s', async (path) => {
		const webhookBaseUrl = now.webhookBaseUrl.replace('/webhook', path);
		const moved = hookIn({ webhookBaseUrl });
		expect(await hooks.checkExists.call(moved())).toBe(false);
		await hooks.create.call(moved());
		const paths = now.webhooks.map(({ requestUrl }) => new URL(requestUrl).pathname);
		expect(paths).toEqual([expect.stringMatching(new RegExp(`^${path}/`))]);
		await hooks.delete.call(moved());
		expect(now.webhooks).toEqual([]);
	});

	test.each([
		['another workflow', { workflowId: 'copy' }],
		['another n8n', { instanceId: 'another' }],
		['the editor’s test', { mode: 'manual' as const }],
	])('a copy in %s leaves the webhook of the original alone', async (_of, other) => {
		const [original] = now.webhooks;
		const copy = hookIn(other);
		now.ashby.fault = ({ path }) =>
			path === '/webhook.create' ? { kind: 'status', status: 400 } : undefined;
		expect(await hooks.checkExists.call(copy())).toBe(false);
		await expect(hooks.create.call(copy())).rejects.toThrow(NodeApiError);
		await hooks.delete.call(copy());
		expect(now.webhooks).toEqual([original]);
	});

	test('apiKeysRead isn’t needed, also to notice that somebody has deleted the webhook', async () => {
		now.allow('candidatesRead', 'apiKeysWrite');
		await now.publish();
		expect(now.webhooks).toMatchObject([{ enabled: true }]);
		now.ashby.webhooks.hooks.clear();
		await now.publish();
		expect(now.webhooks).toMatchObject([{ enabled: true, id: now.state.webhookId }]);
	});

	test('unpublishing removes its webhook, if it still exists, and no other', async () => {
		const other = await now.ashby.webhooks.create({
			webhookType: 'candidateStageChange',
			requestUrl: 'http://127.0.0.1:9/other',
			secretToken: 'other',
		});
		await now.unpublish();
		expect(now.webhooks).toEqual([other]);
		expect(now.state).toEqual({});
		await now.publish();
		now.ashby.webhooks.hooks.clear();
		await now.unpublish();
		expect(now.state).toEqual({});
	});

	test('unpublishing shows if it fails, and can be repeated, also once a manual one follows', async () => {
		const manual = now.parameters({ registration: 'manual', secretToken: 'mine' });
		now.parametersNow = manual;
		const before = now.stored;
		now.ashby.fault = () => ({ kind: 'status', status: 500 });
		await expect(now.unpublish()).rejects.toThrow('HTTP 500');
		expect(now.stored).toBe(before);
		now.ashby.fault = undefined;
		await now.unpublish();
		expect(now.webhooks).toEqual([]);
		// That one is neither registered nor removed.
		now.ashby.resetLog();
		now.allow('candidatesRead');
		await now.publish(manual);
		await now.unpublish();
		expect(now.asked.filter((method) => method.startsWith('webhook'))).toEqual([]);
	});
});

/** Ashby can't list webhooks, so it can neither be read nor removed. */
test.each([
	['cannot reach n8n', () => 502],
	['reaches n8n', undefined],
])('a webhook whose ID was lost never counts, if Ashby %s', async (_what, inTheWay) => {
	now.inTheWay = inTheWay;
	now.ashby.fault = ({ path }) => (path === '/webhook.create' ? { kind: 'dropAfter' } : undefined);
	for (const _time of [1, 2, 3]) {
		const lost = 'No response from Ashby to webhook.create';
		await expect(now.publish()).rejects.toThrow(lost);
	}
	now.ashby.fault = undefined;
	if (inTheWay) await expect(now.publish()).rejects.toThrow("couldn't reach your n8n");
	now.inTheWay = undefined;
	await now.publish();
	const { webhookId, leftBehind } = now.state;
	const left = now.webhooks.filter(({ id }) => id !== webhookId);
	expect(left[0].requestUrl).toBe(leftBehind);
	const { entry } = await now.moved();
	expect(now.started).toEqual([entry]);
	// Published again, it is still named, until a person has deleted it.
	await now.publish();
	expect(now.state.leftBehind).toBe(leftBehind);
	expect(now.webhooks).toHaveLength(left.length + 1);
	for (const { id } of left) now.ashby.webhooks.hooks.delete(id);
	await now.publish();
	expect(now.state.leftBehind).toBeUndefined();
	expect(now.webhooks).toMatchObject([{ id: now.state.webhookId, enabled: true }]);
	await now.unpublish();
	expect(now.webhooks).toEqual([]);
});

test('works again after the state was lost and the API key was replaced', async () => {
	await now.publish();
	now.stored = '{}';
	now.key = now.ashby.addKey();
	await now.publish();
	const { entry } = await now.moved();
	// The webhook that was left behind signs with the old key.
	expect(now.statuses.sort()).toEqual([200, 401]);
	expect(now.started).toEqual([entry]);
});
