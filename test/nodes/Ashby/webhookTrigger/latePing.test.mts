/** Ashby may answer a request to create or enable a webhook before it has seen how its ping was answered. */
import { setUpAshbyTrigger } from './setUp.mts';
import { rejection } from '../../../support/rejection.mts';

// As long as the node waits, Ashby's ping is answered.
const setting = setUpAshbyTrigger(
	{ webhookPing: 'later' },
	async ({ ashby }) => await ashby.webhooks.settled(),
);

test('publishing ends well when the ping is answered after that', async () => {
	await setting.now.publish();
	await setting.now.settled();
	expect(setting.now.webhooks).toMatchObject([{ enabled: true }]);
	expect(new Set(setting.now.pings)).toEqual(new Set([200]));
	const { entry } = await setting.now.moved();
	expect(setting.now.started).toEqual([entry]);
});

test('publishing again leaves the webhook as it is', async () => {
	await setting.now.publish();
	await setting.now.settled();
	const before = setting.now.stored;
	await setting.now.publish();
	expect(setting.now.stored).toBe(before);
	expect(setting.now.webhooks).toHaveLength(1);
});

test('an n8n that Ashby cannot reach is reported, and leaves no webhook', async () => {
	setting.now.inTheWay = () => 502;
	expect(await rejection(setting.now.publish())).toMatchObject({
		message: "Ashby disabled the webhook because it couldn't reach your n8n",
		description: expect.stringContaining(setting.now.webhookBaseUrl),
	});
	expect(setting.now.webhooks).toEqual([]);
	expect(setting.now.state).toEqual({});
});

test('a webhook that was disabled meanwhile is not taken for an enabled one', async () => {
	await setting.now.publish();
	await setting.now.settled();
	setting.now.webhooks[0].enabled = false;
	setting.now.inTheWay = () => 502;
	expect(await rejection(setting.now.publish())).toMatchObject({
		message: "Ashby disabled the webhook because it couldn't reach your n8n",
	});
});
