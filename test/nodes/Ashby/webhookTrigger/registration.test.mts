import { hooks, node, setUpAshbyTrigger } from './setUp.mts';
import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import { hashOf, secretFor } from '../../../../nodes/shared/trigger/webhook.ts';
import { hookContext } from '../../../support/contexts.mts';
import type { ContextOptions } from '../../../support/nodeWorkflow.mts';
import { WEBHOOK_TEST_BASE_URL } from '../../../support/nodeWorkflow.mts';
import { expectError, locator } from '../setUp.mts';

const setUp = setUpAshbyTrigger({}, async () => {});

/** Calls n8n's hooks for the same node in another place, with this state. */
function hooksWith(more: ContextOptions, state: IDataObject = setUp.now.state, isTest = false) {
	const context = () => hookContext(node, { ...setUp.now.options(state), ...more }, isTest);
	return {
		checkExists: async () => await hooks.checkExists.call(context()),
		create: async () => await hooks.create.call(context()),
		delete: async () => await hooks.delete.call(context()),
	};
}

describe('publishing', () => {
	test('names a stage that no interview plan has, unless n8n starts', async () => {
		const link = { job: locator('list', '*'), stage: locator('name', 'Vido Interview') };
		await expect(setUp.now.publish(setUp.now.parameters({}, [link]))).rejects.toThrow(
			"No interview plan has a stage named 'Vido Interview'. The nearest name is 'Video Interview'",
		);
		expect(setUp.now.webhooks).toEqual([]);
		expect(await hooksWith({ activation: 'init' }, {}).checkExists()).toBe(false);
	});

	test('names an empty field', async () => {
		const publishing = setUp.now.publish(setUp.now.parameters({ links: {} }));
		await expect(publishing).rejects.toThrow("'Jobs and Stages' is empty");
		expect(setUp.now.asked).toEqual([]);
	});

	test.each([
		{ webhookId: 5 },
		{ webhookId: {}, owner: 'x' },
		{ webhookId: 'x', owner: 7, secretHash: [] },
		{ webhookId: 'x', requestUrl: 'no address', secretToken: 'x' },
	])('creates a webhook if the stored one is invalid: %j', async (stored) => {
		setUp.now.stored = JSON.stringify(stored);
		await setUp.now.publish();
		expect(setUp.now.webhooks).toMatchObject([{ id: setUp.now.state.webhookId }]);
	});

	test('doesn’t reveal the secret if Ashby’s refusal repeats it', async () => {
		setUp.now.ashby.webhooks.create = async ({ secretToken }) => {
			const { Refusal } = await import('../../../sandbox/ashby/listing.mts');
			throw new Refusal('invalid_input', `No good: ${secretToken}`);
		};
		await expectError(setUp.now.publish(), 'Ashby refused webhook.create: No good: …');
	});

	test('without apiKeysWrite says so, also if there is a webhook', async () => {
		const missing = 'The Ashby API key is missing the apiKeysWrite permission';
		const advice = ['Grant this permission', "set 'Webhook Registration' to 'Manual'", 'Webhooks'];
		setUp.now.allow('candidatesRead', 'apiKeysRead');
		await expectError(setUp.now.publish(), missing, ...advice);
		expect(setUp.now.webhooks).toEqual([]);
		setUp.now.allow('candidatesRead', 'apiKeysWrite');
		await setUp.now.publish();
		setUp.now.allow('candidatesRead');
		await expectError(setUp.now.publish(), missing);
		expect(setUp.now.webhooks).toHaveLength(1);
	});
});

describe('once it is published,', () => {
	beforeEach(async () => {
		await setUp.now.publish();
	});

	test('there is a webhook for the event, and its ping was answered before anything was stored', () => {
		const [{ id: webhookId, requestUrl, secretToken, ...webhook }] = setUp.now.webhooks;
		const owner = new URL(requestUrl).searchParams.get('registration')!;
		expect(requestUrl.startsWith(setUp.now.webhookBaseUrl)).toBe(true);
		expect(owner).toMatch(/^[0-9a-f]{32}$/);
		expect(webhook).toMatchObject({ webhookType: 'candidateStageChange', enabled: true });
		expect(secretToken).toBe(secretFor(setUp.now.key, owner));
		expect(secretToken).toMatch(/^[0-9a-f]{64}$/);
		expect(setUp.now.pings).toEqual([200]);
		expect(setUp.now.state).toEqual({ webhookId, owner, secretHash: hashOf(secretToken) });
		expect(setUp.now.stored).not.toContain(secretToken);
		expect(setUp.now.items).toEqual([]);
	});

	test('another webhook with another secret is created when the API key is replaced', async () => {
		const [{ secretToken }] = setUp.now.webhooks;
		setUp.now.key = setUp.now.ashby.addKey();
		await setUp.now.publish();
		const another = expect.not.stringMatching(secretToken);
		expect(setUp.now.webhooks).toMatchObject([{ secretToken: another }]);
	});

	test('publishing again keeps a webhook that is up to date, also with blanks around the key', async () => {
		const before = setUp.now.stored;
		setUp.now.key = ` ${setUp.now.key}\n`;
		await setUp.now.publish();
		expect(setUp.now.webhooks).toHaveLength(1);
		expect(setUp.now.stored).toBe(before);
		const changes = /^webhook\.(?!info)/;
		expect(setUp.now.asked.filter((method) => changes.test(method))).toEqual(['webhook.create']);
	});

	test('the webhook of another event replaces it', async () => {
		await setUp.now.publish({ event: 'offerCreate' });
		expect(setUp.now.webhooks).toMatchObject([{ webhookType: 'offerCreate' }]);
	});

	test.each(['/hooks', '/n8n/webhook'])('the webhook moves with n8n’s path: %s', async (path) => {
		const webhookBaseUrl = setUp.now.webhookBaseUrl.replace('/webhook', path);
		const moved = hooksWith({ webhookBaseUrl });
		expect(await moved.checkExists()).toBe(false);
		await moved.create();
		const paths = setUp.now.webhooks.map(({ requestUrl }) => new URL(requestUrl).pathname);
		expect(paths).toEqual([expect.stringMatching(new RegExp(`^${path}/`))]);
		await moved.delete();
		expect(setUp.now.webhooks).toEqual([]);
	});

	test.each([
		['another workflow', { workflowId: 'copy' }],
		['another n8n', { instanceId: 'another' }],
	])('a copy in %s leaves the webhook of the original alone', async (_of, other) => {
		const [original] = setUp.now.webhooks;
		const copy = hooksWith(other);
		setUp.now.ashby.fault = ({ path }) =>
			path === '/webhook.create' ? { kind: 'status', status: 400 } : undefined;
		expect(await copy.checkExists()).toBe(false);
		await expect(copy.create()).rejects.toThrow(NodeApiError);
		await copy.delete();
		expect(setUp.now.webhooks).toEqual([original]);
	});

	test('a test run uses its own address and doesn’t affect the webhook', async () => {
		const [published] = setUp.now.webhooks;
		// Nobody listens there in these tests; here it is about the address.
		setUp.now.ashby.webhooks.create = async (options) => {
			const hook = { id: randomUUID(), enabled: true, ...options };
			setUp.now.ashby.webhooks.hooks.set(hook.id, hook);
			return hook;
		};
		const test = hooksWith({}, {}, true);
		expect(await test.checkExists()).toBe(false);
		await test.create();
		expect(setUp.now.webhooks[1].requestUrl).toContain(WEBHOOK_TEST_BASE_URL);
		await test.delete();
		expect(setUp.now.webhooks).toEqual([published]);
	});

	test.each(['init', 'leadershipChange'] as const)(
		'the webhook stays if Ashby is down while n8n starts the workflow: %s',
		async (activation) => {
			const { state, webhooks } = setUp.now;
			setUp.now.ashby.fault = () => ({ kind: 'status', status: 503 });
			const context = hookContext(node, { ...setUp.now.options(state), activation });
			const warn = jest.spyOn(context.logger, 'warn').mockReset();
			expect(await hooks.checkExists.call(context)).toBe(true);
			expect(warn.mock.calls).toEqual([[expect.stringContaining('was not checked: ')]]);
			expect(state).toEqual(setUp.now.state);
			expect(setUp.now.webhooks).toEqual(webhooks);
		},
	);

	test('apiKeysRead isn’t needed, also to notice that somebody has deleted the webhook', async () => {
		setUp.now.allow('candidatesRead', 'apiKeysWrite');
		await setUp.now.publish();
		expect(setUp.now.webhooks).toMatchObject([{ enabled: true }]);
		setUp.now.ashby.webhooks.hooks.clear();
		await setUp.now.publish();
		expect(setUp.now.webhooks).toMatchObject([{ enabled: true, id: setUp.now.state.webhookId }]);
	});

	test('unpublishing removes its webhook, if it still exists, and no other', async () => {
		const other = await setUp.now.ashby.webhooks.create({
			webhookType: 'candidateStageChange',
			requestUrl: 'http://127.0.0.1:9/other',
			secretToken: 'other',
		});
		await setUp.now.unpublish();
		expect(setUp.now.webhooks).toEqual([other]);
		expect(setUp.now.state).toEqual({});
		await setUp.now.publish();
		setUp.now.ashby.webhooks.hooks.clear();
		await setUp.now.unpublish();
		expect(setUp.now.state).toEqual({});
	});

	test('unpublishing shows if it fails, and can be repeated', async () => {
		const before = setUp.now.stored;
		setUp.now.ashby.fault = () => ({ kind: 'status', status: 500 });
		await expect(setUp.now.unpublish()).rejects.toThrow('HTTP 500');
		expect(setUp.now.stored).toBe(before);
		setUp.now.ashby.fault = undefined;
		await setUp.now.unpublish();
		expect(setUp.now.webhooks).toEqual([]);
	});

	test('it is removed although a manual one follows, which is neither registered nor removed', async () => {
		const manual = setUp.now.parameters({ registration: 'manual', secretToken: 'mine' });
		setUp.now.parametersNow = manual;
		await setUp.now.unpublish();
		expect(setUp.now.webhooks).toEqual([]);
		setUp.now.ashby.resetLog();
		setUp.now.allow('candidatesRead');
		await setUp.now.publish(manual);
		await setUp.now.unpublish();
		expect(setUp.now.asked.filter((method) => method.startsWith('webhook'))).toEqual([]);
	});
});
