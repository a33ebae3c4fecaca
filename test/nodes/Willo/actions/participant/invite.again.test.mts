import { sleep } from 'n8n-workflow';
import { DateTime } from 'luxon';
import type { Fault } from '../../../../sandbox/faults.mts';
import { setUp, invite, refusalOf, posts, faultOnInvite } from './invite.setUp.mts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

describe('a person who was invited before', () => {
	const skip = { options: { ifAlreadyInvited: 'skip' } };

	it('is invited again by default', async () => {
		await invite();
		expect(await invite()).toMatchObject({ alreadyInvited: false });
		expect(setUp.willo.invitations).toHaveLength(2);
	});

	describe.each(['honored', 'ignored'] as const)('with list filters %s', (listFilters) => {
		beforeEach(() => setUp.flip({ listFilters }));

		it.each(['key', 'object'] as const)(
			'is skipped if the interview is returned as a %s',
			async (form) => {
				setUp.flip({ interviewForm: form });
				const { key } = (await invite()).participant;
				expect(await invite({ ...skip, email: 'ADA@example.com' })).toMatchObject({
					invited: true,
					alreadyInvited: true,
					isRepeat: true,
					needsAttention: false,
					participant: { key, name: 'Ada Lovelace' },
					note: { text: expect.stringContaining('had already been invited') },
				});
				expect(setUp.willo.invitations).toHaveLength(1);
			},
		);

		it('is still invited to another interview, and so are other people', async () => {
			await invite();
			const other = setUp.willo.addInterview({ title: 'Second interview' });
			const interview = { __rl: true, mode: 'list', value: other.key };
			expect(await invite({ ...skip, interview })).toMatchObject({ alreadyInvited: false });
			expect(await invite({ ...skip, email: 'grace@example.com' })).toMatchObject({
				alreadyInvited: false,
			});
			expect(setUp.willo.invitations).toHaveLength(3);
		});
	});

	it('isn’t invited if Willo can’t tell', async () => {
		setUp.flip({ listFilters: 'ignored' });
		for (let number = 0; number < 301; number++) await setUp.willoInvites(number);
		const refusal = await refusalOf(skip);
		expect(refusal.message).toContain("Couldn't confirm whether Ada Lovelace was invited before");
		expect(refusal.description).toContain('Nobody was invited');
		expect(setUp.willo.invitations).toHaveLength(301);
	});

	it('causes an error if Willo refuses a second invitation', async () => {
		setUp.flip({ duplicateInvite: 'rejected' });
		await invite();
		const refusal = await refusalOf();
		expect(refusal.message).toContain('must make a unique set');
	});
});

describe('a lost response', () => {
	const carriedOut: [string, Fault][] = [
		['the connection is cut after Willo has invited', { kind: 'dropAfter' }],
		['half the answer arrives', { kind: 'truncate' }],
		['the answer is no JSON', { kind: 'invalidJson' }],
	];
	const notCarriedOut: [string, Fault][] = [
		['the connection is cut before', { kind: 'drop' }],
		['Willo answers 503', { kind: 'status', status: 503 }],
	];

	const readings = [
		{ listFilters: 'honored', externalId: 'echoed' },
		{ listFilters: 'honored', externalId: 'dropped' },
		{ listFilters: 'ignored', externalId: 'echoed' },
		{ listFilters: 'ignored', externalId: 'dropped' },
	] as const;

	describe.each(readings)('filters $listFilters, external IDs $externalId', (switches) => {
		beforeEach(() => setUp.flip(switches));

		it.each(carriedOut)('%s: the person is found, and not invited again', async (_name, fault) => {
			faultOnInvite(fault);
			const output = await invite({ options: { externalId: 'entry-1' } });
			const [participant] = setUp.willo.participants.values();
			expect(output).toMatchObject({
				invited: true,
				alreadyInvited: false,
				participant: { key: participant.key },
			});
			expect(setUp.willo.invitations).toHaveLength(1);
			expect(posts()).toBe(1);
		});

		it.each(notCarriedOut)(
			'%s: Willo is checked for the person, who isn’t invited',
			async (_name, fault) => {
				faultOnInvite(fault);
				const refusal = await refusalOf({ options: { externalId: 'entry-1' } });
				expect(refusal.message).toContain("Couldn't confirm whether Ada Lovelace was invited");
				expect(refusal.message).toContain("Willo doesn't list the person yet");
				expect(refusal.description).toContain('Check in Willo whether the person was invited');
				expect(posts()).toBe(1);
				expect(jest.mocked(sleep).mock.calls).toEqual([[2000], [5000]]);
			},
		);

		it.each(['entry-0', 'entry-1'])(
			'an earlier invitation isn’t mistaken for it: %s',
			async (id) => {
				setUp.now = DateTime.now().minus({ hours: 1 }).toJSDate();
				await invite({ options: { externalId: id } });
				setUp.now = new Date();
				faultOnInvite({ kind: 'drop' });
				await refusalOf({ options: { externalId: 'entry-1' } });
				expect(setUp.willo.invitations).toHaveLength(1);
			},
		);
	});

	it.each([-86_400_000, 86_400_000])(
		'doesn’t depend on this machine’s clock being right: %i ms off',
		async (off) => {
			setUp.flip({ externalId: 'dropped' });
			setUp.now = DateTime.now().plus(off).minus({ hours: 1 }).toJSDate();
			const earlier = (await invite()).participant;
			setUp.now = DateTime.now().plus(off).toJSDate();
			faultOnInvite({ kind: 'dropAfter' });
			const found = (await invite()).participant;
			expect(found.key).not.toBe(earlier.key);
			expect(setUp.willo.invitations).toHaveLength(2);
		},
	);

	it('if the list fails, too: the error says that it is unclear', async () => {
		let invited = false;
		setUp.willo.fault = ({ body }) => {
			if (body !== undefined) invited = true;
			return invited ? (body ? { kind: 'dropAfter' } : { kind: 'status', status: 500 }) : undefined;
		};
		const refusal = await refusalOf();
		expect(refusal.message).toContain("Couldn't confirm whether Ada Lovelace was invited");
		expect(refusal.message).toContain('HTTP 500');
		expect(posts()).toBe(1);
		// Four tries of one look: an outage is not waited for twice.
		expect(setUp.asked.filter((line) => line.startsWith('GET'))).toHaveLength(4);
		expect(setUp.willo.invitations).toHaveLength(1);
	});

	it('after a check that found nobody: a person who is listed now is the invited one', async () => {
		setUp.flip({ externalId: 'dropped' });
		faultOnInvite({ kind: 'dropAfter' });
		const output = await invite({ options: { ifAlreadyInvited: 'skip' } });
		expect(output).toMatchObject({ invited: true, alreadyInvited: false });
		expect(setUp.willo.invitations).toHaveLength(1);
	});

	it('if nothing is listening: nothing was sent, so Willo isn’t checked and the reason is shown', async () => {
		await setUp.willo.stop();
		const refusal = await refusalOf();
		expect(refusal.message).toBe(
			'No response from Willo for a new participant: the connection was refused',
		);
		expect(refusal.description).toContain('Base URL');
		expect(jest.mocked(sleep)).not.toHaveBeenCalled();
	});
});
