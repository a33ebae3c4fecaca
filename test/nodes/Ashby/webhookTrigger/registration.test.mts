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
	test('creates a webhook for the event, and answers its ping before anything is stored', async () => {
		await setUp.now.publish();
		const [webhook] = setUp.now.webhooks;
		const registration = new URL(webhook.requestUrl).searchParams.get('registration')!;
		expect(webhook.requestUrl.startsWith(setUp.now.webhookBaseUrl)).toBe(true);
		expect(registration).toMatch(/^[0-9a-f]{32}$/);
		expect(webhook).toMatchObject({
			webhookType: 'candidateStageChange',
			enabled: true,
			secretToken: secretFor(setUp.now.key, registration),
		});
		expect(webhook.secretToken).toMatch(/^[0-9a-f]{64}$/);
		expect(setUp.now.pings).toEqual([200]);
		expect(setUp.now.state).toEqual({
			webhookId: webhook.id,
			owner: registration,
			secretHash: hashOf(webhook.secretToken),
		});
		expect(setUp.now.stored).not.toContain(webhook.secretToken);
		expect(setUp.now.items).toEqual([]);
	});

	test('after the API key was replaced creates another webhook, with another secret', async () => {
		await setUp.now.publish();
		const [before] = setUp.now.webhooks;
		setUp.now.key = setUp.now.ashby.addKey();
		await setUp.now.publish();
		const { secretToken } = before;
		expect(setUp.now.webhooks).toMatchObject([
			{ secretToken: expect.not.stringMatching(secretToken) },
		]);
	});

	test('names a stage that no interview plan has, unless n8n starts', async () => {
		const link = { job: locator('list', '*'), stage: locator('name', 'Vido Interview') };
		await expect(setUp.now.publish(setUp.now.parameters({}, [link]))).rejects.toThrow(
			"No interview plan has a stage named 'Vido Interview'. The nearest name is 'Video Interview'",
		);
		expect(setUp.now.webhooks).toEqual([]);
		expect(await hooksWith({ activation: 'init' }, {}).checkExists()).toBe(false);
	});

	test('again keeps a webhook that is up to date, also if blanks are put around the key', async () => {
		await setUp.now.publish();
		const before = setUp.now.stored;
		setUp.now.key = ` ${setUp.now.key}\n`;
		await setUp.now.publish();
		expect(setUp.now.webhooks).toHaveLength(1);
		expect(setUp.now.stored).toBe(before);
		const changes = /^webhook\.(?!info)/;
		expect(setUp.now.asked.filter((method) => changes.test(method))).toEqual(['webhook.create']);
	});

	test('replaces the webhook of another event', async () => {
		await setUp.now.publish();
		await setUp.now.publish({ event: 'offerCreate' });
		expect(setUp.now.webhooks).toMatchObject([{ webhookType: 'offerCreate' }]);
	});

	test.each(['/hooks', '/n8n/webhook'])(
		'replaces the webhook if n8n’s path changes to %s, and leaves none behind',
		async (path) => {
			await setUp.now.publish();
			const webhookBaseUrl = setUp.now.webhookBaseUrl.replace('/webhook', path);
			const moved = hooksWith({ webhookBaseUrl });
			expect(await moved.checkExists()).toBe(false);
			await moved.create();
			const paths = setUp.now.webhooks.map(({ requestUrl }) => new URL(requestUrl).pathname);
			expect(paths).toEqual([expect.stringMatching(new RegExp(`^${path}/`))]);
			await moved.delete();
			expect(setUp.now.webhooks).toEqual([]);
		},
	);

	test.each([
		['another workflow', { workflowId: 'copy' }],
		['another n8n', { instanceId: 'another' }],
	])('keeps the webhook of the workflow that this one was copied from: %s', async (_of, other) => {
		await setUp.now.publish();
		const [original] = setUp.now.webhooks;
		const copy = hooksWith(other);
		setUp.now.ashby.fault = ({ path }) =>
			path === '/webhook.create' ? { kind: 'status', status: 400 } : undefined;
		expect(await copy.checkExists()).toBe(false);
		await expect(copy.create()).rejects.toThrow(NodeApiError);
		await copy.delete();
		expect(setUp.now.webhooks).toEqual([original]);
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

	test('a test run uses its own address and doesn’t affect the published webhook', async () => {
		await setUp.now.publish();
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

	test('names an empty field', async () => {
		const publishing = setUp.now.publish(setUp.now.parameters({ links: {} }));
		await expect(publishing).rejects.toThrow("'Jobs and Stages' is empty");
		expect(setUp.now.asked).toEqual([]);
	});

	test.each(['init', 'leadershipChange'] as const)(
		'keeps the webhook if Ashby is down while n8n starts the workflow: %s',
		async (activation) => {
			await setUp.now.publish();
			const before = { state: setUp.now.state, webhooks: setUp.now.webhooks };
			setUp.now.ashby.fault = () => ({ kind: 'status', status: 503 });
			const { state } = setUp.now;
			const context = hookContext(node, { ...setUp.now.options(state), activation });
			const warn = jest.spyOn(context.logger, 'warn').mockReset();
			expect(await hooks.checkExists.call(context)).toBe(true);
			expect(warn.mock.calls).toEqual([[expect.stringContaining('was not checked: ')]]);
			expect({ state, webhooks: setUp.now.webhooks }).toEqual(before);
		},
	);
});

test('apiKeysRead isn’t needed, also to notice that somebody has deleted the webhook', async () => {
	setUp.now.allow('candidatesRead', 'apiKeysWrite');
	await setUp.now.publish();
	await setUp.now.publish();
	expect(setUp.now.webhooks).toMatchObject([{ enabled: true }]);
	setUp.now.ashby.webhooks.hooks.clear();
	await setUp.now.publish();
	expect(setUp.now.webhooks).toMatchObject([{ enabled: true, id: setUp.now.state.webhookId }]);
});

test('without apiKeysWrite, publishing says so, also if there is a webhook', async () => {
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

describe('unpublishing', () => {
	test('removes its own webhook and no other', async () => {
		const other = await setUp.now.ashby.webhooks.create({
			webhookType: 'candidateStageChange',
			requestUrl: 'http://127.0.0.1:9/other',
			secretToken: 'other',
		});
		await setUp.now.publish();
		await setUp.now.unpublish();
		expect(setUp.now.webhooks).toEqual([other]);
		expect(setUp.now.state).toEqual({});
	});

	test('succeeds if the webhook no longer exists', async () => {
		await setUp.now.publish();
		setUp.now.ashby.webhooks.hooks.clear();
		await setUp.now.unpublish();
		expect(setUp.now.state).toEqual({});
	});

	test('shows if it fails, and can be repeated', async () => {
		await setUp.now.publish();
		const before = setUp.now.stored;
		setUp.now.ashby.fault = () => ({ kind: 'status', status: 500 });
		await expect(setUp.now.unpublish()).rejects.toThrow('HTTP 500');
		expect(setUp.now.stored).toBe(before);
		setUp.now.ashby.fault = undefined;
		await setUp.now.unpublish();
		expect(setUp.now.webhooks).toEqual([]);
	});
});

test('a manual webhook is neither registered nor removed, but a remaining automatic one is', async () => {
	await setUp.now.publish();
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
