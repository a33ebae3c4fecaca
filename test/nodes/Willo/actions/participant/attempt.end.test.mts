import type { IDataObject, WorkflowExecuteMode } from 'n8n-workflow';
import { DateTime } from 'luxon';
import {
	ENTRY,
	HOUR,
	setUp,
	entryId,
	inAnHour,
	first,
	repeat,
	invitation,
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

describe('the end of an attempt', () => {
	const over = () => DateTime.utc().minus(1).toISO();

	it('sends nothing, and no request either', async () => {
		const returns = { options: { attempt: '={{ $json.attempt }}', returnNotInvited: true } };
		for (const attempt of [first({ until: over() }), repeat({ until: over() })]) {
			const refusal = await refusalOf(attempt, returns);
			expect(refusal.message).toMatch(/^This attempt to invite Ada Lovelace expired at /);
			expect(refusal.description).toContain(
				'Nothing was sent. The trigger will return the candidate again',
			);
			// A first attempt may have been late for another reason, such as an n8n that was down.
			expect(/Minutes per Attempt/.test(String(refusal.description))).toBe(attempt.number > 1);
			expect(refusal.context.itemIndex).toBe(0);
		}
		expect(setUp.asked).toEqual([]);
	});

	it('may come while Willo is being checked', async () => {
		const until = Date.now() + HOUR;
		setUp.willo.fault = ({ body }) => {
			if (body === undefined) jest.spyOn(Date, 'now').mockReturnValue(until);
			return undefined;
		};
		const refusal = await refusalOf(repeat({ until: DateTime.fromMillis(until).toUTC().toISO() }));
		expect(refusal.message).toContain('This attempt to invite Ada Lovelace expired');
		expect(setUp.asked).toEqual([GET]);
	});

	it('for one item doesn’t stop the others, however many there are', async () => {
		const items = ['Ada', 'Grace', 'Mary', 'Jean'].map((name, index) => ({
			json: {
				name,
				email: `${name}@example.com`,
				attempt: first({ entryId: `${entryId}-${name}`, until: index < 3 ? over() : inAnHour() }),
			},
		}));
		await expect(setUp.run(invitation(), items)).rejects.toThrow('3 of 4 items');
		expect([...setUp.willo.participants.values()]).toMatchObject([{ name: 'Jean' }]);
	});

	it('is mentioned if a response gets lost: the entry is returned again automatically', async () => {
		faultOnInvite({ kind: 'drop' });
		const refusal = await refusalOf(first({ until: inAnHour() }));
		expect(refusal.description).toContain('The trigger will return the candidate again');
	});
});

describe('if n8n runs the same attempt again', () => {
	it.each<[WorkflowExecuteMode, string[]]>([
		['retry', [GET, POST]],
		['trigger', [POST]],
	])('in mode %s: %j', async (mode, asked) => {
		const output = await invite(first(), {}, mode);
		expect(output).toMatchObject({ invited: true, isRepeat: mode === 'retry' });
		expect(setUp.asked).toEqual(asked);
	});

	it('as Retry On Fail does, it checks with Willo first', async () => {
		const attempt = first({ until: inAnHour() });
		const { key } = (await invite(attempt)).participant;
		expect(await invite(attempt)).toMatchObject({
			alreadyInvited: true,
			isRepeat: true,
			participant: { key },
		});
		expect(setUp.asked).toEqual([POST, GET]);
	});

	it('after one of several items failed, only that one is sent', async () => {
		const until = inAnHour();
		const items = ['Ada', 'Grace', 'Mary'].map((name) => ({
			json: {
				name,
				email: `${name}@example.com`,
				attempt: first({ entryId: `${entryId}-${name}`, until }),
			},
		}));
		setUp.willo.fault = ({ body }) =>
			(body as IDataObject)?.name === 'Grace' ? { kind: 'drop' } : undefined;
		await expect(setUp.run(invitation(), items)).rejects.toThrow('1 of 3 items');
		expect(setUp.willo.invitations).toHaveLength(2);
		setUp.willo.fault = undefined;
		const output = await setUp.run(invitation(), items);
		expect(output.map(({ json }) => json.alreadyInvited)).toEqual([true, false, true]);
		expect(setUp.willo.invitations).toHaveLength(3);
	});

	it('for another interview, it sends another invitation', async () => {
		await invite(first());
		const other = setUp.willo.addInterview({ title: 'Second interview' });
		await invite(first(), { interview: { __rl: true, mode: 'list', value: other.key } });
		expect(setUp.asked).toEqual([POST, POST]);
	});
});

describe('the option', () => {
	it.each(['', '  ', '={{ $json.nothing }}', '={{ null }}'])(
		'can be empty: %j',
		async (attempt) => {
			expect(await invite('', { options: { attempt } })).toMatchObject({
				invited: true,
				entryId: null,
				isRepeat: false,
			});
			expect(setUp.asked).toEqual([POST]);
		},
	);

	it('can be JSON, and can omit optional values', async () => {
		const attempt = JSON.stringify({ entryId, since: '2026-03-02T10:02:00+01:00' });
		await invitedAt(ENTRY - 1_001);
		// Without this value, the attempt may be a repeat.
		expect(await invite('', { options: { attempt } })).toMatchObject({
			entryId,
			isRepeat: true,
			alreadyInvited: false,
		});
		expect(setUp.asked).toEqual([GET, POST]);
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
	])('can’t be %s', async (_name, given) => {
		const refusal = await refusalOf(given);
		expect(refusal.message).toBe(
			"'Prevent Double Invitations' doesn't contain an attempt returned by an Ashby trigger",
		);
		expect(refusal.description).toContain('{{ $json.attempt }}');
		expect(refusal.context.itemIndex).toBe(0);
		expect(setUp.asked).toEqual([]);
	});

	it('with Skip makes it check with Willo first, but isn’t a repeat', async () => {
		const options = { attempt: '={{ $json.attempt }}', ifAlreadyInvited: 'skip' };
		await invitedAt(ENTRY - HOUR);
		expect(await invite(first(), { options })).toMatchObject({
			alreadyInvited: false,
			isRepeat: false,
		});
		expect(setUp.asked).toEqual([GET, POST]);
	});
});
