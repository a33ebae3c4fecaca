/** The attempt that a delivery starts, and which trigger has the claim if a poll finds the entry, too. */
import { node, setUpAshbyTrigger } from './setUp.mts';
import type { IDataObject } from 'n8n-workflow';
import { DateTime } from 'luxon';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { pollContext, webhookContext } from '../../../support/contexts.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { onlyDatePasses } from '../stageTrigger/setUp.mts';

const setUp = setUpAshbyTrigger();
const pass = onlyDatePasses();

const poller = new AshbyStageTrigger();

/** Publishes an Ashby Stage Trigger in the same workflow; each call of the result is a poll. */
async function publishPoll(): Promise<() => Promise<IDataObject[]>> {
	const { now } = setUp;
	const context = pollContext(poller, {
		nodeId: 'node-2',
		parameters: now.parameters({ options: { repeatUntilNoted: true } }),
		credentials: now.credentials(),
		staticData: {},
	});
	const poll = async () => (await poller.poll.call(context))?.[0].map(({ json }) => json) ?? [];
	expect(await poll()).toEqual([]);
	pass(now);
	return poll;
}

describe('the attempt', () => {
	test('of a prompt delivery is the first, and lasts three minutes', async () => {
		await setUp.now.publish();
		const { entry } = await setUp.now.moved();
		expect(setUp.now.items).toMatchObject([
			{
				attempt: {
					entryId: entry,
					number: 1,
					isRepeat: false,
					since: '2026-03-02T09:00:00.000Z',
					until: DateTime.utc().plus({ minutes: 3 }).toISO(),
				},
			},
		]);
	});

	test.each([
		[8_000, false],
		[10_000, true],
	])('of a delivery %i ms after the entry is a repeat: %s', async (ms, isRepeat) => {
		await setUp.now.publish();
		const { posted } = await setUp.now.movedUnheard();
		pass(setUp.now, ms);
		await setUp.now.post(posted);
		expect(setUp.now.items).toMatchObject([{ attempt: { number: 1, isRepeat } }]);
	});
});

describe('an entry that both the webhook and a poll find', () => {
	test('runs the workflow once if the webhook is first', async () => {
		const poll = await publishPoll();
		await setUp.now.publish();
		const { entry } = await setUp.now.moved();
		expect(setUp.now.started).toEqual([entry]);
		expect(await poll()).toEqual([]);
		pass(setUp.now, 2 * MINUTE);
		expect(await poll()).toEqual([]);
	});

	test('is returned by the poll, as a repeat, if the webhook’s attempt has left no note', async () => {
		const poll = await publishPoll();
		await setUp.now.publish();
		const { entry } = await setUp.now.moved();
		await poll();
		pass(setUp.now, 4 * MINUTE);
		expect(await poll()).toMatchObject([{ id: entry, attempt: { number: 1, isRepeat: true } }]);
	});

	test('is done if the webhook’s attempt has left a note', async () => {
		const poll = await publishPoll();
		await setUp.now.publish();
		const { entry } = await setUp.now.moved();
		await poll();
		const [{ candidateId }] = setUp.now.ashby.applications.values();
		setUp.now.ashby.addNote(candidateId, `Reference: ${entry}`);
		for (let hour = 0; hour < 3; hour++) {
			pass(setUp.now, 60 * MINUTE);
			expect(await poll()).toEqual([]);
		}
	});

	test('runs the workflow once if the poll is first', async () => {
		const poll = await publishPoll();
		await setUp.now.publish();
		const { entry, posted } = await setUp.now.movedUnheard();
		expect(await poll()).toMatchObject([{ id: entry }]);
		expect(await setUp.now.post(posted)).toBe(200);
		expect(setUp.now.items).toEqual([]);
	});

	test('is left to the poll by a delivery that is repeated after the poll’s attempt', async () => {
		const poll = await publishPoll();
		await setUp.now.publish();
		const { entry, posted } = await setUp.now.movedUnheard();
		await poll();
		pass(setUp.now, 6 * MINUTE);
		await setUp.now.post(posted);
		expect(setUp.now.items).toEqual([]);
		expect(await poll()).toMatchObject([{ id: entry, attempt: { number: 2, isRepeat: true } }]);
	});
});

test('isn’t claimed by a test run in the editor', async () => {
	const poll = await publishPoll();
	await setUp.now.publish();
	const { entry, posted } = await setUp.now.movedUnheard();
	const { searchParams } = new URL(posted.path, setUp.now.webhookBaseUrl);
	const { context } = webhookContext(
		node,
		{ ...setUp.now.options(setUp.now.state), mode: 'manual' },
		{
			...posted,
			query: Object.fromEntries(searchParams),
			body: JSON.parse(posted.rawBody.toString()) as unknown,
		},
	);
	const { workflowData } = await node.webhook!.call(context);
	expect(workflowData).toMatchObject([[{ json: { id: entry, attempt: { isRepeat: true } } }]]);
	expect(await poll()).toMatchObject([{ id: entry }]);
});
