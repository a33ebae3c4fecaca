import { setUpInstant } from './setting.mts';

jest.mock('n8n-workflow', () =>
	jest
		.requireActual<typeof import('./pace.mts')>('./pace.mts')
		.atPace(jest.requireActual('n8n-workflow')),
);

const setting = setUpInstant();

describe('while Ashby waits', () => {
	const slow = (ms: number) => {
		setting.now.ashby.fault = ({ path }) =>
			path === '/application.info' ? { kind: 'delay', ms } : undefined;
	};

	test('a slow lookup doesn’t delay the response', async () => {
		await setting.now.publish();
		slow(2_500);
		const began = performance.now();
		setting.now.move(setting.now.apply('Ada'), 'Video Interview');
		await setting.now.ashby.webhooks.settled();
		expect(performance.now() - began).toBeLessThan(2_000);
		expect([setting.now.statuses, setting.now.started]).toEqual([[200], []]);
		await setting.now.settled();
		expect(setting.now.started).toHaveLength(1);
		expect(setting.now.failures).toEqual([]);
	});

	test('a slow lookup of an entry that has already run the workflow runs nothing', async () => {
		await setting.now.publish();
		const { posted } = await setting.now.moved();
		slow(1_500);
		expect(await setting.now.post(posted)).toBe(200);
		expect(setting.now.started).toHaveLength(1);
		expect(setting.now.failures).toEqual([]);
	});

	test.each(['status', 'drop'] as const)(
		'a failed lookup (%s) is left to Ashby’s next delivery',
		async (kind) => {
			await setting.now.publish();
			Object.assign(setting.now.ashby.switches, { webhookRetries: 3, webhookRetryBaseMs: 50 });
			let left = 2;
			setting.now.ashby.fault = ({ path }) => {
				if (path !== '/application.info' || left-- <= 0) return undefined;
				return kind === 'drop' ? { kind } : { kind, status: 503 };
			};
			const { entry } = await setting.now.moved();
			await new Promise((done) => setTimeout(done, 600));
			await setting.now.settled();
			expect(setting.now.statuses).toEqual([500, 500, 200]);
			expect(setting.now.failures).toHaveLength(2);
			expect(setting.now.started).toEqual([entry]);
		},
	);

	test('a key without the permission to look it up is shown, and not answered with a status that makes Ashby give up', async () => {
		await setting.now.publish();
		setting.now.ashby.keys.get(setting.now.key)!.permissions = [];
		await setting.now.moved();
		expect(setting.now.statuses).toEqual([500]);
		expect(setting.now.failures).toMatchObject([
			{ message: 'The Ashby API key is missing the candidatesRead permission' },
		]);
	});

	test('after the response, the lookup is retried until it succeeds', async () => {
		await setting.now.publish();
		const { switches } = setting.now.ashby;
		Object.assign(switches, { requestsPerMinute: 0, retryAfter: 'absent' });
		setting.now.ashby.fault = () => {
			// The first answer comes too late for Ashby to wait, and is no good.
			if (setting.now.lookups === 0) return { kind: 'delay', ms: 1_300 };
			switches.requestsPerMinute = 1_000;
			return undefined;
		};
		const { entry } = await setting.now.moved();
		expect([setting.now.statuses, setting.now.lookups]).toEqual([[200], 2]);
		expect([setting.now.started, setting.now.failures]).toEqual([[entry], []]);
	});

	test('after the response, a lookup that can’t succeed is shown', async () => {
		await setting.now.publish();
		setting.now.ashby.keys.get(setting.now.key)!.permissions = [];
		slow(1_300);
		await setting.now.moved();
		expect([setting.now.statuses, setting.now.started]).toEqual([[200], []]);
		expect(setting.now.failures).toMatchObject([
			{ message: expect.stringContaining('is missing') },
		]);
	});
});
