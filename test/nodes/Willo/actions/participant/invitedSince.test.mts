import { getGlobalState, setGlobalState } from 'n8n-workflow';
import type { INodeParameters } from 'n8n-workflow';
import type { Fault } from '../../../../sandbox/faults.mts';
import { WilloSetting } from '../../setting.mts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

/** The moment given as Invited Since: an entry into a stage. */
const ENTRY = Date.UTC(2026, 2, 2, 9, 2);
const HOUR = 3_600_000;
const since = (invitedSince: unknown, more: INodeParameters = {}): INodeParameters => ({
	options: { ifAlreadyInvited: 'skip', invitedSince: invitedSince as string, ...more },
});
const SINCE_ENTRY = since('2026-03-02T09:02:00.000Z');

let setting: WilloSetting;
const { defaultTimezone } = getGlobalState();

beforeEach(async () => {
	setGlobalState({ defaultTimezone: 'Asia/Tokyo' });
	setting = new WilloSetting();
	setting.now = new Date(ENTRY + HOUR);
	await setting.start();
});

afterEach(async () => {
	await setting.stop();
	setGlobalState({ defaultTimezone });
});

async function invite(more: INodeParameters = {}, json = {}) {
	const parameters = {
		resource: 'participant',
		operation: 'invite',
		interview: { __rl: true, mode: 'list', value: setting.interview.key },
		name: 'Ada Lovelace',
		email: 'ada@example.com',
		...more,
	};
	return (await setting.run(parameters, [{ json }]))[0].json;
}

/** Ada's invitation at an earlier time by Willo's clock. */
async function invitedAt(time: number) {
	const { now } = setting;
	setting.now = new Date(time);
	const participant = await invite();
	setting.now = now;
	setting.willo.resetLog();
	return participant;
}

async function refusalOf(more: INodeParameters) {
	return await invite(more).then(
		(output) => {
			throw new Error(`It succeeded: ${JSON.stringify(output)}`);
		},
		(error: unknown) => error as Error & { description?: string; context: { itemIndex: number } },
	);
}

/** Puts a fault on the first invitation from now on, and does something in that moment. */
function faultOnInvite(fault: Fault, meanwhile = () => {}): void {
	let left = 1;
	setting.willo.fault = ({ path, body }) => {
		if (!path.endsWith('/participants/') || body === undefined || left-- < 1) return undefined;
		meanwhile();
		return fault;
	};
}

const posts = () => setting.asked.filter((line) => line === 'POST /participants/').length;
const looks = () => setting.asked.filter((line) => line === 'GET /participants/').length;

describe.each([
	{ listFilters: 'honoured', listOrdering: 'honoured', externalId: 'echoed' },
	{ listFilters: 'honoured', listOrdering: 'ignored', externalId: 'dropped' },
	{ listFilters: 'ignored', listOrdering: 'honoured', externalId: 'dropped' },
	{ listFilters: 'ignored', listOrdering: 'ignored', externalId: 'echoed' },
] as const)(
	'filters $listFilters, ordering $listOrdering, external ids $externalId',
	(switches) => {
		beforeEach(() => setting.flip(switches));

		it.each([300, 0, -1_000])('an invitation %i ms after the entry counts', async (ms) => {
			const { key } = await invitedAt(ENTRY + ms);
			expect(await invite(SINCE_ENTRY)).toMatchObject({ key, alreadyInvited: true });
			expect(posts()).toBe(0);
		});

		it.each([-1_001, -HOUR])('one %i ms after it does not', async (ms) => {
			const earlier = await invitedAt(ENTRY + ms);
			const output = await invite(SINCE_ENTRY);
			expect(output).toMatchObject({ alreadyInvited: false, name: 'Ada Lovelace' });
			expect(output.key).not.toBe(earlier.key);
			expect(posts()).toBe(1);
		});

		it('of several, the one since then is returned', async () => {
			await invitedAt(ENTRY - HOUR);
			const { key } = await invitedAt(ENTRY + 60_000);
			expect(await invite(SINCE_ENTRY)).toMatchObject({ key, alreadyInvited: true });
		});

		describe('when an answer is lost', () => {
			it.each<Fault>([{ kind: 'dropAfter' }, { kind: 'drop' }])(
				'%j: an invitation before the entry is not taken for the new one',
				async (fault) => {
					const earlier = await invitedAt(ENTRY - HOUR);
					faultOnInvite(fault);
					const output = await invite(SINCE_ENTRY);
					expect(output).toMatchObject({ alreadyInvited: false, name: 'Ada Lovelace' });
					expect(output.key).not.toBe(earlier.key);
					expect(setting.willo.invitations).toHaveLength(2);
				},
			);

			it('nor is one whose time can no longer be read', async () => {
				await invitedAt(ENTRY - HOUR);
				faultOnInvite({ kind: 'drop' }, () => setting.flip({ participantDates: 'absent' }));
				const refusal = await refusalOf(SINCE_ENTRY);
				expect(refusal.message).toContain('It cannot be told whether Ada Lovelace has been');
				expect(posts()).toBe(1);
			});

			it('where nobody was listed, a row without a time is the new one', async () => {
				setting.flip({ participantDates: 'absent' });
				faultOnInvite({ kind: 'dropAfter' });
				expect(await invite(SINCE_ENTRY)).toMatchObject({ alreadyInvited: false });
				expect(setting.willo.invitations).toHaveLength(1);
			});
		});
	},
);

it('nobody is invited when Willo does not say when the person was', async () => {
	await invitedAt(ENTRY - HOUR);
	setting.flip({ participantDates: 'absent' });
	const refusal = await refusalOf(SINCE_ENTRY);
	expect(refusal.message).toBe(
		'It cannot be told whether Ada Lovelace was invited before: Willo lists someone with this address, but does not name the interview or the time of the invitation',
	);
	expect(refusal.description).toBe(
		"Nobody was invited. Look in Willo when the person was last invited. If that was before the time in 'Invited Since', set the option 'If Already Invited' to Invite Again to invite them",
	);
	expect(posts()).toBe(0);
	expect(await invite({ ...SINCE_ENTRY, email: 'grace@example.com' })).toMatchObject({
		alreadyInvited: false,
	});
});

it('pages older than the moment are not read, where the list is newest first', async () => {
	setting.flip({ listFilters: 'ignored' });
	setting.now = new Date(ENTRY - HOUR);
	for (let number = 0; number < 61; number++) await setting.willoInvites(number);
	setting.now = new Date(ENTRY + HOUR);
	setting.willo.resetLog();
	await invite(SINCE_ENTRY);
	expect(looks()).toBe(1);
	await invite({ ...since(''), email: 'grace@example.com' });
	expect(looks()).toBe(1 + 3);
});

it('an invitation before the moment does not lend its key to an answer without one', async () => {
	setting.willo.onExchange = undefined;
	await invitedAt(ENTRY - HOUR);
	faultOnInvite({ kind: 'status', status: 201, body: '{"detail":"Invited."}' });
	expect(await invite(SINCE_ENTRY)).toEqual({
		detail: 'Invited.',
		key: null,
		alreadyInvited: false,
	});
});

describe('the moment', () => {
	it.each([
		['2026-03-02T09:02:00.000Z'],
		['2026-03-02T09:02:00Z'],
		['2026-03-02T10:02:00+01:00'],
		// Without an offset: in the time zone of the workflow.
		['2026-03-02T18:02:00'],
		[' 2026-03-02 18:02:00 '],
		['={{ $json.enteredStageAt }}'],
		['={{ DateTime.fromISO("2026-03-02T04:02:00-05:00", { setZone: true }) }}'],
		['={{ DateTime.fromISO("2026-03-02T18:02:00") }}'],
		['={{ new Date("2026-03-02T09:02:00Z") }}'],
	])('may be written as %s', async (given) => {
		const item = { enteredStageAt: '2026-03-02T09:02:00.000Z' };
		await invitedAt(ENTRY - 1_001);
		expect(await invite(since(given), item)).toMatchObject({ alreadyInvited: false });
		setting.willo.participants.clear();
		await invitedAt(ENTRY - 1_000);
		expect(await invite(since(given), item)).toMatchObject({ alreadyInvited: true });
	});

	it('may be a day, which begins in the time zone of the workflow', async () => {
		await invitedAt(Date.UTC(2026, 2, 1, 15) - 1_001);
		expect(await invite(since('2026-03-02'))).toMatchObject({ alreadyInvited: false });
		setting.willo.participants.clear();
		await invitedAt(Date.UTC(2026, 2, 1, 15));
		expect(await invite(since('2026-03-02'))).toMatchObject({ alreadyInvited: true });
	});

	it.each(['', ' ', '={{ $json.nothing }}', '={{ null }}'])(
		'counts any invitation when it is empty: %j',
		async (given) => {
			await invitedAt(ENTRY - HOUR);
			expect(await invite(since(given))).toMatchObject({ alreadyInvited: true });
		},
	);

	it.each([
		['tomorrow', 'tomorrow'],
		['12', '12'],
		['2026-13-02T09:02:00Z', '2026-13-02T09:02:00Z'],
		['={{ 1772442120000 }}', '1772442120000'],
		['={{ new Date("x") }}', 'Invalid Date'],
		['={{ DateTime.fromISO("x") }}', 'Invalid DateTime'],
	])('is refused when it cannot be read: %s', async (given, shown) => {
		const refusal = await refusalOf(since(given));
		expect(refusal.name).toBe('NodeOperationError');
		expect(refusal.message).toBe(`The option 'Invited Since' is not a date and time: ${shown}`);
		expect(refusal.description).toBe('Write it like 2026-03-02T09:02:00Z');
		expect(refusal.context.itemIndex).toBe(0);
		expect(setting.asked).toEqual([]);
	});

	it('has no effect with Invite Again, whatever stands there', async () => {
		await invitedAt(ENTRY + 300);
		for (const invitedSince of ['2026-03-02T09:02:00.000Z', 'tomorrow']) {
			const options = { ifAlreadyInvited: 'inviteAgain', invitedSince };
			expect(await invite({ options })).toMatchObject({ alreadyInvited: false });
		}
		expect([posts(), looks()]).toEqual([2, 0]);
	});
});
