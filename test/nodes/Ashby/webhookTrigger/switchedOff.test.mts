import { setUpAshbyTrigger } from './setUp.mts';
import type { Permission } from '../../../sandbox/ashby.mts';
import { rejection } from '../../../support/rejection.mts';

const setUp = setUpAshbyTrigger({}, async () => {});

/** From now on, the credential's key only has these permissions. */
function allow(...permissions: Permission[]): void {
	setUp.now.ashby.keys.get(setUp.now.key)!.permissions = permissions;
}

describe('a webhook that Ashby has disabled', () => {
	/** Answers the first pings as an n8n does that cannot be reached. */
	function fail(times: number): void {
		let left = times;
		setUp.now.inTheWay = () => (left-- > 0 ? 502 : undefined);
	}

	test.each([1, 2, 3])(
		'is enabled again after %i pings without a successful response',
		async (times) => {
			fail(times);
			await setUp.now.publish();
			expect(setUp.now.webhooks).toMatchObject([{ enabled: true }]);
			expect(setUp.now.pings).toEqual([...Array.from({ length: times }, () => 502), 200]);
		},
	);

	test('is removed if it stays disabled, and the address is named', async () => {
		fail(99);
		expect(await rejection(setUp.now.publish())).toMatchObject({
			message: "Ashby disabled the webhook because it couldn't reach your n8n",
			description: expect.stringContaining(`${setUp.now.webhookBaseUrl}/b6a9d1f0`),
		});
		expect(setUp.now.webhooks).toEqual([]);
	});

	test('is noticed even if it was still enabled in the response', async () => {
		const { webhooks } = setUp.now.ashby;
		const create = webhooks.create.bind(webhooks);
		webhooks.create = async (options) => {
			const hook = await create(options);
			const answered = { ...hook };
			hook.enabled = false;
			return answered;
		};
		await setUp.now.publish();
		expect(setUp.now.webhooks).toMatchObject([{ enabled: true }]);
	});

	test.each([
		['that may read webhooks', ['apiKeysRead', 'apiKeysWrite']],
		['that may only write them', ['apiKeysWrite']],
	] as [string, Permission[]][])(
		'is noticed when n8n starts, with a key %s',
		async (_what, keys) => {
			await setUp.now.publish();
			const [webhook] = setUp.now.webhooks;
			webhook.enabled = false;
			allow(...keys);
			await setUp.now.publish();
			expect(setUp.now.webhooks).toEqual([webhook]);
			expect(webhook.enabled).toBe(true);
		},
	);
});
