/** An attempt of a trigger: however often an entry is returned, it invites once. */
import type { IDataObject, INodeParameters, WorkflowExecuteMode } from 'n8n-workflow';
import type { Participant } from '../../../../../nodes/Willo/client/participant.ts';
import type { Fault } from '../../../../sandbox/faults.mts';
import { WilloSetting } from '../../setting.mts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

/** When the entry began, by Ashby's clock, which is Willo's here. */
const ENTRY = Date.UTC(2026, 2, 2, 9, 2);
const HOUR = 3_600_000;

let setting: WilloSetting;
/** The process remembers what it has sent, so each test has an entry of its own. */
let entryId: string;
let entries = 0;

beforeEach(async () => {
	entryId = `entry-${++entries}`;
	setting = new WilloSetting();
	setting.now = new Date(ENTRY + HOUR);
	await setting.start();
});

afterEach(async () => {
	jest.restoreAllMocks();
	await setting.stop();
});

const inAnHour = () => new Date(Date.now() + HOUR).toISOString();

const first = (more: IDataObject = {}) => ({
	entryId,
	number: 1,
	isRepeat: false,
	since: new Date(ENTRY).toISOString(),
	until: null,
	...more,
});

const repeat = (more: IDataObject = {}) => first({ number: 2, isRepeat: true, ...more });

function invitation(more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'participant',
		operation: 'invite',
		interview: { __rl: true, mode: 'list', value: setting.interview.key },
		name: '={{ $json.name ?? "Ada Lovelace" }}',
		email: '={{ $json.email ?? "ada@example.com" }}',
		options: { attempt: '={{ $json.attempt }}', externalId: '={{ $json.id }}' },
		...more,
	};
}

type Output = IDataObject & { participant: Participant; note: { text: string; html: string } };

async function invite(
	attempt: unknown,
	more: INodeParameters = {},
	mode: WorkflowExecuteMode = 'trigger',
): Promise<Output> {
	const json = { attempt, id: 'candidate-1' } as IDataObject;
	return (await setting.run(invitation(more), [{ json }], { mode }))[0].json as Output;
}

async function refusalOf(attempt: unknown, more: INodeParameters = {}) {
	return await invite(attempt, more).then(
		(output) => {
			throw new Error(`It succeeded: ${JSON.stringify(output)}`);
		},
		(error: unknown) => error as Error & { description?: string; context: { itemIndex: number } },
	);
}

/** Ada's invitation at an earlier time by Willo's clock, sent by somebody else. */
async function invitedAt(time: number): Promise<Participant> {
	const { now } = setting;
	setting.now = new Date(time);
	const { participant } = await invite('');
	setting.now = now;
	setting.willo.resetLog();
	return participant;
}

/** Puts a fault on the first invitation from now on. */
function faultOnInvite(fault: Fault): void {
	let left = 1;
	setting.willo.fault = ({ path, body }) =>
		path.endsWith('/participants/') && body !== undefined && left-- > 0 ? fault : undefined;
}

const POST = 'POST /participants/';
const GET = 'GET /participants/';

describe('what it costs', () => {
	it('is one request for a first attempt', async () => {
		expect(await invite(first())).toMatchObject({
			invited: true,
			alreadyInvited: false,
			isRepeat: false,
			entryId,
			participant: { externalId: 'candidate-1' },
			note: { text: expect.stringContaining(entryId), html: expect.stringContaining(entryId) },
		});
		expect(setting.asked).toEqual([POST]);
	});

	it('is two for a repeated one', async () => {
		expect(await invite(repeat())).toMatchObject({
			invited: true,
			alreadyInvited: false,
			isRepeat: true,
			entryId,
		});
		expect(setting.asked).toEqual([GET, POST]);
	});

	it('is one for a repeated one whose person was invited', async () => {
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
		expect(setting.asked).toEqual([GET]);
	});
});

describe.each([
	{ listFilters: 'honoured', listOrdering: 'honoured', externalId: 'echoed' },
	{ listFilters: 'honoured', listOrdering: 'ignored', externalId: 'dropped' },
	{ listFilters: 'ignored', listOrdering: 'honoured', externalId: 'dropped' },
	{ listFilters: 'ignored', listOrdering: 'ignored', externalId: 'echoed' },
] as const)(
	'filters $listFilters, ordering $listOrdering, external ids $externalId',
	(switches) => {
		beforeEach(() => setting.flip(switches));

		it.each([300, 0, -1_000])('an invitation %i ms after the entry is its own', async (ms) => {
			const { key } = await invitedAt(ENTRY + ms);
			expect(await invite(repeat())).toMatchObject({
				alreadyInvited: true,
				participant: { key },
			});
			expect(setting.willo.invitations).toHaveLength(1);
		});

		it.each([-1_001, -HOUR])('one %i ms after it is of an earlier entry', async (ms) => {
			const earlier = await invitedAt(ENTRY + ms);
			const { alreadyInvited, participant } = await invite(repeat());
			expect(alreadyInvited).toBe(false);
			expect(participant.key).not.toBe(earlier.key);
			expect(setting.willo.invitations).toHaveLength(2);
		});

		it.each<Fault>([{ kind: 'dropAfter' }, { kind: 'drop' }, { kind: 'status', status: 503 }])(
			'%j on the first: an error or done, and one invitation after the next',
			async (fault) => {
				await invitedAt(ENTRY - HOUR);
				faultOnInvite(fault);
				const outcome = await invite(first()).catch((refusal: Error) => refusal.message);
				expect(setting.asked.filter((line) => line === POST)).toHaveLength(1);
				if (fault.kind === 'dropAfter') expect(outcome).toMatchObject({ alreadyInvited: false });
				else expect(outcome).toContain('Couldn’t confirm whether Ada Lovelace was invited');
				expect(await invite(repeat())).toMatchObject({ invited: true });
				expect(setting.willo.invitations).toHaveLength(2);
			},
		);
	},
);

it('pages older than the entry are not read, where the list is newest first', async () => {
	setting.flip({ listFilters: 'ignored' });
	setting.now = new Date(ENTRY - HOUR);
	for (let number = 0; number < 61; number++) await setting.willoInvites(number);
	setting.now = new Date(ENTRY + HOUR);
	setting.willo.resetLog();
	await invite(repeat());
	expect(setting.asked).toEqual([GET, POST]);
});

it('an invitation before the entry does not lend its key to an answer without one', async () => {
	setting.willo.onExchange = undefined;
	await invitedAt(ENTRY - HOUR);
	const body = '{"email":"ada@example.com"}';
	faultOnInvite({ kind: 'status', status: 201, body });
	expect(await invite(first())).toMatchObject({ invited: true, participant: { key: null } });
});

it('where Willo does not date people, who was surely absent is the one invited', async () => {
	setting.flip({ participantDates: 'absent' });
	faultOnInvite({ kind: 'dropAfter' });
	expect(await invite(repeat())).toMatchObject({ invited: true, alreadyInvited: false });
	expect(setting.willo.invitations).toHaveLength(1);
});

describe('when Willo’s list does not tell', () => {
	beforeEach(async () => {
		await invitedAt(ENTRY - HOUR);
		setting.flip({ participantDates: 'absent' });
	});

	const WHY =
		'Willo lists someone with this address, but does not name the interview or the time of the invitation';

	it('a repeated attempt sends nothing and says so', async () => {
		const refusal = await refusalOf(repeat());
		expect(refusal.message).toBe(
			`Couldn’t confirm whether Ada Lovelace was invited before: ${WHY}`,
		);
		expect(refusal.description).toContain('Nobody was invited');
		expect(setting.asked).toEqual([GET]);
	});

	it('a person has to look, if that is to be returned', async () => {
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
		expect(setting.asked).toEqual([GET]);
	});

	it('a first attempt does not ask', async () => {
		expect(await invite(first())).toMatchObject({ invited: true });
		expect(setting.asked).toEqual([POST]);
	});

	it('a list that Willo refuses does not tell either, one that is down may later', async () => {
		setting.willo.onExchange = undefined;
		const options = { attempt: '={{ $json.attempt }}', returnNotInvited: true };
		const answered = (status: number) =>
			(setting.willo.fault = () => ({ kind: 'status', status, body: '{"interview":["Gone."]}' }));
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

describe('the end of an attempt', () => {
	const over = () => new Date(Date.now() - 1).toISOString();

	it('sends nothing any more, nor asks', async () => {
		const returns = { options: { attempt: '={{ $json.attempt }}', returnNotInvited: true } };
		for (const attempt of [first({ until: over() }), repeat({ until: over() })]) {
			const refusal = await refusalOf(attempt, returns);
			expect(refusal.message).toMatch(/^This attempt to invite Ada Lovelace expired at /);
			expect(refusal.description).toBe(
				'Nothing was sent. The trigger will return the candidate again',
			);
			expect(refusal.context.itemIndex).toBe(0);
		}
		expect(setting.asked).toEqual([]);
	});

	it('may come while Willo is asked', async () => {
		const until = Date.now() + HOUR;
		setting.willo.fault = ({ body }) => {
			if (body === undefined) jest.spyOn(Date, 'now').mockReturnValue(until);
			return undefined;
		};
		const refusal = await refusalOf(repeat({ until: new Date(until).toISOString() }));
		expect(refusal.message).toContain('This attempt to invite Ada Lovelace expired');
		expect(setting.asked).toEqual([GET]);
	});

	it('of one item does not stop the others, however many', async () => {
		const items = ['Ada', 'Grace', 'Mary', 'Jean'].map((name, index) => ({
			json: {
				name,
				email: `${name}@example.com`,
				attempt: first({ entryId: `${entryId}-${name}`, until: index < 3 ? over() : inAnHour() }),
			},
		}));
		await expect(setting.run(invitation(), items)).rejects.toThrow('3 of 4 items');
		expect([...setting.willo.participants.values()]).toMatchObject([{ name: 'Jean' }]);
	});

	it('is said when an answer is lost: the entry comes again by itself', async () => {
		faultOnInvite({ kind: 'drop' });
		const refusal = await refusalOf(first({ until: inAnHour() }));
		expect(refusal.description).toContain('the trigger will return the candidate again');
	});
});

describe('when n8n carries the same attempt out again', () => {
	it.each<[WorkflowExecuteMode, string[]]>([
		['retry', [GET, POST]],
		['trigger', [POST]],
	])('in mode %s: %j', async (mode, asked) => {
		const output = await invite(first(), {}, mode);
		expect(output).toMatchObject({ invited: true, isRepeat: mode === 'retry' });
		expect(setting.asked).toEqual(asked);
	});

	it('in mode retry without an attempt, nothing says what counts: it is sent', async () => {
		await invite('', {}, 'retry');
		expect(setting.asked).toEqual([POST]);
	});

	it('in one process, as Retry On Fail does: Willo is asked first', async () => {
		const attempt = first({ until: inAnHour() });
		const { key } = (await invite(attempt)).participant;
		expect(await invite(attempt)).toMatchObject({
			alreadyInvited: true,
			isRepeat: true,
			participant: { key },
		});
		expect(setting.asked).toEqual([POST, GET]);
	});

	it('after one of several failed: only that one is sent', async () => {
		const until = inAnHour();
		const items = ['Ada', 'Grace', 'Mary'].map((name) => ({
			json: {
				name,
				email: `${name}@example.com`,
				attempt: first({ entryId: `${entryId}-${name}`, until }),
			},
		}));
		setting.willo.fault = ({ body }) =>
			(body as IDataObject)?.name === 'Grace' ? { kind: 'drop' } : undefined;
		await expect(setting.run(invitation(), items)).rejects.toThrow('1 of 3 items');
		expect(setting.willo.invitations).toHaveLength(2);
		setting.willo.fault = undefined;
		const output = await setting.run(invitation(), items);
		expect(output.map(({ json }) => json.alreadyInvited)).toEqual([true, false, true]);
		expect(setting.willo.invitations).toHaveLength(3);
	});

	it('for another interview or person, it is another invitation', async () => {
		await invite(first());
		const other = setting.willo.addInterview({ title: 'Second interview' });
		await invite(first(), { interview: { __rl: true, mode: 'list', value: other.key } });
		await invite(first(), { email: 'grace@example.com' });
		expect(setting.asked).toEqual([POST, POST, POST]);
	});
});

describe('the option', () => {
	it.each(['', '  ', '={{ $json.nothing }}', '={{ null }}'])(
		'may be empty: %j',
		async (attempt) => {
			expect(await invite('', { options: { attempt } })).toMatchObject({
				invited: true,
				entryId: null,
				isRepeat: false,
			});
			expect(setting.asked).toEqual([POST]);
		},
	);

	it('may be JSON, and may leave out what is not needed', async () => {
		const attempt = JSON.stringify({ entryId, since: '2026-03-02T10:02:00+01:00' });
		await invitedAt(ENTRY - 1_001);
		// Without a word on it, the attempt may be a repeated one.
		expect(await invite('', { options: { attempt } })).toMatchObject({
			entryId,
			isRepeat: true,
			alreadyInvited: false,
		});
		expect(setting.asked).toEqual([GET, POST]);
	});

	it.each<[string, unknown]>([
		['text', 'tomorrow'],
		['a number', 12],
		['a list', []],
		['no entry', { since: '2026-03-02T09:02:00Z' }],
		['an empty entry', { entryId: ' ', since: '2026-03-02T09:02:00Z' }],
		['no time', { entryId: 'a' }],
		['a time without a day', { entryId: 'a', since: '12' }],
		['a time that is none', { entryId: 'a', since: '2026-13-02T09:02:00Z' }],
		['an end that is none', { entryId: 'a', since: '2026-03-02T09:02:00Z', until: 'soon' }],
	])('cannot be %s', async (_name, given) => {
		const refusal = await refusalOf(given);
		expect(refusal.message).toBe(
			"The option 'Attempt' does not hold an attempt of the Ashby Stage Trigger",
		);
		expect(refusal.description).toContain('{{ $json.attempt }}');
		expect(refusal.context.itemIndex).toBe(0);
		expect(setting.asked).toEqual([]);
	});

	it('with Skip asks Willo first, and is no repeat for that', async () => {
		const options = { attempt: '={{ $json.attempt }}', ifAlreadyInvited: 'skip' };
		await invitedAt(ENTRY - HOUR);
		expect(await invite(first(), { options })).toMatchObject({
			alreadyInvited: false,
			isRepeat: false,
		});
		expect(setting.asked).toEqual([GET, POST]);
	});
});
