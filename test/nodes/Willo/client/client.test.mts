import { WilloClient } from '../../../../nodes/Willo/client/client.ts';
import { ApiFailure } from '../../../../nodes/shared/failure.ts';
import type { HttpAnswer, HttpRequest } from '../../../../nodes/shared/http.ts';

const BASE = 'https://willo.invalid/api/integrations/v2';

/** A client whose requests get these answers, in order; an Error is a request without an answer. */
function clientOf(...answers: Array<Partial<HttpAnswer> | Error>) {
	const requests: HttpRequest[] = [];
	const waits: number[] = [];
	const send = async (request: HttpRequest): Promise<HttpAnswer> => {
		requests.push(request);
		const answer = answers[requests.length - 1];
		if (!answer) throw new Error(`Request ${requests.length} was not expected`);
		if (answer instanceof Error) throw answer;
		return { status: 200, headers: {}, body: {}, ...answer };
	};
	const wait = async (ms: number) => void waits.push(ms);
	return { client: new WilloClient(send, `${BASE}/`, { wait }), requests, waits };
}

async function failureOf(outcome: Promise<unknown>): Promise<ApiFailure> {
	const failure: unknown = await outcome.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(failure).toBeInstanceOf(ApiFailure);
	return failure as ApiFailure;
}

const page = (rows: unknown[], next: string | null = null) => ({
	body: { count: rows.length, next, previous: null, results: rows },
});

const all = async <T,>(rows: AsyncGenerator<T>): Promise<T[]> => {
	const found: T[] = [];
	for await (const row of rows) found.push(row);
	return found;
};

const lost = (code: string) => Object.assign(new Error('no answer'), { code });

describe('addresses', () => {
	it('always end in a slash, and keys cannot leave their place', async () => {
		const { client, requests } = clientOf({}, {}, {}, {}, page([]));
		await client.get('participants', 'a/../../users');
		await client.create('participants', { name: 'Ada' });
		await client.update('webhooks', 'k', { event: 'new_score' });
		await client.delete('webhooks', 'k');
		await client.page('interviews', { search: 'x' });
		expect(requests.map(({ method, url }) => `${method} ${url.slice(BASE.length)}`)).toEqual([
			'GET /participants/a%2F..%2F..%2Fusers/',
			'POST /participants/',
			'PATCH /webhooks/k/',
			'DELETE /webhooks/k/',
			'GET /interviews/',
		]);
		expect(requests[4].qs).toEqual({ page_size: 30, search: 'x' });
	});
});

describe('lists', () => {
	it('are followed by `next` to the end, each row once', async () => {
		const { client, requests } = clientOf(
			page([{ key: '1' }, { key: '2' }], `${BASE}/interviews/?page=2`),
			page([{ key: '2' }, { key: '3' }], `${BASE}/interviews/?page=3`),
			page([]),
		);
		expect(await all(client.rows('interviews'))).toEqual([
			{ key: '1' },
			{ key: '2' },
			{ key: '3' },
		]);
		expect(requests.map(({ url, qs }) => [url, qs])).toEqual([
			[`${BASE}/interviews/`, { page_size: 30 }],
			[`${BASE}/interviews/?page=2`, undefined],
			[`${BASE}/interviews/?page=3`, undefined],
		]);
	});

	it('are read no further than the caller wants', async () => {
		const { client, requests } = clientOf(page([{ key: '1' }], `${BASE}/interviews/?page=2`));
		for await (const row of client.rows('interviews')) {
			expect(row).toEqual({ key: '1' });
			break;
		}
		expect(requests).toHaveLength(1);
	});

	it('may come without the envelope', async () => {
		const { client } = clientOf({ body: [{ key: '1' }] });
		expect(await all(client.rows('webhooks'))).toEqual([{ key: '1' }]);
	});

	it.each([
		'https://elsewhere.invalid/api/integrations/v2/interviews/?page=2',
		'https://willo.invalid.elsewhere.invalid/interviews/?page=2',
		'https://willo.invalid:8443/api/integrations/v2/interviews/?page=2',
		'//elsewhere.invalid/?page=2',
		'https://willo.invalid@elsewhere.invalid/?page=2',
	])('are never followed to another host, which would be given the key: %s', async (next) => {
		const { client, requests } = clientOf(page([{ key: '1' }], next));
		const failure = await failureOf(all(client.rows('interviews')));
		expect(failure.kind).toBe('unexpectedAnswer');
		expect(failure.message).toContain('elsewhere.invalid'.slice(0, next.includes(':8443') ? 0 : 9));
		expect(failure.advice).toContain('The API key was not sent there');
		expect(requests).toHaveLength(1);
		const handedOut = await failureOf(clientOf().client.page('interviews', {}, next));
		expect(handedOut.kind).toBe('unexpectedAnswer');
	});

	it.each([
		['http://willo.invalid/api/integrations/v2/interviews/?page=2'],
		['?page=2'],
		['/api/integrations/v2/interviews/?page=2'],
	])('keep to TLS and to the base address with %s', async (next) => {
		const { client, requests } = clientOf(page([], next), page([]));
		await all(client.rows('interviews'));
		expect(requests[1].url).toBe(`${BASE}/interviews/?page=2`);
	});

	it.each([{ body: '<html></html>' }, { body: { ok: true } }, { body: null }])(
		'are refused when they are none: %j',
		async (answer) => {
			const failure = await failureOf(clientOf(answer).client.page('interviews'));
			expect(failure.message).toContain('does not come from Willo');
		},
	);

	it('tell Willo’s time', async () => {
		const date = 'Mon, 02 Mar 2026 09:00:00 GMT';
		const { client } = clientOf({ ...page([]), headers: { date } }, page([]));
		expect((await client.page('interviews')).serverTime).toBe(Date.UTC(2026, 2, 2, 9));
		expect((await client.page('interviews')).serverTime).toBeUndefined();
	});
});

describe('refusals', () => {
	it.each([
		[{ name: ['This field is required.'] }, 'name: This field is required.'],
		[
			{ email: ['Enter a valid email address.'], phone: ['Too long.', 'Not a number.'] },
			'email: Enter a valid email address. phone: Too long. phone: Not a number.',
		],
		[{ interviews: { 0: ['Invalid value.'] } }, 'interviews.0: Invalid value.'],
		[{ non_field_errors: ['Must be unique.'] }, 'Must be unique.'],
		[{ detail: 'JSON parse error' }, 'JSON parse error'],
	])('name the fields that Willo names: %j', async (body, words) => {
		const { client } = clientOf({ status: 400, body });
		const failure = await failureOf(client.create('participants', { name: 'x' }));
		expect(failure).toMatchObject({ kind: 'refused', httpCode: 400, outcomeUnknown: undefined });
		expect(failure.message).toBe(`Willo refused a new participant: ${words}`);
	});

	it.each([401, 403])('tell a bad key by %i', async (status) => {
		const { client, requests } = clientOf({ status, body: { detail: 'No.' } });
		const failure = await failureOf(client.get('interviews', 'k'));
		expect(failure).toMatchObject({ kind: 'credential', httpCode: status });
		expect(requests).toHaveLength(1);
	});

	it('tell what is not there', async () => {
		const { client } = clientOf({ status: 404, body: { detail: 'Not found.' } });
		const failure = await failureOf(client.get('participants', 'k1'));
		expect(failure).toMatchObject({ kind: 'refused', code: 'not_found' });
		expect(failure.message).toBe('Willo could not find the participant k1');
	});

	it.each([404, 409, 410, 422])(
		'tell what a new thing names that is not there: %i',
		async (status) => {
			const { client, requests } = clientOf({ status, body: { detail: 'Not found.' } });
			const failure = await failureOf(client.create('participants', {}));
			expect(failure).toMatchObject({
				kind: 'refused',
				code: undefined,
				outcomeUnknown: undefined,
			});
			expect(failure.message).toBe('Willo refused a new participant: Not found.');
			expect(failure.advice).toContain('still exists in Willo');
			expect(requests).toHaveLength(1);
		},
	);

	it.each([
		[302, ''],
		[405, { detail: 'Method "POST" not allowed.' }],
		[400, '<html>Bad request</html>'],
		[404, '<html>Not found</html>'],
		[410, ''],
	])('point to the base URL when Willo would not answer so: %i %j', async (status, body) => {
		const { client } = clientOf({ status, body });
		const failure = await failureOf(client.create('participants', {}));
		expect(failure.kind).toBe('unexpectedAnswer');
		expect(failure.outcomeUnknown).toBeUndefined();
		expect(failure.advice).toContain('Base URL');
		expect(failure.message).not.toContain('html');
	});
});

describe('trying again', () => {
	const once = page([{ key: '1' }]);

	it.each([
		['seconds', { 'retry-after': '7' }, 7000],
		[
			'a date',
			{ 'retry-after': 'Mon, 02 Mar 2026 09:00:09 GMT', date: 'Mon, 02 Mar 2026 09:00:00 GMT' },
			9000,
		],
	])('waits as long as Willo asks, in %s', async (_name, headers, ms) => {
		const { client, waits } = clientOf({ status: 429, headers }, once);
		await client.page('interviews');
		expect(waits).toEqual([ms]);
	});

	it('waits longer each time when Willo does not say how long', async () => {
		const { client, waits } = clientOf({ status: 429 }, { status: 429 }, { status: 429 }, once);
		await client.page('interviews');
		expect(waits).toHaveLength(3);
		expect(waits[2]).toBeGreaterThan(waits[0]);
	});

	it('reports instead of waiting for longer than half a minute', async () => {
		const { client, waits } = clientOf({ status: 429, headers: { 'retry-after': '3600' } });
		const failure = await failureOf(client.page('interviews'));
		expect(failure).toMatchObject({ kind: 'rateLimited', retryAfterMs: 3_600_000 });
		expect(waits).toEqual([]);
	});

	it('repeats a read after a 5xx and after a lost answer', async () => {
		const { client, requests } = clientOf({ status: 503 }, lost('ECONNRESET'), once);
		await client.page('interviews');
		expect(requests).toHaveLength(3);
	});

	it('repeats a removal and a change, which do the same twice', async () => {
		const { client, requests } = clientOf({ status: 502 }, {}, lost('ETIMEDOUT'), {});
		await client.delete('webhooks', 'k');
		await client.update('webhooks', 'k', {});
		expect(requests).toHaveLength(4);
	});

	it('repeats an invitation after 429 only: it was not carried out', async () => {
		const { client, requests } = clientOf({ status: 429 }, { status: 201, body: { key: 'k' } });
		expect(await client.create('participants', {})).toEqual({ key: 'k' });
		expect(requests).toHaveLength(2);
	});

	it('waits no longer than there is time to send it', async () => {
		const throttled = { status: 429, headers: { 'retry-after': '7' } };
		const { client, requests, waits } = clientOf(throttled, throttled);
		const failure = await failureOf(client.create('participants', {}, () => 7000));
		expect(failure.kind).toBe('rateLimited');
		expect([requests.length, waits]).toEqual([1, []]);
	});

	it.each([
		['a 5xx', { status: 504 }],
		['a cut connection', lost('ECONNRESET')],
		['a time-out', lost('ETIMEDOUT')],
		['half an answer', { status: 201, body: '{"key":' }],
		['an empty answer', { status: 201, body: '' }],
	])('never repeats an invitation after %s', async (_name, answer) => {
		const { client, requests } = clientOf(answer);
		const failure = await failureOf(client.create('participants', {}));
		expect(failure.outcomeUnknown).toBe(true);
		expect(requests).toHaveLength(1);
	});

	it.each([
		['ECONNREFUSED', 'the connection was refused'],
		['ENOTFOUND', 'there is no such host'],
		['CERT_HAS_EXPIRED', 'CERT_HAS_EXPIRED'],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
	])('knows that nothing was sent after %s', async (code, words) => {
		const failure = await failureOf(clientOf(lost(code)).client.create('participants', {}));
		expect(failure).toMatchObject({ kind: 'unavailable', outcomeUnknown: false });
		expect(failure.message).toContain(words);
	});
});

describe('a list that does not end', () => {
	const url = (number: number) => `${BASE}/interviews/?page=${number}`;

	it.each([
		['the same page', [page([{ key: 'a' }], url(2)), page([{ key: 'b' }], url(2))]],
		[
			'a circle',
			[page([{ key: 'a' }], url(2)), page([{ key: 'b' }], url(3)), page([{ key: 'c' }], url(2))],
		],
	])('is an error when it comes back to %s', async (_name, pages) => {
		const { client, requests } = clientOf(...pages);
		const failure = await failureOf(all(client.rows('interviews')));
		expect(failure.kind).toBe('unexpectedAnswer');
		expect(requests).toHaveLength(pages.length);
	});

	it('is an error when page after page is empty', async () => {
		const pages = Array.from({ length: 300 }, (_, number) => page([], url(number)));
		const { client, requests } = clientOf(...pages);
		await failureOf(all(client.rows('interviews')));
		expect(requests).toHaveLength(101);
	});
});

test('an error that is nested without end is no message', async () => {
	const depth = 50_000;
	const body: unknown = JSON.parse(`${'{"a":'.repeat(depth)}"x"${'}'.repeat(depth)}`);
	const nested = new WilloClient(
		async () => ({ status: 400, headers: {}, body }),
		'https://w.test',
	);
	await expect(nested.get('interviews', 'x')).rejects.toThrow(
		'(HTTP 400): it does not come from Willo',
	);
});

test('a long list is read slowly from its twenty-first page on', async () => {
	const waits: number[] = [];
	let page = 0;
	const client = new WilloClient(
		async () => {
			const next = ++page < 25 ? `https://w.test/interviews/?page=${page + 1}` : null;
			return { status: 200, headers: {}, body: { results: [{ key: `${page}` }], next } };
		},
		'https://w.test',
		{ wait: async (ms) => void waits.push(ms) },
	);
	const rows: unknown[] = [];
	for await (const row of client.rows('interviews')) rows.push(row);
	expect([rows.length, waits]).toEqual([25, Array(5).fill(250)]);
});
