import { BASE, clientOf, failureOf, page, all } from './setUp.mts';

test('a key can’t change the path of a request', async () => {
	const { client, requests } = clientOf({});
	await client.get('participants', 'a/../../users');
	expect(requests[0].url).toBe(`${BASE}/participants/a%2F..%2F..%2Fusers/`);
});

describe('lists', () => {
	it('are read to the end by `next`, each row once', async () => {
		const { client, requests } = clientOf(
			page([{ key: '1' }, { key: '2' }], `${BASE}/interviews/?page=2`),
			page([{ key: '2' }, { key: '3' }], `${BASE}/interviews/?page=3`),
			page([]),
		);
		const rows = await all(client.rows('interviews'));
		expect(rows.map(({ key }) => key)).toEqual(['1', '2', '3']);
		expect(requests.map(({ url, qs }) => [url, qs])).toEqual([
			[`${BASE}/interviews/`, { page_size: 30 }],
			[`${BASE}/interviews/?page=2`, undefined],
			[`${BASE}/interviews/?page=3`, undefined],
		]);
	});

	it.each([
		'https://elsewhere.invalid/api/integrations/v2/interviews/?page=2',
		'https://willo.invalid:8443/api/integrations/v2/interviews/?page=2',
		'//elsewhere.invalid/?page=2',
	])('never lead to another host, which would get the key: %s', async (next) => {
		const { client, requests } = clientOf(page([{ key: '1' }], next));
		const failure = await failureOf(all(client.rows('interviews')));
		expect(failure.kind).toBe('unexpectedAnswer');
		expect(failure.message).toContain(new URL(next, BASE).host);
		expect(failure.advice).toContain('The API key was not sent there');
		expect(requests).toHaveLength(1);
		const handedOut = await failureOf(clientOf().client.page('interviews', {}, next));
		expect(handedOut.kind).toBe('unexpectedAnswer');
	});

	it.each([
		'http://willo.invalid/api/integrations/v2/interviews/?page=2',
		'?page=2',
		'/api/integrations/v2/interviews/?page=2',
	])('stay on TLS and on the base URL with %s', async (next) => {
		const { client, requests } = clientOf(page([], next), page([]));
		await all(client.rows('interviews'));
		expect(requests[1].url).toBe(`${BASE}/interviews/?page=2`);
	});

	it('return Willo’s time', async () => {
		const date = 'Mon, 02 Mar 2026 09:00:00 GMT';
		const { client } = clientOf({ ...page([]), headers: { date } }, page([]));
		expect((await client.page('interviews')).serverTime).toBe(Date.UTC(2026, 2, 2, 9));
		expect((await client.page('interviews')).serverTime).toBeUndefined();
	});
});

describe('refusals', () => {
	it.each([
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
		expect(failure).toMatchObject({ kind: 'refused', httpCode: 400 });
		expect(failure.outcomeUnknown).toBeUndefined();
		expect(failure.message).toBe(`Willo refused a new participant: ${words}`);
	});

	it.each([
		[302, ''],
		[405, { detail: 'Method "POST" not allowed.' }],
		[404, '<html>Not found</html>'],
	])('suggest the base URL if Willo wouldn’t respond like this: %i %j', async (status, body) => {
		const { client } = clientOf({ status, body });
		const failure = await failureOf(client.create('participants', {}));
		expect(failure.kind).toBe('unexpectedAnswer');
		expect(failure.outcomeUnknown).toBeUndefined();
		expect(failure.advice).toContain('Base URL');
		expect(failure.message).not.toContain('html');
	});
});

test('a deeply nested error isn’t shown', async () => {
	const depth = 50_000;
	const body: unknown = JSON.parse(`${'{"a":'.repeat(depth)}"x"${'}'.repeat(depth)}`);
	const { client } = clientOf({ status: 400, body });
	const said = "(HTTP 400): it didn't come from Willo";
	await expect(client.get('interviews', 'x')).rejects.toThrow(said);
});
