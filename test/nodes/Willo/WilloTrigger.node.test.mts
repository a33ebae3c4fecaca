import './noWaits.mts';
import { NodeApiError, type IHookFunctions } from 'n8n-workflow';
import { isLocal, wantedBy } from '../../../nodes/Willo/webhookTrigger/registration.ts';
import { hashOf } from '../../../nodes/shared/trigger/webhook.ts';
import { hookContext } from '../../support/contexts.mts';
import { WEBHOOK_BASE_URL, type ContextOptions } from '../../support/nodeWorkflow.mts';
import { hooks, node, setUp, useTrigger } from './triggerSetting.mts';

useTrigger();

const hookOf = (more: ContextOptions) =>
	hookContext(node, setUp.options({}, { staticData: setUp.staticData, ...more }));
const unpublish = async () => await hooks.delete.call(setUp.hook());
/** From now on, Willo answers all requests in this way, or only those that write. */
const answer = (status: number, body = '', onlyWrites = false) =>
	(setUp.willo.fault = ({ body: sent }) =>
		onlyWrites && sent === undefined ? undefined : { kind: 'status', status, body });

test('saved workflows rely on the names of the events, and on which is the default', () => {
	const event = node.description.properties.find(({ name }) => name === 'event')!;
	const events = event.options?.map((option) => 'value' in option && option.value);
	expect(events).toEqual(['new_comment', 'new_response', 'new_score', 'stage_change']);
	expect(event.default).toBe('new_response');
});

describe('publishing', () => {
	it('doesn’t reveal the token if Willo’s refusal repeats it', async () => {
		const { searchParams } = new URL((await wantedBy(setUp.hook())).wanted.url);
		answer(400, JSON.stringify({ url: [`No good: ${searchParams.get('token')}`] }), true);
		await expect(setUp.publish()).rejects.toThrow('No good: …');
	});

	it.each<[string, string, Array<'first' | 'second'>]>([
		['all interviews instead of one', 'new_response', []],
		['another interview', 'new_response', ['second']],
		['another event', 'new_score', ['first']],
	])('changes the webhook to follow %s', async (_what, event, selected) => {
		const { key: second } = setUp.willo.addInterview({ title: 'Second interview' });
		const keys = { first: setUp.interview.key, second };
		await setUp.publish({ interviews: [keys.first] });
		const [{ key }] = setUp.webhooks;
		const interviews = selected.map((which) => keys[which]);
		await setUp.publish({ event, interviews });
		const followAllInterviews = interviews.length === 0;
		expect(setUp.webhooks).toMatchObject([{ key, event, interviews, followAllInterviews }]);
		expect(new URL(setUp.webhooks[0].url).searchParams.get('event')).toBe(event);
	});

	it('finds its registration among many others, several pages later, and removes no other', async () => {
		setUp.otherSystem(45);
		await setUp.publish();
		for (let number = 0; number < 45; number++) setUp.otherSystem(number);
		const [older, , ...newer] = setUp.webhooks;
		await setUp.publish();
		expect(setUp.webhooks).toHaveLength(47);
		expect(await unpublish()).toBe(true);
		expect([setUp.webhooks, setUp.staticData]).toEqual([[older, ...newer], {}]);
	});

	it('doesn’t register twice if the response gets lost', async () => {
		setUp.willo.fault = ({ body }) => (body === undefined ? undefined : { kind: 'dropAfter' });
		await expect(setUp.publish()).rejects.toThrow('No response from Willo for a new webhook');
		setUp.willo.fault = undefined;
		await setUp.publish();
		expect(setUp.webhooks).toHaveLength(1);
	});

	it('continues if Willo refuses an address that it can’t reach anyway', async () => {
		answer(400, '{"url":["Enter a valid URL."]}');
		const at = (url: string): IHookFunctions => {
			const hook = setUp.hook();
			jest.spyOn(hook, 'getNodeWebhookUrl').mockReturnValue(url);
			return hook;
		};
		const local = at('http://localhost:5678/webhook/1/webhook');
		const warn = jest.spyOn(local.logger, 'warn').mockImplementation(() => {});
		expect(await hooks.create.call(local)).toBe(true);
		expect(warn).toHaveBeenCalledWith(expect.stringContaining('Enter a valid URL.'));
		const reachable = at('https://n8n.example.com/webhook/1/webhook');
		await expect(hooks.create.call(reachable)).rejects.toThrow('Enter a valid URL.');
		answer(403);
		await expect(hooks.create.call(local)).rejects.toThrow('does not accept this API key');
	});

	it('knows which addresses are local', () => {
		const local = 'localhost n8n 127.0.0.1 10.1.2.3 172.20.0.2 192.168.1.2 [::1] n8n.local';
		const others = 'n8n.example.com 10.example.com 172.40.0.2 203.0.113.7';
		const found = `${local} ${others}`.split(' ').filter((host) => isLocal(`http://${host}:5678/`));
		expect(found.join(' ')).toBe(local);
	});
});

describe('once it is published,', () => {
	beforeEach(async () => await setUp.publish());

	it('its address is registered, with the event and a random token', async () => {
		const [{ url, ...webhook }] = setUp.webhooks;
		const { searchParams } = new URL(url);
		expect(url.startsWith(WEBHOOK_BASE_URL)).toBe(true);
		expect(searchParams.get('event')).toBe('new_response');
		expect(searchParams.get('token')).toMatch(/^[0-9a-f]{64}$/);
		expect(webhook).toMatchObject({ event: 'new_response', followAllInterviews: true });
		expect(setUp.staticData).toEqual({ tokenHash: hashOf(searchParams.get('token')!) });
	});

	it('another key gets another token, in the same webhook', async () => {
		const [{ key, url }] = setUp.webhooks;
		setUp.key = setUp.willo.addKey();
		await setUp.publish();
		expect(setUp.webhooks).toMatchObject([{ key, url: expect.not.stringContaining(url) }]);
	});

	const MOVED = ['https://new.invalid/webhook', 'https://n8n.invalid/n8n/webhook'];
	it.each(MOVED)('the webhook follows n8n to %s, and is removed later', async (webhookBaseUrl) => {
		const [{ key }] = setUp.webhooks;
		const hook = () => hookOf({ webhookBaseUrl });
		expect(await hooks.checkExists.call(hook())).toBe(false);
		await hooks.create.call(hook());
		expect(setUp.webhooks).toMatchObject([{ key }]);
		expect(setUp.webhooks[0].url.startsWith(webhookBaseUrl)).toBe(true);
		await hooks.delete.call(hook());
		expect(setUp.webhooks).toEqual([]);
	});

	it('a webhook that Willo has disabled is replaced', async () => {
		const [before] = setUp.webhooks;
		before.status = 'disabled';
		await setUp.publish();
		expect(setUp.webhooks).toMatchObject([{ url: before.url }]);
		expect(setUp.webhooks[0].key).not.toBe(before.key);
	});

	it('one webhook is left where there are two', async () => {
		const key = 'c'.repeat(32);
		setUp.willo.webhooks.set(key, { ...setUp.webhooks[0], key });
		await setUp.publish();
		expect(setUp.webhooks).toHaveLength(1);
	});

	it.each([
		['another workflow', { workflowId: 'copy' }],
		['another n8n', { instanceId: 'another' }],
	])('a copy in %s keeps the webhook of the original', async (_of, other) => {
		const [original] = setUp.webhooks;
		answer(400, '', true);
		expect(await hooks.checkExists.call(hookOf(other))).toBe(false);
		await expect(hooks.create.call(hookOf(other))).rejects.toThrow(NodeApiError);
		await hooks.delete.call(hookOf(other));
		expect(setUp.webhooks).toEqual([original]);
	});

	const STATES = [{}, { tokenHash: 7 }, { key: {}, id: [], token: null }];
	it.each(STATES)('each start of n8n keeps it, even with the state %j', async (stored) => {
		const { tokenHash } = setUp.staticData;
		await setUp.publish();
		setUp.staticData = { ...stored };
		await setUp.publish();
		expect(setUp.staticData).toMatchObject({ tokenHash });
		expect(setUp.asked.filter((line) => !line.startsWith('GET'))).toEqual(['POST /webhooks/']);
	});

	const STARTS = ['init', 'leadershipChange'] as const;
	it.each(STARTS)('the webhook is kept if Willo is down at n8n’s start: %s', async (activation) => {
		const before = structuredClone([setUp.staticData, setUp.webhooks]);
		answer(503);
		const context = hookOf({ activation });
		const warn = jest.spyOn(context.logger, 'warn').mockReset();
		expect(await hooks.checkExists.call(context)).toBe(true);
		expect(warn.mock.calls).toEqual([[expect.stringContaining('was not checked: ')]]);
		expect([setUp.staticData, setUp.webhooks]).toEqual(before);
		// A person who publishes sees it.
		await expect(hooks.checkExists.call(setUp.hook())).rejects.toThrow(NodeApiError);
	});

	it('a test uses a separate address', async () => {
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

	it.each([
		['the webhook no longer exists', () => setUp.willo.webhooks.clear()],
		['the response to its registration got lost', () => (setUp.staticData = {})],
	])('unpublishing succeeds if %s', async (_what, loses) => {
		loses();
		expect(await unpublish()).toBe(true);
		expect([setUp.webhooks, setUp.staticData]).toEqual([[], {}]);
	});

	it('unpublishing shows if it fails, and can be repeated', async () => {
		const before = { ...setUp.staticData };
		answer(500);
		await expect(unpublish()).rejects.toThrow('HTTP 500');
		expect(setUp.staticData).toEqual(before);
		setUp.willo.fault = undefined;
		await unpublish();
		expect(setUp.webhooks).toEqual([]);
	});
});
