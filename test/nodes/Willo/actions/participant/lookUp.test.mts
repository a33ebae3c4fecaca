import { DateTime } from 'luxon';
import { WilloClient } from '../../../../../nodes/Willo/client/client.ts';
import { lookUp, since } from '../../../../../nodes/Willo/actions/participant/lookUp.ts';
import type { Sought } from '../../../../../nodes/Willo/actions/participant/samePerson.ts';
import type { HttpRequest } from '../../../../../nodes/shared/api/http.ts';
import { BASE } from '../../client/setUp.mts';

const INTERVIEW = 'b'.repeat(32);
const SOUGHT: Sought = { interviewKey: INTERVIEW, email: 'Ada@Example.com' };
const ONE_SPELLING: Sought = { ...SOUGHT, email: 'ada@example.com' };

type Row = Record<string, unknown>;

const stranger = (number: number, more: Row = {}): Row => ({
	key: number.toString(16).padStart(32, '0'),
	email: `stranger${number}@example.com`,
	interview: INTERVIEW,
	...more,
});

const ada = (more: Row) => stranger(0xada, { email: 'ada@example.COM', ...more });

/** A client on a list that ignores every filter, 30 to a page. */
function listing(rows: Row[]) {
	const requests: HttpRequest[] = [];
	const send = async (request: HttpRequest) => {
		requests.push(request);
		const number = Number(new URL(request.url).searchParams.get('page') ?? 1);
		const hasMore = rows.length > number * 30;
		const next = hasMore ? `${BASE}/participants/?page=${number + 1}` : null;
		const results = rows.slice((number - 1) * 30, number * 30);
		return { status: 200, headers: {}, body: { next, results } };
	};
	return { client: new WilloClient(send, BASE), requests };
}

it('searches for both spellings, in case the filter is case-sensitive', async () => {
	const { client, requests } = listing([]);
	await lookUp(client, SOUGHT);
	expect(requests.map(({ qs }) => qs?.email)).toEqual(['Ada@Example.com', 'ada@example.com']);
	expect(requests[0].qs).toMatchObject({ interview: INTERVIEW, page_size: 30 });
});

it('uses the phone number if there is no email', async () => {
	const rows = [stranger(1, { phone: '+441632960124' }), stranger(2, { phone: '+44 1632 960123' })];
	const byPhone = { interviewKey: INTERVIEW, phone: '+441632960123' };
	expect(await lookUp(listing(rows).client, byPhone)).toMatchObject({ participant: rows[1] });
	const elsewhere = stranger(3, { phone: byPhone.phone, interview: 'c'.repeat(32) });
	const neverListed = { kind: 'absent', neverListed: true };
	expect(await lookUp(listing([stranger(1), elsewhere]).client, byPhone)).toEqual(neverListed);
});

it('can’t tell if the list is longer than can be read', async () => {
	const rows = Array.from({ length: 400 }, (_, index) => stranger(index));
	const { client, requests } = listing(rows);
	const why = expect.stringContaining('too many participants');
	expect(await lookUp(client, ONE_SPELLING)).toMatchObject({ kind: 'unknown', why });
	expect(requests).toHaveLength(10);
});

it('doesn’t read past the given time in a list that is newest first', async () => {
	const at = (index: number) => DateTime.utc(2026, 1, 1).minus({ minutes: index }).toISO();
	const tenMinutesAgo = { since: since(Date.UTC(2025, 11, 31, 23, 50)) };
	const rows = Array.from({ length: 400 }, (_, each) => stranger(each, { created_at: at(each) }));
	const newestFirst = listing(rows);
	// The person may be on the pages that weren't read.
	const absent = { kind: 'absent', neverListed: false };
	expect(await lookUp(newestFirst.client, ONE_SPELLING, tenMinutesAgo)).toEqual(absent);
	expect(newestFirst.requests).toHaveLength(1);

	const shuffled = [rows[399], ...rows.slice(0, 399)];
	const dateless = [...rows.slice(0, 20), stranger(999), ...rows.slice(20)];
	for (const other of [shuffled, dateless]) {
		const looked = await lookUp(listing(other).client, ONE_SPELLING, tenMinutesAgo);
		expect(looked).toMatchObject({ kind: 'unknown' });
	}
});

it.each([
	// Without fractions, what was sent at 09:02:00.7 seems to be older than 09:02:00.4.
	['2026-03-02T09:02:00Z', 'found'],
	['2026-03-01T23:59:59Z', 'absent'],
	['2026-03-03', 'found'],
	['2026-03-02', 'unknown'],
	['2026-03-01', 'absent'],
	['soon', 'unknown'],
	[undefined, 'unknown'],
])('only finds people created since the given time: %s, %s', async (created_at, kind) => {
	const moment = since(Date.parse('2026-03-02T09:02:00.400Z'));
	const look = async (more: Row) =>
		await lookUp(listing([ada({ created_at, ...more })]).client, SOUGHT, { since: moment });
	expect(await look({})).toMatchObject({ kind });
	// Without its interview, a row that is too old doesn't count; a newer one may.
	const expected = kind === 'absent' ? { kind, neverListed: false } : { kind: 'unknown' };
	expect(await look({ interview: undefined })).toMatchObject(expected);
});

it('reads all rows of the given day if Willo only returns the day', async () => {
	const day = (day: number, index: number) =>
		stranger(index, { created_at: DateTime.utc(2026, 1, day).toISODate() });
	const rows = [
		...Array.from({ length: 45 }, (_, index) => day(2, index)),
		ada({ created_at: '2026-01-02' }),
		...Array.from({ length: 100 }, (_, index) => day(1, 100 + index)),
	];
	const { client, requests } = listing(rows);
	const nine = { since: since(Date.UTC(2026, 0, 2, 9)) };
	expect(await lookUp(client, ONE_SPELLING, nine)).toMatchObject({ kind: 'unknown' });
	expect(requests).toHaveLength(2);
});
