import { TriggerSetting, hooks } from './triggerSetting.mts';

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

describe('unpublishing', () => {
	it('removes its own registration and no other', async () => {
		await setUp.otherSystem(1);
		const [other] = setUp.webhooks;
		await setUp.publish();
		expect(await hooks.delete.call(setUp.hook())).toBe(true);
		expect(setUp.webhooks).toEqual([other]);
		expect(setUp.staticData).toEqual({});
	});

	it('succeeds if the webhook no longer exists', async () => {
		await setUp.publish();
		setUp.willo.webhooks.clear();
		expect(await hooks.delete.call(setUp.hook())).toBe(true);
		expect(setUp.staticData).toEqual({});
	});

	it('removes a registration whose response got lost', async () => {
		await setUp.publish();
		setUp.staticData = {};
		await hooks.delete.call(setUp.hook());
		expect(setUp.webhooks).toEqual([]);
	});

	it('shows if it fails, and can be repeated', async () => {
		await setUp.publish();
		const before = { ...setUp.staticData };
		setUp.willo.fault = () => ({ kind: 'status', status: 500 });
		await expect(hooks.delete.call(setUp.hook())).rejects.toThrow('HTTP 500');
		expect(setUp.staticData).toEqual(before);
		setUp.willo.fault = undefined;
		await hooks.delete.call(setUp.hook());
		expect(setUp.webhooks).toEqual([]);
	});
});
