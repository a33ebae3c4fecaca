/** Each entry invites its candidate once, whoever runs the node how often. */
// First, because it replaces what waits.
import { GET, POST, first, invitation, invite, personCalled, repeat, setUp } from './setUp.mts';
import { expectError } from '../../../setUp.mts';
import { sleep, type IDataObject, type INodeParameters } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { rejection } from '../../../../support/rejection.mts';
import { forgetProcess } from '../../../../../nodes/shared/processMemory.ts';
import { database } from '../../../../support/deduplication.mts';

describe('an entry that is returned twice as a first attempt', () => {
	const within = (minutes: number) => DateTime.utc().plus({ minutes }).toISO();

	it.each<[string, string | null, () => void]>([
		['in one process, whatever the attempts say about their end', within(60), () => undefined],
		['in two processes, such as for a late delivery and for a poll', null, forgetProcess],
	])('is invited once %s', async (_where, until, between) => {
		const { key } = (await invite(first({ until: within(3) }))).participant;
		between();
		const second = await invite(first({ until }));
		expect(second).toMatchObject({ alreadyInvited: true, isRepeat: true, participant: { key } });
		expect(setUp.asked).toEqual([POST, GET]);
	});

	it.each([
		['is still sending', [200]],
		['waits for a minute, because Willo throttles it', Array<number>(6).fill(200)],
		['is still sending, and Willo refuses one look', [200, 400]],
	])('is invited once, although the other process %s', async (_why, statuses) => {
		await invite(first());
		forgetProcess();
		const body = JSON.stringify({ count: 0, next: null, previous: null, results: [] });
		const looks = [...statuses];
		setUp.willo.fault = () => {
			const status = looks.shift();
			return status ? { kind: 'status', status, body } : undefined;
		};
		expect(await invite(first())).toMatchObject({ alreadyInvited: true, isRepeat: true });
		expect(jest.mocked(sleep)).toHaveBeenCalledTimes(statuses.length);
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
		expect(output.map(({ json }) => json.alreadyInvited).sort()).toEqual([false, true]);
	});
});

describe('a test run that really sends', () => {
	const real = { sendInTestRuns: true };

	it.each([
		['before the poll', 'manual', 'trigger', true],
		['after the poll', 'trigger', 'manual', true],
		['after the poll, if n8n’s database can’t tell', 'trigger', 'manual', false],
	] as const)('%s: one invitation', async (_when, one, other, isUp) => {
		database.isDown = !isUp;
		await invite(first(), real, one);
		expect(await invite(first(), real, other)).toMatchObject({ isRepeat: true });
		expect(setUp.willo.invitations).toHaveLength(1);
	});

	it('without an attempt, doesn’t invite twice unless it is told to', async () => {
		await invite('', real, 'manual');
		expect(await invite('', real, 'manual')).toMatchObject({ alreadyInvited: true });
		const again = { ...real, options: { ifAlreadyInvited: 'inviteAgain' } };
		expect(await invite('', again, 'manual')).toMatchObject({ alreadyInvited: false });
	});
});

describe.each([
	['with attempts', {}],
	['without attempts', { options: { externalId: '={{ $json.id }}' } }],
])('an execution %s', (_how, more: INodeParameters) => {
	const items = ['Ada', 'Grace', 'Mary'].map((name) => personCalled(name));

	/** Runs the node in an execution, whose data n8n stores. */
	async function runIn(contextData: IDataObject, people = items, given: INodeParameters = {}) {
		const stored = JSON.parse(JSON.stringify(contextData)) as Record<string, IDataObject>;
		const running = setUp.run(invitation({ ...more, ...given }), people, { contextData: stored });
		return await running.finally(() => Object.assign(contextData, stored));
	}

	it('only invites who failed when it is retried, and everyone with another interview', async () => {
		const execution = {};
		setUp.faultFor('Grace', { kind: 'drop' });
		await rejection(runIn(execution));
		setUp.willo.fault = undefined;
		const output = await runIn(execution);
		expect(output.map(({ json }) => json.alreadyInvited)).toEqual([true, false, true]);
		expect(setUp.names).toEqual(['Ada', 'Mary', 'Grace']);
		const { key } = setUp.willo.addInterview({ title: 'Second interview' });
		await runIn(execution, items, { interview: { __rl: true, mode: 'list', value: key } });
		expect(setUp.willo.invitations).toHaveLength(6);
	});

	describe('two people who share an address', () => {
		const address = 'jobs@agency.example';
		const shared = ['Ann One', 'Bea Two'].map((name) => {
			const { json } = personCalled(name);
			return { json: { ...json, email: address } };
		});

		it.each([false, true])('are both invited (the second fails once: %s)', async (fails) => {
			const execution = {};
			if (fails) setUp.faultFor('Bea Two', { kind: 'status', status: 503 });
			await runIn(execution, shared).catch(() => undefined);
			setUp.willo.fault = undefined;
			const output = await runIn(execution, shared);
			expect(output.map(({ json }) => json.alreadyInvited)).toEqual([true, !fails]);
			expect(setUp.names).toEqual(['Ann One', 'Bea Two']);
		});

		it('without external IDs, a person decides about the second', async () => {
			setUp.flip({ externalId: 'dropped' });
			const execution = {};
			setUp.faultFor('Bea Two', { kind: 'drop' });
			for (let time = 0; time < 2; time++) {
				const invited = runIn(execution, shared);
				await expect(invited).rejects.toThrow('Willo lists someone else with this address');
				setUp.willo.fault = undefined;
			}
			expect(setUp.names).toEqual(['Ann One']);
		});
	});
});

it('without an attempt, an invitation from before the execution doesn’t count', async () => {
	const run = async (contextData = {}) =>
		await setUp.run(invitation({ options: {} }), [personCalled('Ada')], { contextData });
	setUp.now = new Date(Date.now() - 60_000);
	await run();
	setUp.now = new Date();
	const execution = {};
	setUp.faultFor('Ada', { kind: 'drop' });
	await rejection(run(execution));
	setUp.willo.fault = undefined;
	await run(execution);
	expect(setUp.willo.invitations).toHaveLength(2);
});

it('repeated attempts of a run share one reading of the interview’s participants', async () => {
	const items = Array.from({ length: 30 }, (_, number) =>
		personCalled(`Person ${number}`, repeat({ entryId: `entry ${number}` })),
	);
	await setUp.run(invitation(), items);
	expect(setUp.asked.filter((line) => line === GET)).toHaveLength(1);
	expect(setUp.willo.invitations).toHaveLength(30);
});

it.each([500, 403])('three of eight who meet a %i don’t keep the others', async (status) => {
	const items = Array.from({ length: 8 }, (_, number) => personCalled(`Person ${number}`));
	setUp.willo.fault = ({ body }) =>
		/[012]$/.test(String((body as IDataObject)?.name)) ? { kind: 'status', status } : undefined;
	await expectError(setUp.run(invitation(), items), /./, 'Person 0');
	expect(setUp.names).toHaveLength(5);
});
