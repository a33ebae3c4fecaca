/** An attempt of a trigger: however often an entry is returned, it invites once. */
import type { Fault } from '../../../../sandbox/faults.mts';
import { TIME_ZONES, useTimeZone } from '../../../../support/timeZone.mts';
import {
	ENTRY,
	HOUR,
	setUp,
	entryId,
	first,
	repeat,
	invite,
	refusalOf,
	invitedAt,
	faultOnInvite,
	POST,
	GET,
} from './attempt.setUp.mts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

describe('the number of requests', () => {
	it('is one request for a first attempt', async () => {
		expect(await invite(first())).toMatchObject({
			invited: true,
			alreadyInvited: false,
			isRepeat: false,
			entryId,
			participant: { externalId: 'candidate-1' },
			note: { text: expect.stringContaining(entryId), html: expect.stringContaining(entryId) },
		});
		expect(setUp.asked).toEqual([POST]);
	});

	it('is two for a repeated one', async () => {
		expect(await invite(repeat())).toMatchObject({
			invited: true,
			alreadyInvited: false,
			isRepeat: true,
			entryId,
		});
		expect(setUp.asked).toEqual([GET, POST]);
	});

	it('is one for a repeated one if the person was invited', async () => {
		const { key } = await invitedAt(ENTRY + 60_000);
		expect(await invite(repeat())).toMatchObject({
			invited: true,
			alreadyInvited: true,
			isRepeat: true,
			reason: null,
			needsAttention: false,
			entryId,
			participant: { key, externalId: 'candidate-1' },
			note: { text: expect.stringContaining(entryId), html: expect.stringContaining(key!) },
			raw: { key },
		});
		expect(setUp.asked).toEqual([GET]);
	});
});

describe.each([
	{ listFilters: 'honored', listOrdering: 'honored', externalId: 'echoed' },
	{ listFilters: 'honored', listOrdering: 'ignored', externalId: 'dropped' },
	{ listFilters: 'ignored', listOrdering: 'honored', externalId: 'dropped' },
	{ listFilters: 'ignored', listOrdering: 'ignored', externalId: 'echoed' },
] as const)(
	'filters $listFilters, ordering $listOrdering, external IDs $externalId',
	(switches) => {
		beforeEach(() => setUp.flip(switches));

		it.each([300, 0, -1_000])('an invitation %i ms after the entry belongs to it', async (ms) => {
			const { key } = await invitedAt(ENTRY + ms);
			expect(await invite(repeat())).toMatchObject({
				alreadyInvited: true,
				participant: { key },
			});
			expect(setUp.willo.invitations).toHaveLength(1);
		});

		it.each([-1_001, -HOUR])(
			'an invitation %i ms after the entry belongs to an earlier one',
			async (ms) => {
				const earlier = await invitedAt(ENTRY + ms);
				const { alreadyInvited, participant } = await invite(repeat());
				expect(alreadyInvited).toBe(false);
				expect(participant.key).not.toBe(earlier.key);
				expect(setUp.willo.invitations).toHaveLength(2);
			},
		);

		it.each<Fault>([{ kind: 'dropAfter' }, { kind: 'drop' }, { kind: 'status', status: 503 }])(
			'%j on the first request: an error or success, and one invitation after the next attempt',
			async (fault) => {
				await invitedAt(ENTRY - HOUR);
				faultOnInvite(fault);
				const outcome = await invite(first()).catch((refusal: Error) => refusal.message);
				expect(setUp.asked.filter((line) => line === POST)).toHaveLength(1);
				if (fault.kind === 'dropAfter') expect(outcome).toMatchObject({ alreadyInvited: false });
				else expect(outcome).toContain("Couldn't confirm whether Ada Lovelace was invited");
				expect(await invite(repeat())).toMatchObject({ invited: true });
				expect(setUp.willo.invitations).toHaveLength(2);
			},
		);
	},
);

describe.each(TIME_ZONES)('in %s, if Willo’s times have no offset', (zone) => {
	useTimeZone(zone);

	it.each([
		[300, 1],
		[-2_000, 2],
	])('an invitation %i ms after the entry: %i invitations', async (ms, invitations) => {
		setUp.flip({ participantDates: 'naive' });
		await invitedAt(ENTRY + ms);
		await invite(repeat());
		expect(setUp.willo.invitations).toHaveLength(invitations);
	});
});

it('pages older than the entry aren’t read if the list is newest first', async () => {
	setUp.flip({ listFilters: 'ignored' });
	setUp.now = new Date(ENTRY - HOUR);
	for (let number = 0; number < 61; number++) await setUp.willoInvites(number);
	setUp.now = new Date(ENTRY + HOUR);
	setUp.willo.resetLog();
	await invite(repeat());
	expect(setUp.asked).toEqual([GET, POST]);
});

it('a response without a key doesn’t get the key of an invitation before the entry', async () => {
	setUp.willo.onExchange = undefined;
	await invitedAt(ENTRY - HOUR);
	const body = '{"email":"ada@example.com"}';
	faultOnInvite({ kind: 'status', status: 201, body });
	expect(await invite(first())).toMatchObject({ invited: true, participant: { key: null } });
});

it('if Willo returns no dates, a person who wasn’t listed before is the invited one', async () => {
	setUp.flip({ participantDates: 'absent' });
	faultOnInvite({ kind: 'dropAfter' });
	expect(await invite(repeat())).toMatchObject({ invited: true, alreadyInvited: false });
	expect(setUp.willo.invitations).toHaveLength(1);
});

describe('if Willo’s list can’t tell', () => {
	beforeEach(async () => {
		await invitedAt(ENTRY - HOUR);
		setUp.flip({ participantDates: 'absent' });
	});

	const WHY =
		"Willo lists someone with this address, but doesn't show the interview or the time of the invitation";

	it('a repeated attempt sends nothing and says so', async () => {
		const refusal = await refusalOf(repeat());
		expect(refusal.message).toBe(
			`Couldn't confirm whether Ada Lovelace was invited before: ${WHY}`,
		);
		expect(refusal.description).toContain('Nobody was invited');
		expect(setUp.asked).toEqual([GET]);
	});

	it('with Continue If Not Invited, the note asks a person to check', async () => {
		const options = { attempt: '={{ $json.attempt }}', returnNotInvited: true };
		const output = await invite(repeat(), { options });
		expect(output).toMatchObject({
			invited: null,
			alreadyInvited: false,
			reason: WHY,
			needsAttention: true,
			entryId,
			isRepeat: true,
			participant: { key: null, name: 'Ada Lovelace', email: 'ada@example.com' },
			raw: {},
		});
		expect(output.note.text).toContain('Couldn’t confirm whether Ada Lovelace was invited');
		expect(output.note.html).toContain(entryId);
		expect(setUp.asked).toEqual([GET]);
	});

	it('a first attempt doesn’t check', async () => {
		expect(await invite(first())).toMatchObject({ invited: true });
		expect(setUp.asked).toEqual([POST]);
	});

	it('a refused list can’t tell either, but one that is down may tell later', async () => {
		setUp.willo.onExchange = undefined;
		const options = { attempt: '={{ $json.attempt }}', returnNotInvited: true };
		const answered = (status: number) =>
			(setUp.willo.fault = () => ({ kind: 'status', status, body: '{"interview":["Gone."]}' }));
		answered(400);
		expect(await invite(repeat(), { options })).toMatchObject({
			invited: null,
			reason: 'Willo refused the list of participants: interview: Gone.',
		});
		for (const status of [401, 404, 429, 500]) {
			answered(status);
			expect((await refusalOf(repeat(), { options })).message).not.toBe('');
		}
	});
});
