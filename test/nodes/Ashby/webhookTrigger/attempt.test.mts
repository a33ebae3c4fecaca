/** The attempt that a delivery starts, and which trigger has the claim if a poll finds the entry, too. */
import { now, useAshbyTrigger } from './setUp.mts';
import { DateTime } from 'luxon';

import { MINUTE } from '../../../support/twoJobs.mts';
import { onlyDatePasses, pollerOf } from '../stageTrigger/setUp.mts';

useAshbyTrigger();
const pass = onlyDatePasses();

test.each([
	[0, false],
	[8_000, false],
	[10_000, true],
])('the attempt of a delivery %i ms after the entry is a repeat: %s', async (ms, isRepeat) => {
	await now.publish();
	const { entry: entryId, posted } = await now.movedUnheard();
	pass(now, ms);
	await now.post(posted);
	const since = '2026-03-02T09:00:00.000Z';
	const until = DateTime.utc().plus({ minutes: 3 }).toISO();
	expect(now.items).toMatchObject([{ attempt: { entryId, number: 1, isRepeat, since, until } }]);
});

describe('an entry that both the webhook and a poll find', () => {
	/** Publishes an Ashby Stage Trigger in the same workflow; each call of the result is a poll. */
	async function publishBoth() {
		const parameters = now.parameters({ options: { repeatUntilNoted: true } });
		const { poll } = pollerOf(now, { nodeId: 'node-2', parameters, staticData: {} });
		expect(await poll()).toEqual([]);
		pass(now);
		await now.publish();
		return poll;
	}

	const NOTED = [true, false];
	test.each(NOTED)('runs once if the webhook is first; is noted: %s', async (isNoted) => {
		const poll = await publishBoth();
		const { entry: id } = await now.moved();
		expect(now.started).toEqual([id]);
		expect(await poll()).toEqual([]);
		pass(now, 2 * MINUTE);
		expect(await poll()).toEqual([]);
		const [{ candidateId }] = now.ashby.applications.values();
		if (isNoted) now.ashby.addNote(candidateId, `Reference: ${id}`);
		pass(now, 2 * MINUTE);
		const repeat = { id, attempt: { number: 1, isRepeat: true } };
		expect(await poll()).toMatchObject(isNoted ? [] : [repeat]);
		if (!isNoted) return;
		for (const _hour of [1, 2, 3]) {
			pass(now, 60 * MINUTE);
			expect(await poll()).toEqual([]);
		}
	});

	test('runs once if the poll is first, which a test run in the editor doesn’t prevent', async () => {
		const poll = await publishBoth();
		const { entry: id, posted } = await now.movedUnheard();
		const options = { ...now.options(now.state), mode: 'manual' as const };
		const { workflowData } = await now.run(posted, options);
		expect(workflowData).toMatchObject([[{ json: { id, attempt: { isRepeat: true } } }]]);
		expect(await poll()).toMatchObject([{ id }]);
		expect(await now.post(posted)).toBe(200);
		expect(now.items).toEqual([]);
	});

	test('is left to the poll by a delivery that is repeated after the poll’s attempt', async () => {
		const poll = await publishBoth();
		const { entry, posted } = await now.movedUnheard();
		await poll();
		pass(now, 6 * MINUTE);
		await now.post(posted);
		expect(now.items).toEqual([]);
		expect(await poll()).toMatchObject([{ id: entry, attempt: { number: 2, isRepeat: true } }]);
	});
});
