import { TriggerSetting, hooks } from './triggerSetting.mts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

let setting: TriggerSetting;

beforeEach(async () => {
	setting = new TriggerSetting();
	await setting.start();
});

afterEach(async () => {
	await setting.stop();
});

describe('unpublishing', () => {
	it('removes its own registration and no other', async () => {
		await setting.otherSystem(1);
		const [other] = setting.webhooks;
		await setting.publish();
		expect(await hooks.delete.call(setting.hook())).toBe(true);
		expect(setting.webhooks).toEqual([other]);
		expect(setting.staticData).toEqual({});
	});

	it('succeeds if the webhook no longer exists', async () => {
		await setting.publish();
		setting.willo.webhooks.clear();
		expect(await hooks.delete.call(setting.hook())).toBe(true);
		expect(setting.staticData).toEqual({});
	});

	it('removes a registration whose response got lost', async () => {
		await setting.publish();
		setting.staticData = {};
		await hooks.delete.call(setting.hook());
		expect(setting.webhooks).toEqual([]);
	});

	it('shows if it fails, and can be repeated', async () => {
		await setting.publish();
		const before = { ...setting.staticData };
		setting.willo.fault = () => ({ kind: 'status', status: 500 });
		await expect(hooks.delete.call(setting.hook())).rejects.toThrow('HTTP 500');
		expect(setting.staticData).toEqual(before);
		setting.willo.fault = undefined;
		await hooks.delete.call(setting.hook());
		expect(setting.webhooks).toEqual([]);
	});
});
