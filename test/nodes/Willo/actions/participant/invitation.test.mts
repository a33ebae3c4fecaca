import { WilloClient } from '../../../../../nodes/Willo/client/client.ts';
import {
	inviteOnce,
	sentSince,
} from '../../../../../nodes/Willo/actions/participant/invitation.ts';
import { lookUp } from '../../../../../nodes/Willo/actions/participant/lookUp.ts';
import type { HttpRequest } from '../../../../../nodes/shared/api/http.ts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

const INTERVIEW = 'b'.repeat(32);
const SOUGHT = { interviewKey: INTERVIEW, email: 'ada@example.com' };
const REQUEST = { name: 'Ada Lovelace', email: SOUGHT.email, interview: INTERVIEW };

const FIRST = { wasAbsent: false, until: null };
const WAS_ABSENT = { wasAbsent: true, until: null };

const ada = (created_at?: string) => ({
	key: 'a'.repeat(32),
	email: SOUGHT.email,
	interview: INTERVIEW,
	created_at,
});

/** A Willo at 09:02 on 2 March that lists these rows and never answers an invitation. */
function deafTo(rows: object[]) {
	const requests: HttpRequest[] = [];
	const client = new WilloClient(async (request: HttpRequest) => {
		requests.push(request);
		return {
			status: request.method === 'POST' ? 503 : 200,
			headers: { date: 'Mon, 02 Mar 2026 09:02:00 GMT' },
			body: request.method === 'POST' ? {} : { count: 1, next: null, results: rows },
		};
	}, 'https://willo.invalid/api/integrations/v2');
	return { client, posts: () => requests.filter(({ method }) => method === 'POST').length };
}

describe('a lost response, if Willo returns dates', () => {
	it.each([
		['by the day', '2026-03-02'],
		['by the day, as midnight', '2026-03-02T00:00:00Z'],
		['not at all', undefined],
	])('%s: nobody is invited again, or mistaken for the invited person', async (_name, date) => {
		const { client, posts } = deafTo([ada(date)]);
		await expect(inviteOnce(client, REQUEST, SOUGHT, FIRST)).rejects.toThrow(
			"Couldn't confirm whether Ada Lovelace was invited",
		);
		expect(posts()).toBe(1);
	});

	it.each([['2026-03-02'], [undefined]])(
		'%s: a person who wasn’t listed before is the invited one',
		async (date) => {
			const { client, posts } = deafTo([ada(date)]);
			expect(await inviteOnce(client, REQUEST, SOUGHT, WAS_ABSENT)).toEqual(ada(date));
			expect(posts()).toBe(1);
		},
	);

	it('with an earlier day: nobody is invited again, even if they weren’t listed before', async () => {
		for (const circumstances of [FIRST, WAS_ABSENT]) {
			const { client, posts } = deafTo([ada('2026-03-01')]);
			await expect(inviteOnce(client, REQUEST, SOUGHT, circumstances)).rejects.toThrow(
				"Willo doesn't list the person yet",
			);
			expect(posts()).toBe(1);
		}
	});
});

describe('the time after which nothing may be sent', () => {
	/** A Willo that throttles each invitation once, for this many seconds. */
	function throttling(seconds: number) {
		let posts = 0;
		const client = new WilloClient(async () => {
			posts++;
			return posts === 1
				? { status: 429, headers: { 'retry-after': String(seconds) }, body: {} }
				: { status: 201, headers: {}, body: ada() };
		}, 'https://willo.invalid/api/integrations/v2');
		return { client, posts: () => posts };
	}

	it('is respected even if Willo asks to wait longer', async () => {
		const { client, posts } = throttling(30);
		const late = inviteOnce(client, REQUEST, SOUGHT, { ...FIRST, until: Date.now() + 20_000 });
		await expect(late).rejects.toMatchObject({ kind: 'rateLimited' });
		expect(posts()).toBe(1);
	});

	it('allows waiting until then', async () => {
		const { client, posts } = throttling(30);
		await inviteOnce(client, REQUEST, SOUGHT, { ...FIRST, until: Date.now() + 60_000 });
		expect(posts()).toBe(2);
	});
});

describe('invitations since a given time', () => {
	it.each([
		['2026-03-02T09:02:00.400Z', 'found'],
		// Without fractions, what was sent at 09:02:00.7 seems to be older than 09:02:00.4.
		['2026-03-02T09:02:00Z', 'found'],
		['2026-03-02T09:01:59.400Z', 'found'],
		['2026-03-02T09:01:59.399Z', 'absent'],
		['2026-03-01T23:59:59Z', 'absent'],
		['2026-03-03', 'found'],
		['2026-03-02', 'unknown'],
		['2026-03-01', 'absent'],
		['soon', 'unknown'],
		[undefined, 'unknown'],
	])('%s: %s', async (date, kind) => {
		const { client } = deafTo([ada(date)]);
		const moment = Date.parse('2026-03-02T09:02:00.400Z');
		expect(await lookUp(client, SOUGHT, sentSince(moment))).toMatchObject({ kind });
	});
});
