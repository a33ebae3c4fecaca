/** An invitation whose answer gets lost: it is looked for, and never sent again. */
// First, because it replaces what waits.
import { POST, first, invite, invitedAt, posts, setUp } from './setUp.mts';
import { expectError } from '../../../setUp.mts';
import { sleep } from 'n8n-workflow';
import { DateTime } from 'luxon';
import type { Fault } from '../../../../sandbox/faults.mts';

const UNCONFIRMED = /^Couldn't confirm whether Ada Lovelace was invited/;
const readings = [
	{ listFilters: 'honored', externalId: 'echoed' },
	{ listFilters: 'ignored', externalId: 'dropped' },
] as const;

describe.each(readings)('filters $listFilters, external IDs $externalId', (switches) => {
	beforeEach(() => setUp.flip(switches));

	it('the connection is cut after Willo has invited: the person is found, and not invited again', async () => {
		setUp.faultOnInvite({ kind: 'dropAfter' });
		const output = await invite();
		const [key] = setUp.willo.participants.keys();
		expect(output).toMatchObject({ invited: true, alreadyInvited: false, participant: { key } });
		expect(setUp.willo.invitations).toHaveLength(1);
		expect(posts()).toBe(1);
	});

	it.each<[string, Fault, string]>([
		['the connection is cut before', { kind: 'drop' }, 'candidate-0'],
		['Willo answers 503', { kind: 'status', status: 503 }, 'candidate-1'],
	])('%s: nobody invited earlier is taken for the person', async (_name, fault, externalId) => {
		const { now } = setUp;
		setUp.now = DateTime.fromJSDate(now).minus({ hours: 1 }).toJSDate();
		await invite('', { options: { externalId } });
		setUp.now = now;
		setUp.willo.resetLog();
		setUp.faultOnInvite(fault);
		const advice = 'Check in Willo whether the person was invited';
		const { message } = await expectError(invite(), UNCONFIRMED, advice);
		expect(message).toContain("Willo doesn't list the person yet");
		expect(posts()).toBe(1);
		expect(jest.mocked(sleep).mock.calls).toEqual([[2000], [5000]]);
	});
});

it.each([-86_400_000, 86_400_000])('this machine’s clock may be %i ms off', async (off) => {
	setUp.flip({ externalId: 'dropped' });
	setUp.now = DateTime.now().plus(off).toJSDate();
	const earlier = await invitedAt(setUp.now.getTime() - 3_600_000);
	setUp.faultOnInvite({ kind: 'dropAfter' });
	expect((await invite()).participant.key).not.toBe(earlier.key);
	expect(setUp.willo.invitations).toHaveLength(2);
});

it('if the list fails, too: the error says that it is unclear', async () => {
	let invited = false;
	setUp.willo.fault = ({ body }) => {
		if (body !== undefined) invited = true;
		return invited ? (body ? { kind: 'dropAfter' } : { kind: 'status', status: 500 }) : undefined;
	};
	const { message } = await expectError(invite(), UNCONFIRMED);
	expect(message).toContain('HTTP 500');
	expect(posts()).toBe(1);
	// Four tries of one look: an outage is not waited for twice.
	expect(setUp.asked.filter((line) => line !== POST)).toHaveLength(4);
	expect(setUp.willo.invitations).toHaveLength(1);
});

it('if nothing is listening: nothing was sent, so Willo isn’t checked and the reason is shown', async () => {
	await setUp.willo.stop();
	const refused = 'No response from Willo for a new participant: the connection was refused';
	await expectError(invite(), refused, 'Base URL');
	expect(jest.mocked(sleep)).not.toHaveBeenCalled();
});

it('of an attempt: the error says that the candidate is returned again', async () => {
	setUp.faultOnInvite({ kind: 'drop' });
	const attempt = first({ until: DateTime.utc().plus({ hours: 1 }).toISO() });
	await expectError(invite(attempt), /./, 'The trigger will return the candidate again');
});

it.each([
	['is the invited one if it listed nobody before', { ifAlreadyInvited: 'skip' }, true],
	['may have been invited earlier if that is not known', {}, false],
])('if Willo returns no dates, a person listed now %s', async (_what, options, isIt) => {
	setUp.flip({ participantDates: 'absent' });
	setUp.faultOnInvite({ kind: 'dropAfter' });
	const outcome = invite('', { options });
	if (isIt) expect(await outcome).toMatchObject({ invited: true, alreadyInvited: false });
	else await expectError(outcome, UNCONFIRMED);
	expect(posts()).toBe(1);
});

it.each([
	['longer than it may be sent', 20, 1],
	['until then', 60, 2],
])('a throttled invitation isn’t waited for %s', async (_how, seconds, times) => {
	setUp.faultOnInvite({ kind: 'status', status: 429, headers: { 'retry-after': '30' } });
	const until = DateTime.utc().plus({ seconds }).toISO();
	await invite(first({ until })).catch(({ message }: Error) =>
		expect(message).toContain('throttling'),
	);
	expect(posts()).toBe(times);
});
