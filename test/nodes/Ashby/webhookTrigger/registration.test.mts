import { randomUUID } from 'node:crypto';
import { NodeApiError } from 'n8n-workflow';
import { hashOf, secretFor } from '../../../../nodes/shared/webhook.ts';
import type { Permission } from '../../../sandbox/ashby.mts';
import { hookContext } from '../../../support/contexts.mts';
import { WEBHOOK_TEST_BASE_URL } from '../../../support/nodeWorkflow.mts';
import { rejection } from '../setUp.mts';
import { hooks, node, setUpInstant } from './setting.mts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

const setting = setUpInstant();

/** The key of the credential may from now on do no more than this. */
function allow(...permissions: Permission[]): void {
	setting.now.ashby.keys.get(setting.now.key)!.permissions = permissions;
}

describe('publishing', () => {
	test('creates a webhook for the event, and answers its ping before anything is stored', async () => {
		await setting.now.publish();
		const [webhook] = setting.now.webhooks;
		const url = new URL(webhook.requestUrl);
		const registration = url.searchParams.get('registration')!;
		expect(webhook.requestUrl.startsWith(setting.now.webhookBaseUrl)).toBe(true);
		expect(registration).toMatch(/^[0-9a-f]{32}$/);
		expect(webhook).toMatchObject({
			webhookType: 'candidateStageChange',
			enabled: true,
			secretToken: secretFor(setting.now.key, registration),
		});
		expect(webhook.secretToken).toMatch(/^[0-9a-f]{64}$/);
		expect(setting.now.pings).toEqual([200]);
		expect(setting.now.state).toEqual({
			webhookId: webhook.id,
			owner: registration,
			secretHash: hashOf(webhook.secretToken),
		});
		expect(setting.now.stored).not.toContain(webhook.secretToken);
		expect(setting.now.items).toEqual([]);
	});

	test('after the API key was replaced creates another webhook, with another secret', async () => {
		await setting.now.publish();
		const [before] = setting.now.webhooks;
		setting.now.key = setting.now.ashby.addKey();
		await setting.now.publish();
		const [webhook, ...more] = setting.now.webhooks;
		expect(more).toEqual([]);
		expect(webhook.secretToken).not.toBe(before.secretToken);
	});

	test('another event creates another webhook', async () => {
		await setting.now.publish({ event: 'candidateHire' });
		expect(setting.now.webhooks).toMatchObject([{ webhookType: 'candidateHire' }]);
	});

	test('again keeps a webhook that is up to date', async () => {
		await setting.now.publish();
		const before = setting.now.stored;
		await setting.now.publish();
		expect(setting.now.webhooks).toHaveLength(1);
		expect(setting.now.stored).toBe(before);
		expect(setting.now.asked.filter((method) => method !== 'webhook.info')).toEqual([
			'webhook.create',
		]);
	});

	test('replaces the webhook of another event', async () => {
		await setting.now.publish();
		await setting.now.publish({ event: 'offerCreate' });
		expect(setting.now.webhooks).toMatchObject([{ webhookType: 'offerCreate' }]);
	});

	test('replaces the webhook if n8n’s address has changed', async () => {
		await setting.now.publish();
		const state = setting.now.state;
		const moved = { ...setting.now.options(state), webhookBaseUrl: 'http://127.0.0.1:9/webhook' };
		expect(await hooks.checkExists.call(hookContext(node, moved))).toBe(false);
		setting.now.webhooks[0].requestUrl = 'http://elsewhere.invalid/webhook';
		await setting.now.publish();
		expect(setting.now.webhooks).toHaveLength(1);
		expect(setting.now.webhooks[0].requestUrl).toContain(setting.now.webhookBaseUrl);
	});

	test('creates the webhook again if somebody has deleted it', async () => {
		await setting.now.publish();
		setting.now.ashby.webhooks.hooks.clear();
		await setting.now.publish();
		expect(setting.now.webhooks).toMatchObject([{ id: setting.now.state.webhookId }]);
	});

	test('creates one webhook, however many responses get lost', async () => {
		setting.now.ashby.fault = ({ path }) =>
			path === '/webhook.create' ? { kind: 'dropAfter' } : undefined;
		for (let time = 0; time < 5; time++) {
			await expect(setting.now.publish()).rejects.toThrow(
				'No response from Ashby to webhook.create',
			);
		}
		setting.now.ashby.fault = undefined;
		await setting.now.publish();
		expect(setting.now.webhooks).toHaveLength(1);
		const { entry } = await setting.now.moved();
		expect(setting.now.started).toEqual([entry]);
	});

	test.each([
		['another workflow', { workflowId: 'copy' }],
		['another n8n', { instanceId: 'another' }],
	])('keeps the webhook of the workflow that this one was copied from: %s', async (_of, other) => {
		await setting.now.publish();
		const [original] = setting.now.webhooks;
		const staticData = setting.now.state;
		const copy = () => hookContext(node, { ...setting.now.options(staticData), ...other });
		setting.now.ashby.fault = ({ path }) =>
			path === '/webhook.create' ? { kind: 'status', status: 400 } : undefined;
		expect(await hooks.checkExists.call(copy())).toBe(false);
		await expect(hooks.create.call(copy())).rejects.toThrow(NodeApiError);
		await hooks.delete.call(copy());
		expect(setting.now.webhooks).toEqual([original]);
	});

	test.each([
		{ webhookId: 5 },
		{ webhookId: {}, owner: 'x' },
		{ webhookId: 'x', owner: 7, secretHash: [] },
		{ webhookId: 'x', requestUrl: 'no address', secretToken: 'x' },
	])('creates a webhook if the stored one is invalid: %j', async (stored) => {
		setting.now.stored = JSON.stringify(stored);
		await setting.now.publish();
		const [webhook] = setting.now.webhooks;
		expect(setting.now.state).toMatchObject({ webhookId: webhook.id });
	});

	test('doesn’t reveal the secret if Ashby’s refusal repeats it', async () => {
		setting.now.ashby.webhooks.create = async ({ secretToken }) => {
			const { Refusal } = await import('../../../sandbox/ashby/listing.mts');
			throw new Refusal('invalid_input', `No good: ${secretToken}`);
		};
		expect(await rejection(setting.now.publish())).toMatchObject({
			message: 'Ashby refused webhook.create: No good: …',
		});
	});

	test('a test run uses its own address and doesn’t affect the published webhook', async () => {
		await setting.now.publish();
		const [published] = setting.now.webhooks;
		// Nobody listens there in these tests; here it is about the address.
		setting.now.ashby.webhooks.create = async (options) => {
			const hook = { id: randomUUID(), enabled: true, ...options };
			setting.now.ashby.webhooks.hooks.set(hook.id, hook);
			return hook;
		};
		const state = {};
		const test = () => hookContext(node, setting.now.options(state), true);
		expect(await hooks.checkExists.call(test())).toBe(false);
		await hooks.create.call(test());
		expect(setting.now.webhooks[1].requestUrl).toContain(WEBHOOK_TEST_BASE_URL);
		await hooks.delete.call(test());
		expect(setting.now.webhooks).toEqual([published]);
	});

	test.each([
		['the links', { links: {} }, "'Jobs and Stages' is empty"],
		['the secret token', { registration: 'manual', secretToken: ' ' }, "'Secret Token' is empty"],
	])('names the empty field: %s', async (_what, more, message) => {
		const parameters = setting.now.parameters(more);
		await expect(setting.now.publish(parameters)).rejects.toThrow(message);
		expect(setting.now.asked).toEqual([]);
	});

	test.each(['init', 'leadershipChange'] as const)(
		'keeps the webhook if Ashby is down while n8n starts the workflow: %s',
		async (activation) => {
			await setting.now.publish();
			const before = { state: setting.now.state, webhooks: setting.now.webhooks };
			setting.now.ashby.fault = () => ({ kind: 'status', status: 503 });
			const { state } = setting.now;
			const context = hookContext(node, { ...setting.now.options(state), activation });
			const warn = jest.spyOn(context.logger, 'warn').mockReset();
			expect(await hooks.checkExists.call(context)).toBe(true);
			expect(warn.mock.calls).toEqual([[expect.stringContaining('was not checked: ')]]);
			expect({ state, webhooks: setting.now.webhooks }).toEqual(before);
		},
	);

	test('fails if Ashby is down while a person publishes', async () => {
		await setting.now.publish();
		setting.now.ashby.fault = () => ({ kind: 'status', status: 503 });
		const context = hookContext(node, setting.now.options(setting.now.state));
		await expect(hooks.checkExists.call(context)).rejects.toThrow(NodeApiError);
	});
});

describe.each(['errorInfo', 'errorObjects'] as const)(
	'permissions, refused with %s,',
	(permissionBody) => {
		beforeEach(() => {
			setting.now.ashby.switches.permissionBody = permissionBody;
		});

		test('without apiKeysWrite, publishing says so and suggests a manual webhook', async () => {
			allow('candidatesRead', 'apiKeysRead');
			expect(await rejection(setting.now.publish())).toMatchObject({
				message: 'The Ashby API key is missing the apiKeysWrite permission',
				description: expect.stringMatching(
					/Grant this permission .* set 'Webhook Registration' to 'Manual' .* Webhooks/,
				),
			});
			expect(setting.now.webhooks).toEqual([]);
		});

		test('apiKeysRead isn’t needed', async () => {
			allow('candidatesRead', 'apiKeysWrite');
			await setting.now.publish();
			await setting.now.publish();
			expect(setting.now.webhooks).toMatchObject([{ enabled: true }]);
		});

		test('a deleted webhook is noticed without apiKeysRead', async () => {
			await setting.now.publish();
			setting.now.ashby.webhooks.hooks.clear();
			allow('apiKeysWrite');
			await setting.now.publish();
			expect(setting.now.webhooks).toHaveLength(1);
		});

		test('without both, the stored webhook is trusted', async () => {
			await setting.now.publish();
			allow('candidatesRead');
			await setting.now.publish();
			expect(setting.now.webhooks).toHaveLength(1);
		});
	},
);

describe('unpublishing', () => {
	test('removes its own webhook and no other', async () => {
		const other = await setting.now.ashby.webhooks.create({
			webhookType: 'candidateStageChange',
			requestUrl: 'http://127.0.0.1:9/other',
			secretToken: 'other',
		});
		await setting.now.publish();
		await setting.now.unpublish();
		expect(setting.now.webhooks).toEqual([other]);
		expect(setting.now.state).toEqual({});
	});

	test('succeeds if the webhook no longer exists', async () => {
		await setting.now.publish();
		setting.now.ashby.webhooks.hooks.clear();
		await setting.now.unpublish();
		expect(setting.now.state).toEqual({});
	});

	test('shows if it fails, and can be repeated', async () => {
		await setting.now.publish();
		const before = setting.now.stored;
		setting.now.ashby.fault = () => ({ kind: 'status', status: 500 });
		await expect(setting.now.unpublish()).rejects.toThrow('HTTP 500');
		expect(setting.now.stored).toBe(before);
		setting.now.ashby.fault = undefined;
		await setting.now.unpublish();
		expect(setting.now.webhooks).toEqual([]);
	});
});

describe('a manual webhook', () => {
	test('is neither registered nor removed', async () => {
		const parameters = setting.now.parameters({ registration: 'manual', secretToken: 'mine' });
		allow('candidatesRead');
		await setting.now.publish(parameters);
		await setting.now.unpublish();
		expect(setting.now.asked).toEqual([]);
	});

	test('doesn’t prevent a remaining automatic webhook from being removed', async () => {
		await setting.now.publish();
		setting.now.parametersNow = setting.now.parameters({
			registration: 'manual',
			secretToken: 'x',
		});
		await setting.now.unpublish();
		expect(setting.now.webhooks).toEqual([]);
	});
});

test('spaces around the key, which the credential ignores, don’t change the secret', async () => {
	await setting.now.publish();
	const before = setting.now.stored;
	setting.now.key = ` ${setting.now.key}\n`;
	await setting.now.publish();
	expect(setting.now.stored).toBe(before);
});
