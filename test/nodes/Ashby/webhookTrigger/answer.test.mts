import { setUpAshbyTrigger } from './setUp.mts';
import { pace } from './pace.mts';

const setUp = setUpAshbyTrigger();

/** The node waits for a fifth of its time only, and Ashby for longer than that. */
const slow = () => {
	pace.share = 0.2;
	setUp.now.ashby.fault = ({ path }) =>
		path === '/application.info' ? { kind: 'delay', ms: 700 } : undefined;
};

beforeEach(async () => {
	await setUp.now.publish();
});

describe('while Ashby waits', () => {
	test('a slow lookup doesn’t delay the response', async () => {
		slow();
		setUp.now.move(setUp.now.apply('Ada'), 'Video Interview');
		await setUp.now.ashby.webhooks.settled();
		expect([setUp.now.statuses, setUp.now.started]).toEqual([[200], []]);
		await setUp.now.settled();
		expect(setUp.now.started).toHaveLength(1);
		expect(setUp.now.failures).toEqual([]);
	});

	test('a slow lookup of an entry that has already run the workflow runs nothing', async () => {
		const { posted } = await setUp.now.moved();
		slow();
		expect(await setUp.now.post(posted)).toBe(200);
		expect(setUp.now.started).toHaveLength(1);
		expect(setUp.now.failures).toEqual([]);
	});

	test('a failed lookup is left to Ashby’s next delivery', async () => {
		Object.assign(setUp.now.ashby.switches, { webhookRetries: 3, webhookRetryBaseMs: 50 });
		let left = 2;
		setUp.now.ashby.fault = ({ path }) =>
			path === '/application.info' && left-- > 0 ? { kind: 'drop' } : undefined;
		const { entry } = await setUp.now.moved();
		await new Promise((done) => setTimeout(done, 600));
		await setUp.now.settled();
		expect(setUp.now.statuses).toEqual([500, 500, 200]);
		expect(setUp.now.failures).toHaveLength(2);
		expect(setUp.now.started).toEqual([entry]);
	});

	test('a key without the permission to look it up is shown, and not answered with a status that makes Ashby give up', async () => {
		setUp.now.allow();
		await setUp.now.moved();
		expect(setUp.now.statuses).toEqual([500]);
		const message = 'The Ashby API key is missing the candidatesRead permission';
		expect(setUp.now.failures).toMatchObject([{ message }]);
	});
});

describe('after the response', () => {
	test('the lookup is retried until it succeeds', async () => {
		const { switches } = setUp.now.ashby;
		pace.share = 0.2;
		Object.assign(switches, { requestsPerMinute: 0, retryAfter: 'absent' });
		setUp.now.ashby.fault = () => {
			// The first response comes too late for Ashby to wait, and fails.
			if (setUp.now.lookups === 0) return { kind: 'delay', ms: 700 };
			switches.requestsPerMinute = 1_000;
			return undefined;
		};
		const { entry } = await setUp.now.moved();
		expect([setUp.now.statuses, setUp.now.lookups]).toEqual([[200], 2]);
		expect([setUp.now.started, setUp.now.failures]).toEqual([[entry], []]);
	});

	test('a lookup that can’t succeed is shown', async () => {
		setUp.now.allow();
		slow();
		await setUp.now.moved();
		expect([setUp.now.statuses, setUp.now.started]).toEqual([[200], []]);
		expect(setUp.now.failures).toMatchObject([{ message: expect.stringContaining('is missing') }]);
	});
});
