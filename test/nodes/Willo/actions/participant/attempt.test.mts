/** An attempt of a trigger: however often an entry is returned, it invites once. */
import type { INodeParameters, WorkflowExecuteMode } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { ENTRY, GET, POST, first, invite, invitedAt, repeat, setUp } from './setUp.mts';
import { expectError } from '../../../setUp.mts';

const HOUR = 3_600_000;
const returns = { options: { attempt: '={{ $json.attempt }}', returnNotInvited: true } };

it.each<[string, ReturnType<typeof first>, WorkflowExecuteMode, string[], boolean]>([
	['one for a first attempt', first(), 'trigger', [POST], false],
	['two for a repeated one', repeat(), 'trigger', [GET, POST], true],
	['two if n8n retries a first attempt', first(), 'retry', [GET, POST], true],
])('the number of requests is %s', async (_what, attempt, mode, asked, isRepeat) => {
	expect(await invite(attempt, {}, mode)).toMatchObject({
		invited: true,
		alreadyInvited: false,
		isRepeat,
		entryId: 'entry',
		note: { text: expect.stringContaining('entry'), html: expect.stringContaining('entry') },
	});
	expect(setUp.asked).toEqual(asked);
});

describe.each([
	{ listFilters: 'honored', listOrdering: 'honored', externalId: 'echoed' },
	{ listFilters: 'honored', listOrdering: 'ignored', externalId: 'dropped' },
	{ listFilters: 'ignored', listOrdering: 'honored', externalId: 'dropped' },
	{ listFilters: 'ignored', listOrdering: 'ignored', externalId: 'echoed' },
] as const)('filters $listFilters, order $listOrdering, external IDs $externalId', (switches) => {
	it.each([
		[300, true],
		[0, true],
		[-1_000, true],
		[-1_001, false],
		[-HOUR, false],
	])('an invitation %i ms after the entry belongs to it: %s', async (ms, isIts) => {
		setUp.flip(switches);
		const earlier = await invitedAt(ENTRY + ms);
		const { alreadyInvited, participant } = await invite(repeat());
		expect(alreadyInvited).toBe(isIts);
		expect(participant.key === earlier.key).toBe(isIts);
		expect(setUp.willo.invitations).toHaveLength(isIts ? 1 : 2);
	});
});

describe('if Willo’s list can’t tell', () => {
	beforeEach(async () => {
		await invitedAt(ENTRY - HOUR);
		setUp.flip({ participantDates: 'absent' });
	});

	const WHY =
		"Willo lists someone with this address, but doesn't show the interview or the time of the invitation";

	it('a repeated attempt sends nothing and says so, and the note asks a person to check', async () => {
		const unconfirmed = /^Couldn't confirm whether Ada Lovelace was invited before: /;
		await expectError(invite(repeat()), unconfirmed, 'Nobody was invited');
		const text = expect.stringContaining('Couldn’t confirm whether Ada Lovelace was invited');
		const unclear = { invited: null, alreadyInvited: false, reason: WHY, needsAttention: true };
		expect(await invite(repeat(), returns)).toMatchObject({
			...unclear,
			participant: { key: null, name: 'Ada Lovelace' },
			note: { text, html: expect.stringContaining('entry') },
		});
		expect(setUp.asked).toEqual([GET, GET]);
	});

	it('a refused list can’t tell either, but one that is down may tell later', async () => {
		setUp.willo.onExchange = undefined;
		const answered = (status: number) =>
			(setUp.willo.fault = () => ({ kind: 'status', status, body: '{"interview":["Gone."]}' }));
		answered(400);
		const reason = 'Willo refused the list of participants: interview: Gone.';
		expect(await invite(repeat(), returns)).toMatchObject({ invited: null, reason });
		for (const status of [401, 404, 429, 500]) {
			answered(status);
			await expectError(invite(repeat(), returns), /./);
		}
	});
});

describe('the end of an attempt', () => {
	const over = () => DateTime.utc().minus(1).toISO();
	const EXPIRED = /^This attempt to invite Ada Lovelace expired at /;

	it('sends nothing, and no request either', async () => {
		for (const attempt of [first({ until: over() }), repeat({ until: over() })]) {
			const advice = 'Nothing was sent. The trigger will return the candidate again';
			const error = await expectError(invite(attempt, returns), EXPIRED, advice);
			// A first attempt may have been late for another reason, such as an n8n that was down.
			expect(error.description).toContain('Minutes per Attempt');
			expect(/take longer than/.test(String(error.description))).toBe(attempt.number > 1);
			expect(error.context.itemIndex).toBe(0);
		}
		expect(setUp.asked).toEqual([]);
	});

	it('may come while Willo is being checked', async () => {
		const until = Date.now() + HOUR;
		setUp.willo.fault = ({ body }) => {
			if (body === undefined) jest.spyOn(Date, 'now').mockReturnValue(until);
			return undefined;
		};
		const attempt = repeat({ until: DateTime.fromMillis(until).toUTC().toISO() });
		await expectError(invite(attempt), EXPIRED);
		expect(setUp.asked).toEqual([GET]);
	});
});

describe('the option', () => {
	const empty = ['', '  ', '={{ $json.nothing }}', '={{ null }}'];
	it.each(empty)('can be empty: %j', async (attempt) => {
		const output = await invite('', { options: { attempt } });
		expect(output).toMatchObject({ invited: true, entryId: null, isRepeat: false });
		expect(setUp.asked).toEqual([POST]);
	});

	// Unless it says that it is none, the attempt may be a repeat.
	it.each([undefined, 'no'])('can be JSON of what is required, isRepeat %j', async (isRepeat) => {
		const given = { entryId: 'entry', since: '2026-03-02T10:02:00+01:00' };
		await invitedAt(ENTRY - 1_001);
		const options = { attempt: JSON.stringify({ ...given, isRepeat }) };
		const attempt = { ...given, isRepeat: true, number: 1, until: null };
		const read = { attempt, entryId: 'entry', isRepeat: true, alreadyInvited: false };
		expect(await invite('', { options })).toMatchObject(read);
		expect(setUp.asked).toEqual([GET, POST]);
	});

	it.each<unknown>([
		'tomorrow',
		12,
		{ since: '2026-03-02T09:02:00Z' },
		first({ entryId: ' ' }),
		first({ since: '2026-13-02T09:00:00Z' }),
		first({ until: 1772442000000 }),
	])('can’t be %j', async (given) => {
		const message = /^'Prevent Double Invitations' doesn't contain an attempt/;
		expect((await expectError(invite(given), message)).context.itemIndex).toBe(0);
		expect(setUp.asked).toEqual([]);
	});

	it('with Skip makes it check with Willo first, but isn’t a repeat', async () => {
		const options = { attempt: '={{ $json.attempt }}', ifAlreadyInvited: 'skip' };
		await invitedAt(ENTRY - HOUR);
		const output = await invite(first(), { options });
		expect(output).toMatchObject({ alreadyInvited: false, isRepeat: false });
		expect(setUp.asked).toEqual([GET, POST]);
	});
});

describe('a candidate whose address was corrected after the invitation', () => {
	const corrected = { email: 'ada.lovelace@example.com' };
	const PHONE = '+14155552671';

	it('is recognized by the external ID', async () => {
		const { key } = (await invite(first())).participant;
		const second = await invite(repeat(), corrected);
		expect(second).toMatchObject({ alreadyInvited: true, participant: { key } });
		expect(setUp.willo.invitations).toHaveLength(1);
	});

	it.each<[string, INodeParameters, INodeParameters]>([
		['the same name', {}, corrected],
		['the same phone number', { phone: PHONE }, { phone: '(415) 555-2671', ...corrected }],
		['only a phone number', { email: '', phone: PHONE }, { email: '', phone: '(415) 555-2671' }],
	])('without it, with %s: a person decides', async (_what, before, after) => {
		setUp.flip({ externalId: 'dropped' });
		await invite(first(), { name: 'Ada', ...before });
		const again = invite(repeat(), { name: before.phone ? 'Ada L.' : 'Ada', ...after });
		await expectError(again, /with the same name or phone number but another address/);
		expect(setUp.willo.participants.size).toBe(1);
	});

	it('is no reason to doubt anyone else', async () => {
		setUp.flip({ externalId: 'dropped' });
		for (let number = 0; number < 3; number++) await setUp.willoInvites(number);
		expect(await invite(repeat())).toMatchObject({ invited: true, alreadyInvited: false });
	});
});
