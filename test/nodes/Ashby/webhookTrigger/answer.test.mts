import { mockPace, now, useAshbyTrigger } from './setUp.mts';

useAshbyTrigger();

/** The node waits for a fifth of its time only, and Ashby for longer than that. */
const slow = () => {
	mockPace.share = 0.2;
	now.ashby.fault = ({ path }) =>
		path === '/application.info' ? { kind: 'delay', ms: 700 } : undefined;
};

beforeEach(async () => await now.publish());

describe('while Ashby waits', () => {
	test('a slow lookup doesn’t delay the response', async () => {
		slow();
		now.move(now.apply('Ada'), 'Video Interview');
		await now.ashby.webhooks.settled();
		expect([now.statuses, now.started]).toEqual([[200], []]);
		await now.settled();
		expect(now.started).toHaveLength(1);
		// One of an entry that has already run the workflow runs nothing.
		expect(await now.post(now.lastPosted)).toBe(200);
		expect(now.started).toHaveLength(1);
		expect(now.failures).toEqual([]);
	});

	test('a failed lookup is left to Ashby’s next delivery', async () => {
		Object.assign(now.ashby.switches, { webhookRetries: 3, webhookRetryBaseMs: 50 });
		let left = 2;
		now.ashby.fault = ({ path }) =>
			path === '/application.info' && left-- > 0 ? { kind: 'drop' } : undefined;
		const { entry } = await now.moved();
		while (now.statuses.length < 3) await new Promise((done) => setTimeout(done, 50));
		await now.settled();
		expect(now.statuses).toEqual([500, 500, 200]);
		expect(now.failures).toHaveLength(2);
		expect(now.started).toEqual([entry]);
	});

	test('a key without the permission to look it up is shown, and not answered with a status that makes Ashby give up', async () => {
		now.allow();
		await now.moved();
		expect(now.statuses).toEqual([500]);
		const message = 'The Ashby API key is missing the candidatesRead permission';
		expect(now.failures).toMatchObject([{ message }]);
		slow();
		await now.moved('Bob');
		expect([now.statuses, now.started]).toEqual([[500, 200], []]);
		expect(now.failures).toMatchObject([{ message }, { message }]);
	});
});

test('after the response, the lookup is retried until it succeeds', async () => {
	const { switches } = now.ashby;
	mockPace.share = 0.2;
	Object.assign(switches, { requestsPerMinute: 0, retryAfter: 'absent' });
	now.ashby.fault = () => {
		// The first response comes too late for Ashby to wait, and fails.
		if (now.lookups === 0) return { kind: 'delay', ms: 700 };
		switches.requestsPerMinute = 1_000;
		return undefined;
	};
	const { entry } = await now.moved();
	expect([now.statuses, now.lookups]).toEqual([[200], 2]);
	expect([now.started, now.failures]).toEqual([[entry], []]);
});
