/** What the two webhook triggers leave behind for the health check. */
import '../../Willo/noWaits.mts';
import { webhookRecords, webhookWaits } from '../../../../nodes/shared/trigger/webhookRecords.ts';
import { hookContext } from '../../../support/contexts.mts';
import { hooks, node, now, useAshbyTrigger } from '../../Ashby/webhookTrigger/setUp.mts';
import { hooks as willoHooks, TriggerSetting } from '../../Willo/triggerSetting.mts';

const ashbyRecords = () => webhookRecords('ashbyTrigger', ['ashbyApi']);

// Before the setting's own, which stops it.
afterEach(async () => {
	await now.unpublish();
	expect(ashbyRecords()).toEqual([]);
});

useAshbyTrigger();

test('a published trigger is known by its credential, with its deliveries', async () => {
	await now.publish();
	const { owner: registration, webhookId } = now.state;
	expect(ashbyRecords()).toMatchObject([{ registration, webhookId, deliveries: 0 }]);
	expect(webhookRecords('ashbyTrigger', ['another'])).toEqual([]);
	expect(webhookRecords('willoTrigger', ['ashbyApi'])).toEqual([]);
	// What isn't from Ashby is no delivery.
	await now.post(now.signed({ action: 'candidateStageChange' }, 'wrong'));
	await now.moved();
	expect(ashbyRecords()).toMatchObject([{ deliveries: 1, deliveredAt: expect.any(Number) }]);
});

test('a trigger that could not be published is not known, one that Ashby could not be asked about keeps the reason', async () => {
	const isDown = () => (now.ashby.fault = () => ({ kind: 'status', status: 503 }));
	isDown();
	await expect(now.publish()).rejects.toThrow('HTTP 503');
	expect(ashbyRecords()).toEqual([]);
	now.ashby.fault = undefined;
	await now.publish();
	isDown();
	const options = { ...now.options(now.state), activation: 'init' as const };
	expect(await hooks.checkExists.call(hookContext(node, options))).toBe(true);
	expect(ashbyRecords()).toMatchObject([{ error: expect.stringContaining('HTTP 503') }]);
	now.ashby.fault = undefined;
	await now.publish();
	expect(ashbyRecords()[0]).not.toHaveProperty('error');
});

test('the editor’s test leaves nothing behind', () => {
	webhookWaits(hookContext(node, { ...now.options({}), mode: 'manual' }, true));
	expect(ashbyRecords()).toEqual([]);
});

test('Willo Trigger leaves the same', async () => {
	const willo = new TriggerSetting();
	await willo.start();
	const records = () => webhookRecords('willoTrigger', ['willoApi']);
	await willo.publish();
	expect(records()).toMatchObject([{ deliveries: 0 }]);
	await willo.deliver({});
	expect(records()).toMatchObject([{ deliveries: 1 }]);
	await willoHooks.delete.call(willo.hook());
	expect(records()).toEqual([]);
	await willo.stop();
});
