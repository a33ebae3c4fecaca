/** Ashby pings a webhook that it creates or enables, and disables it unless the ping is answered. */
import { now, useAshbyTrigger } from './setUp.mts';
import type { AshbySwitches, Permission } from '../../../sandbox/ashby.mts';
import { expectError } from '../setUp.mts';

const UNREACHABLE = "Ashby disabled the webhook because it couldn't reach your n8n";

describe.each<[string, Partial<AshbySwitches>]>([
	['before it answers', {}],
	['later, while the node waits', { webhookPing: 'later' }],
])('if Ashby pings %s, a webhook', (_when, switches) => {
	useAshbyTrigger(switches, async () => await now.ashby.webhooks.settled());

	test('is enabled in the end, and stays as it is when it is published again', async () => {
		await now.publish();
		await now.settled();
		expect(now.webhooks).toMatchObject([{ enabled: true }]);
		expect(new Set(now.pings)).toEqual(new Set([200]));
		await now.publish();
		expect(now.webhooks).toHaveLength(1);
		const { entry } = await now.moved();
		expect(now.started).toEqual([entry]);
		// It is not taken for an enabled one if it was disabled meanwhile.
		now.webhooks[0].enabled = false;
		now.inTheWay = () => 502;
		await expectError(now.publish(), UNREACHABLE);
	});

	test('that stays disabled is removed, and its address is named', async () => {
		now.inTheWay = () => 502;
		await expectError(now.publish(), UNREACHABLE, `${now.webhookBaseUrl}/b6a9d1f0`);
		expect(now.webhooks).toEqual([]);
		expect(now.state).toEqual({});
	});
});

describe('a webhook that Ashby has disabled', () => {
	useAshbyTrigger({}, async () => {});

	test.each([1, 2, 3])('is enabled again after %i failed pings', async (times) => {
		let left = times;
		now.inTheWay = () => (left-- > 0 ? 502 : undefined);
		await now.publish();
		expect(now.webhooks).toMatchObject([{ enabled: true }]);
		expect(now.pings).toEqual([...Array<number>(times).fill(502), 200]);
	});

	test.each<[string, Permission[]]>([
		['that may read webhooks', ['apiKeysRead', 'apiKeysWrite']],
		['that may only write them', ['apiKeysWrite']],
	])('is noticed when n8n starts, with a key %s', async (_what, permissions) => {
		await now.publish();
		const [webhook] = now.webhooks;
		webhook.enabled = false;
		now.allow(...permissions);
		await now.publish();
		expect(now.webhooks).toEqual([webhook]);
		expect(webhook.enabled).toBe(true);
	});
});
