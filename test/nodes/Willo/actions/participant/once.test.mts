/** Each entry invites its candidate once, whoever runs the node how often. */
import type { IDataObject, IExecuteContextData, INodeParameters } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { rejection } from '../../../../support/rejection.mts';
import { forgetProcess } from '../../../../../nodes/shared/processMemory.ts';
import { database } from '../../../../support/deduplication.mts';
import {
	GET,
	POST,
	entryId,
	faultOnInvite,
	first,
	inAnHour,
	invitation,
	invite,
	refusalOf,
	repeat,
	setUp,
} from './attempt.setUp.mts';

// Waiting is not what these tests are about.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: jest.fn(async () => {}),
}));

const names = () => [...setUp.willo.participants.values()].map(({ name }) => name);

describe('an entry that is returned twice as a first attempt', () => {
	it('is invited once, whatever the two attempts say about their end', async () => {
		await invite(first({ until: DateTime.utc().plus({ minutes: 3 }).toISO() }));
		expect(await invite(first({ until: inAnHour() }))).toMatchObject({
			alreadyInvited: true,
			isRepeat: true,
		});
		expect(setUp.asked).toEqual([POST, GET]);
	});

	it('in two processes, such as for a late delivery and for a poll, is invited once', async () => {
		await invite(first({ until: DateTime.utc().plus({ minutes: 3 }).toISO() }));
		forgetProcess();
		expect(await invite(first())).toMatchObject({ alreadyInvited: true, isRepeat: true });
		expect(setUp.willo.invitations).toHaveLength(1);
	});

	it('is invited once, although the other process is still sending', async () => {
		const arrived = new Promise<void>((resolve) => {
			setUp.willo.fault = ({ body }) => {
				if (body === undefined) return undefined;
				resolve();
				return { kind: 'delay', ms: 200 };
			};
		});
		const sending = invite(first());
		await arrived;
		forgetProcess();
		jest.mocked(sleep).mockImplementationOnce(async () => void (await sending));
		expect(await invite(first())).toMatchObject({ alreadyInvited: true, isRepeat: true });
		expect(await sending).toMatchObject({ alreadyInvited: false });
		expect(setUp.willo.invitations).toHaveLength(1);
	});

	it('is invited again only if n8n’s database can’t tell', async () => {
		database.isDown = true;
		await invite(first());
		await invite(first());
		expect(setUp.asked).toEqual([POST, POST]);
	});

	it('twice in one run of repeated attempts is invited once, too', async () => {
		const item = { json: { attempt: repeat(), id: 'candidate-1' } };
		const output = await setUp.run(invitation(), [item, item]);
		expect(output.map(({ json }) => json.alreadyInvited)).toEqual([false, true]);
	});
});

describe('a test run that really sends', () => {
	const real = { sendInTestRuns: true };

	it.each([
		['before', 'manual', 'trigger'],
		['after', 'trigger', 'manual'],
	] as const)('%s the poll: one invitation', async (_when, one, other) => {
		await invite(first(), real, one);
		expect(await invite(first(), real, other)).toMatchObject({ isRepeat: true });
		expect(setUp.willo.invitations).toHaveLength(1);
	});

	it('without an attempt, doesn’t invite twice unless it is told to', async () => {
		await invite('', real, 'manual');
		expect(await invite('', real, 'manual')).toMatchObject({ alreadyInvited: true });
		const options = { ifAlreadyInvited: 'inviteAgain' };
		expect(await invite('', { ...real, options }, 'manual')).toMatchObject({
			alreadyInvited: false,
		});
	});
});

describe('without an attempt', () => {
	const people = ['Ada', 'Grace', 'Mary'];
	const items = people.map((name) => ({ json: { name, email: `${name}@example.com` } }));
	const bare = { options: {} };

	/** Runs the node in an execution, whose data n8n stores. */
	async function runIn(contextData: IExecuteContextData, more: INodeParameters = bare) {
		const stored = JSON.parse(JSON.stringify(contextData)) as IExecuteContextData;
		const running = setUp.run(invitation(more), items, { contextData: stored });
		return await running.finally(() => Object.assign(contextData, stored));
	}

	it('a retried execution only invites who failed', async () => {
		const execution = {};
		setUp.willo.fault = ({ body }) =>
			(body as IDataObject)?.name === 'Grace' ? { kind: 'drop' } : undefined;
		await rejection(runIn(execution));
		setUp.willo.fault = undefined;
		const output = await runIn(execution);
		expect(output.map(({ json }) => json.alreadyInvited)).toEqual([true, false, true]);
		expect(names()).toEqual(['Ada', 'Mary', 'Grace']);
	});

	it('another execution invites again, and so does a retry with another interview', async () => {
		const execution = {};
		await runIn(execution);
		await runIn({});
		const other = setUp.willo.addInterview({ title: 'Second interview' });
		await runIn(execution, { ...bare, interview: { __rl: true, mode: 'list', value: other.key } });
		expect(setUp.willo.invitations).toHaveLength(9);
	});

	it('an invitation from before the execution doesn’t count', async () => {
		setUp.now = new Date(Date.now() - 60_000);
		await runIn({});
		setUp.now = new Date();
		const execution = {};
		setUp.willo.fault = ({ body }) => (body ? { kind: 'drop' } : undefined);
		await rejection(runIn(execution));
		setUp.willo.fault = undefined;
		await runIn(execution);
		expect(setUp.willo.invitations).toHaveLength(6);
	});
});

describe('a candidate whose address was corrected after the invitation', () => {
	const corrected = { email: 'ada.lovelace@example.com' };

	it('is recognized by the external ID', async () => {
		const { key } = (await invite(first())).participant;
		expect(await invite(repeat(), corrected)).toMatchObject({
			alreadyInvited: true,
			participant: { key },
		});
		expect(setUp.willo.invitations).toHaveLength(1);
	});

	it.each<[string, INodeParameters, INodeParameters]>([
		['the same name', {}, corrected],
		['the same phone number', { phone: '+14155552671' }, { phone: '(415) 555-2671', ...corrected }],
		[
			'a phone number in another form',
			{ email: '', phone: '+14155552671' },
			{ email: '', phone: '(415) 555-2671' },
		],
	])('without it, with %s: a person decides', async (_what, before, after) => {
		setUp.flip({ externalId: 'dropped' });
		await invite(first(), { name: 'Ada', ...before });
		const refusal = await refusalOf(repeat(), { name: before.phone ? 'Ada L.' : 'Ada', ...after });
		expect(refusal.message).toContain('with the same name or phone number but another address');
		expect(setUp.willo.participants.size).toBe(1);
	});

	it('is no reason to doubt anyone else', async () => {
		setUp.flip({ externalId: 'dropped' });
		for (let number = 0; number < 3; number++) await setUp.willoInvites(number);
		expect(await invite(repeat())).toMatchObject({ invited: true, alreadyInvited: false });
	});
});

describe('two candidates who share an address', () => {
	const item = (id: string, name: string, attempt: IDataObject) => ({
		json: { id, name, email: 'jobs@agency.example', attempt },
	});
	const ann = () => item('ann', 'Ann One', first({ entryId: `${entryId}-ann` }));
	const bea = (attempt = first) => item('bea', 'Bea Two', attempt({ entryId: `${entryId}-bea` }));

	it.each([false, true])('are both invited (the second fails once: %s)', async (fails) => {
		if (fails) {
			setUp.willo.fault = ({ body }) =>
				(body as IDataObject)?.external_id === 'bea' ? { kind: 'status', status: 503 } : undefined;
		}
		const running = setUp.run(invitation(), [ann(), bea()]);
		if (fails) {
			await rejection(running);
			setUp.willo.fault = undefined;
			const [{ json }] = await setUp.run(invitation(), [bea(repeat)]);
			expect(json).toMatchObject({ invited: true, alreadyInvited: false });
		}
		await running.catch(() => undefined);
		expect(names()).toEqual(['Ann One', 'Bea Two']);
	});

	it('without external IDs, a person decides about the second', async () => {
		setUp.flip({ externalId: 'dropped' });
		await setUp.run(invitation(), [ann()]);
		faultOnInvite({ kind: 'drop' });
		const { message } = await rejection(setUp.run(invitation(), [bea(repeat)]));
		expect(message).toContain('Willo lists someone else with this address');
	});
});

it('repeated attempts of a run share one reading of the interview’s participants', async () => {
	const items = Array.from({ length: 30 }, (_, number) => ({
		json: {
			id: `candidate-${number}`,
			name: `Person ${number}`,
			email: `${number}@example.com`,
			attempt: repeat({ entryId: `${entryId}-${number}` }),
		},
	}));
	await setUp.run(invitation(), items);
	expect(setUp.asked.filter((line) => line === GET)).toHaveLength(1);
	expect(setUp.willo.invitations).toHaveLength(30);
});

it('one candidate whom Willo refuses each time, or whom the key may not invite, doesn’t keep the others', async () => {
	for (const status of [500, 403]) {
		const items = Array.from({ length: 8 }, (_, number) => ({
			json: { name: `Person ${status}-${number}`, email: `${status}-${number}@example.com` },
		}));
		setUp.willo.fault = ({ body }) =>
			/-[012]$/.test(String((body as IDataObject)?.name)) ? { kind: 'status', status } : undefined;
		const { description } = await rejection(setUp.run(invitation({ options: {} }), items));
		expect(description).toContain(`Person ${status}-0`);
		expect(names().filter((name) => name.includes(`${status}-`))).toHaveLength(5);
	}
});
