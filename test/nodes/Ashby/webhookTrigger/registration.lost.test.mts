/** What becomes of a webhook whose ID was lost: Ashby can't list webhooks. */
import { setUpAshbyTrigger } from './setUp.mts';

const setUp = setUpAshbyTrigger({}, async () => {});

test.each([
	['cannot reach n8n', () => 502],
	['reaches n8n', undefined],
])('after a lost answer, what is there never counts, if Ashby %s', async (_what, inTheWay) => {
	setUp.now.inTheWay = inTheWay;
	setUp.now.ashby.fault = ({ path }) =>
		path === '/webhook.create' ? { kind: 'dropAfter' } : undefined;
	for (const _time of [1, 2, 3]) {
		const lost = 'No response from Ashby to webhook.create';
		await expect(setUp.now.publish()).rejects.toThrow(lost);
	}
	setUp.now.ashby.fault = undefined;
	if (inTheWay) await expect(setUp.now.publish()).rejects.toThrow("couldn't reach your n8n");
	setUp.now.inTheWay = undefined;
	await setUp.now.publish();
	const { webhookId, leftBehind } = setUp.now.state;
	const left = setUp.now.webhooks.filter(({ id }) => id !== webhookId);
	expect(left[0].requestUrl).toBe(leftBehind);
	const { entry } = await setUp.now.moved();
	expect(setUp.now.started).toEqual([entry]);
	// Published again, it is still named, until a person has deleted it.
	await setUp.now.publish();
	expect(setUp.now.state.leftBehind).toBe(leftBehind);
	expect(setUp.now.webhooks).toHaveLength(left.length + 1);
	for (const { id } of left) setUp.now.ashby.webhooks.hooks.delete(id);
	await setUp.now.publish();
	expect(setUp.now.state.leftBehind).toBeUndefined();
	expect(setUp.now.webhooks).toMatchObject([{ id: setUp.now.state.webhookId, enabled: true }]);
	await setUp.now.unpublish();
	expect(setUp.now.webhooks).toEqual([]);
});

test('works again after the state was lost and the API key was replaced', async () => {
	await setUp.now.publish();
	setUp.now.stored = '{}';
	setUp.now.key = setUp.now.ashby.addKey();
	await setUp.now.publish();
	const { entry } = await setUp.now.moved();
	expect(setUp.now.statuses.sort()).toEqual([200, 401]);
	expect(setUp.now.started).toEqual([entry]);
});
