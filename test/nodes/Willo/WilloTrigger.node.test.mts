import type { IHookFunctions, INodeType } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import { WilloResponseTrigger } from '../../../nodes/Willo/WilloResponseTrigger.node.ts';
import { willoApiTest } from '../../../nodes/Willo/methods/credentialTest.ts';
import { isLocal, wantedBy } from '../../../nodes/Willo/webhookTrigger/registration.ts';
import { hashOf } from '../../../nodes/shared/trigger/webhook.ts';
import { hookContext } from '../../support/contexts.mts';
import { WEBHOOK_BASE_URL } from '../../support/nodeWorkflow.mts';
import { TriggerSetting, hooks, node } from './triggerSetting.mts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

let setUp: TriggerSetting;

beforeEach(async () => {
	setUp = new TriggerSetting();
	await setUp.start();
});

afterEach(async () => {
	await setUp.stop();
});

describe('the contract of saved workflows', () => {
	it('includes the names of the node and its fields', () => {
		const { name, displayName, properties, inputs } = node.description;
		expect({ name, displayName, inputs }).toEqual({
			name: 'willoTrigger',
			displayName: 'Willo Trigger',
			inputs: [],
		});
		const event = properties.find((property) => property.name === 'event');
		expect(event?.default).toBe('new_response');
		expect(event?.options?.map((option) => 'value' in option && option.value)).toEqual([
			'new_comment',
			'new_response',
			'new_score',
			'stage_change',
		]);
		expect(properties.find((property) => property.name === 'interviews')?.default).toEqual([]);
	});

	it('includes the credential’s test, where n8n looks it up', () => {
		for (const type of [node, new WilloResponseTrigger()] as INodeType[]) {
			expect(type.description.credentials).toMatchObject([{ testedBy: 'willoApiTest' }]);
			expect(type.methods?.credentialTest).toEqual({ willoApiTest });
		}
	});
});

describe('publishing', () => {
	it('registers the address with the event and a random token', async () => {
		await setUp.publish();
		const [webhook] = setUp.webhooks;
		const url = new URL(webhook.url);
		expect(webhook.url.startsWith(WEBHOOK_BASE_URL)).toBe(true);
		expect(url.searchParams.get('event')).toBe('new_response');
		expect(url.searchParams.get('token')).toMatch(/^[0-9a-f]{64}$/);
		expect(webhook).toMatchObject({
			event: 'new_response',
			followAllInterviews: true,
			interviews: [],
		});
		expect(setUp.staticData).toEqual({
			tokenHash: hashOf(url.searchParams.get('token')!),
		});
	});

	it('follows some interviews or all', async () => {
		await setUp.publish({ event: 'stage_change', interviews: [setUp.interview.key] });
		expect(setUp.webhooks).toMatchObject([
			{
				event: 'stage_change',
				followAllInterviews: false,
				interviews: [setUp.interview.key],
			},
		]);
	});

	it('creates another token for another key, in the same webhook', async () => {
		await setUp.publish();
		const [{ key, url }] = setUp.webhooks;
		setUp.key = setUp.willo.addKey();
		await setUp.publish();
		expect(setUp.webhooks).toMatchObject([{ key }]);
		expect(setUp.webhooks[0].url).not.toBe(url);
	});

	it.each(['https://new.invalid/webhook', 'https://n8n.invalid/n8n/webhook'])(
		'keeps the webhook if n8n’s address changes to %s, and removes it afterwards',
		async (webhookBaseUrl) => {
			await setUp.publish();
			const [{ key }] = setUp.webhooks;
			const moved = { staticData: setUp.staticData, webhookBaseUrl };
			const hook = () => hookContext(node, setUp.options({}, moved));
			expect(await hooks.checkExists.call(hook())).toBe(false);
			await hooks.create.call(hook());
			expect(setUp.webhooks).toMatchObject([{ key }]);
			expect(setUp.webhooks[0].url.startsWith(webhookBaseUrl)).toBe(true);
			await hooks.delete.call(hook());
			expect(setUp.webhooks).toEqual([]);
		},
	);

	it('replaces a webhook that Willo has disabled', async () => {
		await setUp.publish();
		const [before] = setUp.webhooks;
		before.status = 'disabled';
		await setUp.publish();
		expect(setUp.webhooks).toMatchObject([{ url: before.url }]);
		expect(setUp.webhooks[0].key).not.toBe(before.key);
	});

	it('leaves one webhook where there are two', async () => {
		await setUp.publish();
		const key = 'c'.repeat(32);
		setUp.willo.webhooks.set(key, { ...setUp.webhooks[0], key });
		await setUp.publish();
		expect(setUp.webhooks).toHaveLength(1);
	});

	it.each([
		['another workflow', { workflowId: 'copy' }],
		['another n8n', { instanceId: 'another' }],
	])('keeps the webhook of the workflow that this one was copied from: %s', async (_of, other) => {
		await setUp.publish();
		const [original] = setUp.webhooks;
		const copy = () =>
			hookContext(node, setUp.options({}, { staticData: setUp.staticData, ...other }));
		setUp.willo.fault = ({ body: sent }) =>
			sent !== undefined ? { kind: 'status', status: 400 } : undefined;
		expect(await hooks.checkExists.call(copy())).toBe(false);
		await expect(hooks.create.call(copy())).rejects.toThrow(NodeApiError);
		await hooks.delete.call(copy());
		expect(setUp.webhooks).toEqual([original]);
	});

	it('doesn’t reveal the token if Willo’s refusal repeats it', async () => {
		const { searchParams } = new URL((await wantedBy(setUp.hook())).wanted.url);
		const token = searchParams.get('token')!;
		const body = JSON.stringify({ url: [`No good: ${token}`] });
		setUp.willo.fault = ({ body: sent }) =>
			sent !== undefined ? { kind: 'status', status: 400, body } : undefined;
		await expect(setUp.publish()).rejects.toMatchObject({
			message: expect.stringContaining('No good: …'),
		});
	});

	it('keeps one registration, however often n8n starts', async () => {
		await setUp.publish();
		const before = { ...setUp.staticData };
		await setUp.publish();
		await setUp.publish();
		expect(setUp.webhooks).toHaveLength(1);
		expect(setUp.staticData).toEqual(before);
		expect(setUp.asked.filter((line) => !line.startsWith('GET'))).toEqual(['POST /webhooks/']);
	});

	it.each([
		['the interviews', { interviews: [] as string[] }],
		['the event', { event: 'new_score' }],
	])('updates the registration if %s changed', async (_name, change) => {
		const before = { event: 'new_response', interviews: [setUp.interview.key] };
		await setUp.publish(before);
		const { key } = setUp.webhooks[0];
		await setUp.publish({ ...before, ...change });
		const after = { ...before, ...change };
		expect(setUp.webhooks).toMatchObject([
			{
				key,
				event: after.event,
				interviews: after.interviews,
				followAllInterviews: after.interviews.length === 0,
			},
		]);
		expect(new URL(setUp.webhooks[0].url).searchParams.get('event')).toBe(after.event);
	});

	it('follows other interviews than before, even if there are as many', async () => {
		const other = setUp.willo.addInterview({ title: 'Second interview' });
		await setUp.publish({ interviews: [setUp.interview.key] });
		await setUp.publish({ interviews: [other.key] });
		expect(setUp.webhooks).toMatchObject([{ interviews: [other.key] }]);
	});

	it.each([{}, { tokenHash: 7 }, { key: {}, id: [], token: null }])(
		'finds its registration again if n8n’s stored state is unusable: %j',
		async (stored) => {
			await setUp.publish();
			const before = setUp.webhooks.map((webhook) => ({ ...webhook }));
			setUp.staticData = stored;
			await setUp.publish();
			expect(setUp.webhooks).toEqual(before);
		},
	);

	it('finds its registration among many others, several pages later', async () => {
		await setUp.publish();
		for (let number = 0; number < 45; number++) await setUp.otherSystem(number);
		await setUp.publish();
		expect(setUp.webhooks).toHaveLength(46);
	});

	it('doesn’t register twice if the response gets lost', async () => {
		setUp.willo.fault = ({ path, body }) =>
			path.endsWith('/webhooks/') && body !== undefined ? { kind: 'dropAfter' } : undefined;
		await expect(setUp.publish()).rejects.toThrow('No response from Willo for a new webhook');
		setUp.willo.fault = undefined;
		setUp.staticData = {};
		await setUp.publish();
		expect(setUp.webhooks).toHaveLength(1);
	});

	it.each(['init', 'leadershipChange'] as const)(
		'keeps the webhook if Willo is down while n8n starts the workflow: %s',
		async (activation) => {
			await setUp.publish();
			const before = { state: { ...setUp.staticData }, webhooks: setUp.webhooks };
			setUp.willo.fault = () => ({ kind: 'status', status: 503 });
			const options = setUp.options({}, { staticData: setUp.staticData, activation });
			const context = hookContext(node, options);
			const warn = jest.spyOn(context.logger, 'warn').mockReset();
			expect(await hooks.checkExists.call(context)).toBe(true);
			expect(warn.mock.calls).toEqual([[expect.stringContaining('was not checked: ')]]);
			expect({ state: setUp.staticData, webhooks: setUp.webhooks }).toEqual(before);
		},
	);

	it('fails if Willo is down while a person publishes', async () => {
		setUp.willo.fault = () => ({ kind: 'status', status: 503 });
		await expect(hooks.checkExists.call(setUp.hook())).rejects.toThrow(NodeApiError);
	});

	it('says what to do if Willo refuses', async () => {
		setUp.willo.fault = () => ({ kind: 'status', status: 403, body: '{"detail":"No."}' });
		await expect(setUp.publish()).rejects.toMatchObject({
			message: 'Willo does not accept this API key',
			description: expect.stringContaining('Willo → Integrations → API'),
		});
	});

	it('continues if Willo refuses an address that it can’t reach anyway', async () => {
		const body = '{"url":["Enter a valid URL."]}';
		setUp.willo.fault = () => ({ kind: 'status', status: 400, body });
		const warn = (hook: IHookFunctions) =>
			jest.spyOn(hook.logger, 'warn').mockImplementation(() => {});
		const at = (url: string) => {
			const hook = setUp.hook();
			jest.spyOn(hook, 'getNodeWebhookUrl').mockReturnValue(url);
			return hook;
		};
		const local = at('http://localhost:5678/webhook/1/webhook');
		const warned = warn(local);
		expect(await hooks.create.call(local)).toBe(true);
		expect(warned).toHaveBeenCalledWith(expect.stringContaining('Enter a valid URL.'));
		const reachable = at('https://n8n.example.com/webhook/1/webhook');
		await expect(hooks.create.call(reachable)).rejects.toThrow('Enter a valid URL.');
		setUp.willo.fault = () => ({ kind: 'status', status: 403 });
		await expect(hooks.create.call(local)).rejects.toThrow('does not accept this API key');
	});

	it.each([
		['http://localhost:5678/', true],
		['http://n8n:5678/', true],
		['http://127.0.0.1:5678/', true],
		['http://10.1.2.3/', true],
		['http://172.20.0.2/', true],
		['http://192.168.1.2/', true],
		['http://[::1]:5678/', true],
		['http://n8n.local/', true],
		['https://n8n.example.com/', false],
		['https://10.example.com/', false],
		['http://172.40.0.2/', false],
		['http://203.0.113.7/', false],
	])('recognizes %s as a local address: %s', (url, expected) => {
		expect(isLocal(url)).toBe(expected);
	});

	it('uses a separate address in a test', async () => {
		await setUp.publish();
		const production = setUp.webhooks[0];
		setUp.staticData = {};
		const test = setUp.hook({}, true);
		expect(await hooks.checkExists.call(test)).toBe(false);
		await hooks.create.call(test);
		expect(setUp.webhooks).toHaveLength(2);
		expect(setUp.webhooks[1].url).toContain('/webhook-test/');
		await hooks.delete.call(test);
		expect(setUp.webhooks).toEqual([production]);
	});
});
