/** The attempt that a delivery starts, and which trigger has the claim if a poll finds the entry, too. */
import { setUpAshbyTrigger } from './setUp.mts';
import { DateTime } from 'luxon';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { pollContext } from '../../../support/contexts.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { onlyDatePasses } from '../stageTrigger/setUp.mts';

const setUp = setUpAshbyTrigger();
const pass = onlyDatePasses();

describe('the attempt', () => {
	test('of a prompt delivery is the first, and lasts three minutes', async () => {
		await setUp.now.publish();
		const { entry: entryId } = await setUp.now.moved();
		const since = '2026-03-02T09:00:00.000Z';
		const until = DateTime.utc().plus({ minutes: 3 }).toISO();
		expect(setUp.now.items).toMatchObject([
			{ attempt: { entryId, number: 1, isRepeat: false, since, until } },
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
	/** Publishes an Ashby Stage Trigger in the same workflow; each call of the result is a poll. */
	async function publishBoth() {
		const { now } = setUp;
		const poller = new AshbyStageTrigger();
		const context = pollContext(poller, {
			nodeId: 'node-2',
			parameters: now.parameters({ options: { repeatUntilNoted: true } }),
			credentials: now.credentials(),
			staticData: {},
		});
		const poll = async () => (await poller.poll.call(context))?.[0].map(({ json }) => json) ?? [];
		expect(await poll()).toEqual([]);
		pass(now);
		await now.publish();
		return poll;
	}

	test('runs the workflow once if the webhook is first', async () => {
		const poll = await publishBoth();
		const { entry } = await setUp.now.moved();
		expect(setUp.now.started).toEqual([entry]);
		expect(await poll()).toEqual([]);
		pass(setUp.now, 2 * MINUTE);
		expect(await poll()).toEqual([]);
	});

	test.each([true, false])('is done once its note is there: %s', async (isNoted) => {
		const poll = await publishBoth();
		const { entry: id } = await setUp.now.moved();
		await poll();
		const [{ candidateId }] = setUp.now.ashby.applications.values();
		if (isNoted) setUp.now.ashby.addNote(candidateId, `Reference: ${id}`);
		pass(setUp.now, 4 * MINUTE);
		const repeat = { id, attempt: { number: 1, isRepeat: true } };
		expect(await poll()).toMatchObject(isNoted ? [] : [repeat]);
		if (!isNoted) return;
		for (const _hour of [1, 2, 3]) {
			pass(setUp.now, 60 * MINUTE);
			expect(await poll()).toEqual([]);
		}
	});

	test('runs the workflow once if the poll is first', async () => {
		const poll = await publishBoth();
		const { entry, posted } = await setUp.now.movedUnheard();
		expect(await poll()).toMatchObject([{ id: entry }]);
		expect(await setUp.now.post(posted)).toBe(200);
		expect(setUp.now.items).toEqual([]);
	});

	test('is left to the poll by a delivery that is repeated after the poll’s attempt', async () => {
		const poll = await publishBoth();
		const { entry, posted } = await setUp.now.movedUnheard();
		await poll();
		pass(setUp.now, 6 * MINUTE);
		await setUp.now.post(posted);
		expect(setUp.now.items).toEqual([]);
		expect(await poll()).toMatchObject([{ id: entry, attempt: { number: 2, isRepeat: true } }]);
	});

	test('isn’t claimed by a test run in the editor', async () => {
		const poll = await publishBoth();
		const { entry: id, posted } = await setUp.now.movedUnheard();
		const options = setUp.now.options(setUp.now.state);
		const { workflowData } = await setUp.now.run(posted, { ...options, mode: 'manual' });
		expect(workflowData).toMatchObject([[{ json: { id, attempt: { isRepeat: true } } }]]);
		expect(await poll()).toMatchObject([{ id }]);
	});
});
