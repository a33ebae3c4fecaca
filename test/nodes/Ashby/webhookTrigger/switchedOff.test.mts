/** Ashby pings a webhook that it creates or enables, and disables it unless the ping is answered. */
import { setUpAshbyTrigger } from './setUp.mts';
import type { AshbySwitches, Permission } from '../../../sandbox/ashby.mts';
import { expectError } from '../setUp.mts';

const UNREACHABLE = "Ashby disabled the webhook because it couldn't reach your n8n";

describe.each<[string, Partial<AshbySwitches>]>([
	['before it answers', {}],
	['later, while the node waits', { webhookPing: 'later' }],
])('if Ashby pings %s, a webhook', (_when, switches) => {
	const setUp = setUpAshbyTrigger(switches, async ({ ashby }) => await ashby.webhooks.settled());

	test('is enabled in the end, and stays as it is when it is published again', async () => {
		await setUp.now.publish();
		await setUp.now.settled();
		expect(setUp.now.webhooks).toMatchObject([{ enabled: true }]);
		expect(new Set(setUp.now.pings)).toEqual(new Set([200]));
		const before = setUp.now.stored;
		await setUp.now.publish();
		expect(setUp.now.stored).toBe(before);
		expect(setUp.now.webhooks).toHaveLength(1);
		const { entry } = await setUp.now.moved();
		expect(setUp.now.started).toEqual([entry]);
	});

	test('that stays disabled is removed, and its address is named', async () => {
		setUp.now.inTheWay = () => 502;
		await expectError(setUp.now.publish(), UNREACHABLE, `${setUp.now.webhookBaseUrl}/b6a9d1f0`);
		expect(setUp.now.webhooks).toEqual([]);
		expect(setUp.now.state).toEqual({});
	});

	test('that was disabled meanwhile is not taken for an enabled one', async () => {
		await setUp.now.publish();
		await setUp.now.settled();
		setUp.now.webhooks[0].enabled = false;
		setUp.now.inTheWay = () => 502;
		await expectError(setUp.now.publish(), UNREACHABLE);
	});
});

describe('a webhook that Ashby has disabled', () => {
	const setUp = setUpAshbyTrigger({}, async () => {});

	test.each([1, 2, 3])('is enabled again after %i failed pings', async (times) => {
		let left = times;
		setUp.now.inTheWay = () => (left-- > 0 ? 502 : undefined);
		await setUp.now.publish();
		expect(setUp.now.webhooks).toMatchObject([{ enabled: true }]);
		expect(setUp.now.pings).toEqual([...Array<number>(times).fill(502), 200]);
	});

	test.each<[string, Permission[]]>([
		['that may read webhooks', ['apiKeysRead', 'apiKeysWrite']],
		['that may only write them', ['apiKeysWrite']],
	])('is noticed when n8n starts, with a key %s', async (_what, permissions) => {
		await setUp.now.publish();
		const [webhook] = setUp.now.webhooks;
		webhook.enabled = false;
		setUp.now.allow(...permissions);
		await setUp.now.publish();
		expect(setUp.now.webhooks).toEqual([webhook]);
		expect(webhook.enabled).toBe(true);
	});
});
