import type { Scripted } from './setUp.mts';
import { clientFor, failureOf } from './setUp.mts';

describe('tries', () => {
	const down = (code: string): Error => Object.assign(new Error('request: secret-key'), { code });

	test('a Retry-After that is too long is reported instead', async () => {
		const { client, requests, waits } = clientFor({
			status: 429,
			headers: { 'retry-after': '3600' },
		});
		const failure = await failureOf(client.call('job.list'));
		expect(failure).toMatchObject({ kind: 'rateLimited', retryAfterMs: 3_600_000 });
		expect([requests.length, waits.length]).toEqual([1, 0]);
	});

	test.each([
		down('ECONNREFUSED'),
		down('ENOTFOUND'),
		down('CERT_HAS_EXPIRED'),
		{ status: 302, body: '' },
		{ status: 400, body: 'Bad Request' },
		{ status: 404, body: 'Not Found' },
		{ status: 413, body: 'Payload Too Large' },
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
	const page = (results: number[], more: boolean, nextCursor?: string): Scripted => ({
		body: { success: true, results, moreDataAvailable: more, nextCursor },
	});

	const read = async (...answers: Scripted[]) => {
		const { client, requests } = clientFor(...answers);
		const rows = (async () => {
			for await (const _row of client.rows('job.list')) void _row;
		})();
		return { failure: await failureOf(rows), requests };
	};

	test.each([
		['the same cursor', [page([1], true, 'a')], 2],
		['a circle', [page([1], true, 'a'), page([2], true, 'b'), page([3], true, 'a')], 3],
	] as const)('end with an error when they come back to %s', async (_name, pages, most) => {
		const { failure, requests } = await read(...pages);
		expect(failure.message).toBe(
			"Ashby's list job.list leads back to a page that was already read",
		);
		expect(requests).toHaveLength(most);
	});

	test('fail if page after page is empty', async () => {
		const pages = Array.from({ length: 300 }, (_, number) => page([], true, `c${number}`));
		const { failure, requests } = await read(...pages);
		expect(failure.kind).toBe('unexpectedAnswer');
		expect(requests).toHaveLength(101);
	});

	test('fail if the results aren’t a list', async () => {
		const { failure } = await read({ body: { success: true, results: { a: 1 } } });
		expect(failure.kind).toBe('unexpectedAnswer');
	});

	test('continue after an empty page, and stop at the last page even if it has a cursor', async () => {
		const { client, requests } = clientFor(
			page([1, 2], true, 'a'),
			page([], true, 'b'),
			page([3], false, 'stale'),
		);
		const rows: number[] = [];
		for await (const row of client.rows<number>('job.list', { limit: 2 })) rows.push(row);
		expect(rows).toEqual([1, 2, 3]);
		expect(requests.map(({ body }) => body)).toEqual([
			{ limit: 2 },
			{ limit: 2, cursor: 'a' },
			{ limit: 2, cursor: 'b' },
		]);
	});

	test('read no more pages than a limit needs', async () => {
		const { client, requests } = clientFor(page([1, 2], true, 'a'), page([3, 4], true, 'b'));
		await expect(client.firstRows('job.list', 3)).resolves.toEqual([1, 2, 3]);
		expect(requests).toHaveLength(2);
	});

	test('request at most 100 rows a page', async () => {
		const { client, requests } = clientFor(page([1], false));
		await client.firstRows('job.list', Infinity);
		expect(requests[0].body).toEqual({ limit: 100 });
	});
});
