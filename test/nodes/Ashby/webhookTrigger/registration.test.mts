import { hooks, node, setUpAshbyTrigger } from './setUp.mts';
import { randomUUID } from 'node:crypto';
import { NodeApiError } from 'n8n-workflow';
import { hashOf, secretFor } from '../../../../nodes/shared/trigger/webhook.ts';
import type { Permission } from '../../../sandbox/ashby.mts';
import { hookContext } from '../../../support/contexts.mts';
import { WEBHOOK_TEST_BASE_URL } from '../../../support/nodeWorkflow.mts';
import { rejection } from '../../../support/rejection.mts';

const setUp = setUpAshbyTrigger({}, async () => {});

/** From now on, the credential's key only has these permissions. */
function allow(...permissions: Permission[]): void {
	setUp.now.ashby.keys.get(setUp.now.key)!.permissions = permissions;
}

describe('publishing', () => {
	test('creates a webhook for the event, and answers its ping before anything is stored', async () => {
		await setUp.now.publish();
		const [webhook] = setUp.now.webhooks;
		const url = new URL(webhook.requestUrl);
		const registration = url.searchParams.get('registration')!;
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
		const [webhook, ...more] = setUp.now.webhooks;
		expect(more).toEqual([]);
		expect(webhook.secretToken).not.toBe(before.secretToken);
	});

	test('names a stage that no interview plan has, unless n8n starts', async () => {
		const job = { __rl: true, mode: 'list', value: '*' };
		const stage = { __rl: true, mode: 'name', value: 'Vido Interview' };
		const parameters = setUp.now.parameters({}, [{ job, stage }]);
		await expect(setUp.now.publish(parameters)).rejects.toThrow(
			"No interview plan has a stage named 'Vido Interview'. The nearest name is 'Video Interview'",
		);
		expect(setUp.now.webhooks).toEqual([]);
		const started = { ...setUp.now.options({}), activation: 'init' as const };
		expect(await hooks.checkExists.call(hookContext(node, started))).toBe(false);
	});

	test('again keeps a webhook that is up to date', async () => {
		await setUp.now.publish();
		const before = setUp.now.stored;
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
			const moved = { ...setUp.now.options(setUp.now.state), webhookBaseUrl };
			expect(await hooks.checkExists.call(hookContext(node, moved))).toBe(false);
			await hooks.create.call(hookContext(node, moved));
			const paths = setUp.now.webhooks.map(({ requestUrl }) => new URL(requestUrl).pathname);
			expect(paths).toEqual([expect.stringMatching(new RegExp(`^${path}/`))]);
			await hooks.delete.call(hookContext(node, moved));
			expect(setUp.now.webhooks).toEqual([]);
		},
	);

	test('creates the webhook again if somebody has deleted it', async () => {
		await setUp.now.publish();
		setUp.now.ashby.webhooks.hooks.clear();
		await setUp.now.publish();
		expect(setUp.now.webhooks).toMatchObject([{ id: setUp.now.state.webhookId }]);
	});

	test.each([
		['another workflow', { workflowId: 'copy' }],
		['another n8n', { instanceId: 'another' }],
	])('keeps the webhook of the workflow that this one was copied from: %s', async (_of, other) => {
		await setUp.now.publish();
		const [original] = setUp.now.webhooks;
		const staticData = setUp.now.state;
		const copy = () => hookContext(node, { ...setUp.now.options(staticData), ...other });
		setUp.now.ashby.fault = ({ path }) =>
			path === '/webhook.create' ? { kind: 'status', status: 400 } : undefined;
		expect(await hooks.checkExists.call(copy())).toBe(false);
		await expect(hooks.create.call(copy())).rejects.toThrow(NodeApiError);
		await hooks.delete.call(copy());
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
		const [webhook] = setUp.now.webhooks;
		expect(setUp.now.state).toMatchObject({ webhookId: webhook.id });
	});

	test('doesn’t reveal the secret if Ashby’s refusal repeats it', async () => {
		setUp.now.ashby.webhooks.create = async ({ secretToken }) => {
			const { Refusal } = await import('../../../sandbox/ashby/listing.mts');
			throw new Refusal('invalid_input', `No good: ${secretToken}`);
		};
		expect(await rejection(setUp.now.publish())).toMatchObject({
			message: 'Ashby refused webhook.create: No good: …',
		});
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
		const state = {};
		const test = () => hookContext(node, setUp.now.options(state), true);
		expect(await hooks.checkExists.call(test())).toBe(false);
		await hooks.create.call(test());
		expect(setUp.now.webhooks[1].requestUrl).toContain(WEBHOOK_TEST_BASE_URL);
		await hooks.delete.call(test());
		expect(setUp.now.webhooks).toEqual([published]);
	});

	test.each([
		['the links', { links: {} }, "'Jobs and Stages' is empty"],
		['the secret token', { registration: 'manual', secretToken: ' ' }, "'Secret Token' is empty"],
	])('names the empty field: %s', async (_what, more, message) => {
		const parameters = setUp.now.parameters(more);
		await expect(setUp.now.publish(parameters)).rejects.toThrow(message);
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

describe.each(['errorInfo', 'errorObjects'] as const)(
	'permissions, refused with %s,',
	(permissionBody) => {
		beforeEach(() => {
			setUp.now.ashby.switches.permissionBody = permissionBody;
		});

		test('without apiKeysWrite, publishing says so and suggests a manual webhook', async () => {
			allow('candidatesRead', 'apiKeysRead');
			expect(await rejection(setUp.now.publish())).toMatchObject({
				message: 'The Ashby API key is missing the apiKeysWrite permission',
				description: expect.stringMatching(
					/Grant this permission .* set 'Webhook Registration' to 'Manual' .* Webhooks/,
				),
			});
			expect(setUp.now.webhooks).toEqual([]);
		});

		test('apiKeysRead isn’t needed, also to notice that the webhook was deleted', async () => {
			allow('candidatesRead', 'apiKeysWrite');
			await setUp.now.publish();
			await setUp.now.publish();
			expect(setUp.now.webhooks).toMatchObject([{ enabled: true }]);
			setUp.now.ashby.webhooks.hooks.clear();
			await setUp.now.publish();
			expect(setUp.now.webhooks).toMatchObject([{ enabled: true }]);
		});

		test('without both, publishing says that the webhook can’t be checked', async () => {
			await setUp.now.publish();
			allow('candidatesRead');
			expect(await rejection(setUp.now.publish())).toMatchObject({
				message: 'The Ashby API key is missing the apiKeysWrite permission',
			});
			expect(setUp.now.webhooks).toHaveLength(1);
		});
	},
);

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

describe('a manual webhook', () => {
	test('is neither registered nor removed', async () => {
		const parameters = setUp.now.parameters({ registration: 'manual', secretToken: 'mine' });
		allow('candidatesRead');
		await setUp.now.publish(parameters);
		await setUp.now.unpublish();
		expect(setUp.now.asked.filter((method) => method.startsWith('webhook'))).toEqual([]);
	});

	test('doesn’t prevent a remaining automatic webhook from being removed', async () => {
		await setUp.now.publish();
		setUp.now.parametersNow = setUp.now.parameters({
			registration: 'manual',
			secretToken: 'x',
		});
		await setUp.now.unpublish();
		expect(setUp.now.webhooks).toEqual([]);
	});
});

test('spaces around the key, which the credential ignores, don’t change the secret', async () => {
	await setUp.now.publish();
	const before = setUp.now.stored;
	setUp.now.key = ` ${setUp.now.key}\n`;
	await setUp.now.publish();
	expect(setUp.now.stored).toBe(before);
});
