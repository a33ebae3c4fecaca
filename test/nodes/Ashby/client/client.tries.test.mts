import type { Scripted } from './setUp.mts';
import { clientFor, failureOf } from './setUp.mts';

describe('tries', () => {
	const down = (code: string): Error => Object.assign(new Error('request: secret-key'), { code });

	test('a Retry-After that is too long is reported instead', async () => {
		const headers = { 'retry-after': '3600' };
		const { client, requests, waits } = clientFor({ status: 429, headers });
		const failure = await failureOf(client.call('job.list'));
		expect(failure).toMatchObject({ kind: 'rateLimited', retryAfterMs: 3_600_000 });
		expect([requests.length, waits.length]).toEqual([1, 0]);
	});

	test.each([
		down('ECONNREFUSED'),
		down('ENOTFOUND'),
		down('CERT_HAS_EXPIRED'),
		{ status: 302, body: '' },
	])('a write wasn’t carried out after %p', async (trouble) => {
		const { client } = clientFor(trouble);
		const failure = await failureOf(client.call('candidate.createNote'));
		expect(failure.outcomeUnknown).toBe(false);
	});

	test('the message about a missing response names the cause and never the request', async () => {
		const { client } = clientFor(down('ECONNREFUSED'));
		const failure = await failureOf(client.call('job.list'));
		expect(failure.kind).toBe('unavailable');
		expect(failure.message).toBe('No response from Ashby to job.list: the connection was refused');
		expect(JSON.stringify({ ...failure, message: failure.message })).not.toContain('secret');
	});
});

describe('lists', () => {
	const page = (results: unknown, nextCursor?: string): Scripted => ({
		body: { success: true, results, moreDataAvailable: nextCursor !== undefined, nextCursor },
	});
	const last: Scripted = {
		body: { success: true, results: [3], moreDataAvailable: false, nextCursor: 'stale' },
	};

	test.each([
		['come back to the same cursor', [page([1], 'a')], /^Ashby's list job.list leads back to/, 2],
		[
			'come back in a circle',
			[page([1], 'a'), page([2], 'b'), page([3], 'a')],
			/^Ashby's list job.list leads back to a page that was already read$/,
			3,
		],
		[
			'have page after page that is empty',
			Array.from({ length: 300 }, (_, number) => page([], `c${number}`)),
			/./,
			101,
		],
		['have results that aren’t a list', [page({ a: 1 })], /./, 1],
	])('end with an error if they %s', async (_what, pages, message, most) => {
		const { client, requests } = clientFor(...pages);
		const failure = await failureOf(client.firstRows('job.list', Infinity));
		expect(failure.kind).toBe('unexpectedAnswer');
		expect(failure.message).toMatch(message);
		expect(requests).toHaveLength(most);
	});

	test('continue after an empty page, and stop at the last page even if it has a cursor', async () => {
		const { client, requests } = clientFor(page([1, 2], 'a'), page([], 'b'), last);
		const rows: number[] = [];
		for await (const row of client.rows<number>('job.list', { limit: 2 })) rows.push(row);
		expect(rows).toEqual([1, 2, 3]);
		const cursors = [{}, { cursor: 'a' }, { cursor: 'b' }];
		expect(requests.map(({ body }) => body)).toEqual(
			cursors.map((each) => ({ limit: 2, ...each })),
		);
	});

	test('read no more pages than a limit needs, of at most 100 rows', async () => {
		const { client, requests } = clientFor(page([1, 2], 'a'), page([3, 4], 'b'), last);
		await expect(client.firstRows('job.list', 3)).resolves.toEqual([1, 2, 3]);
		expect(requests).toHaveLength(2);
		await client.firstRows('job.list', Infinity);
		expect(requests.map(({ body }) => (body as { limit: number }).limit)).toEqual([3, 3, 100]);
	});
});
