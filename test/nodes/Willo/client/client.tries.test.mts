import { WilloClient } from '../../../../nodes/Willo/client/client.ts';
import { BASE, clientOf, failureOf, page, all, lost } from './setUp.mts';

it('repeats a removal and a change, which can safely be repeated', async () => {
	const { client, requests } = clientOf({ status: 502 }, {}, lost('ETIMEDOUT'), {});
	await client.delete('webhooks', 'k');
	await client.update('webhooks', 'k', {});
	expect(requests).toHaveLength(4);
});

it('invites all 300, although others use up the limit for three minutes and half of the refusals don’t say how long', async () => {
	let now = 0;
	let requests = 0;
	const sent: number[] = [];
	const send = async () => {
		now += 50;
		const inWindow = sent.filter((at) => at > now - 60_000);
		if (now > 180_000 && inWindow.length < 120) {
			sent.push(now);
			return { status: 201, headers: {}, body: { key: 'k' } };
		}
		const headers = requests++ % 2 ? {} : { 'retry-after': '2' };
		return { status: 429, headers, body: {} };
	};
	const client = new WilloClient(send, BASE, { wait: async (ms) => void (now += ms) });
	for (let number = 0; number < 300; number++) {
		await client.create('participants', {}, () => 3_600_000 - now);
	}
	expect(sent).toHaveLength(300);
});

it.each([
	['ECONNREFUSED', 'the connection was refused'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
])('knows that nothing was sent after %s', async (code, words) => {
	const failure = await failureOf(clientOf(lost(code)).client.create('participants', {}));
	expect(failure).toMatchObject({ kind: 'unavailable', outcomeUnknown: false });
	expect(failure.message).toContain(words);
});

const url = (number: number) => `${BASE}/interviews/?page=${number}`;
const full = (index: number, next = index + 2) => page([{ key: `${index}` }], url(next));
const times = <T,>(length: number, make: (index: number) => T) =>
	Array.from({ length }, (_, index) => make(index));

it.each([
	['returns to an earlier page', [full(0), full(1), full(2, 2)], 3],
	['is empty page after page', times(300, (index) => page([], url(index))), 101],
])('an endless list fails if it %s', async (_how, pages, most) => {
	const { client, requests } = clientOf(...pages);
	expect((await failureOf(all(client.rows('interviews')))).kind).toBe('unexpectedAnswer');
	expect(requests).toHaveLength(most);
});

test('from the twenty-first page on, a long list is read slowly', async () => {
	const { client, waits } = clientOf(...times(24, full), page([{ key: '24' }]));
	expect(await all(client.rows('interviews'))).toHaveLength(25);
	expect(waits).toEqual(Array(5).fill(250));
});
