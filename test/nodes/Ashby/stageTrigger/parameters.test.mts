/** What the model doesn't show of Minimum Minutes in Stage and Minutes per Attempt. */
import type { IDataObject } from 'n8n-workflow';

import { MINUTE } from '../../../support/twoJobs.mts';
import * as setUp from './setUp.mts';
import { org } from './setUp.mts';

const { enter, HOUR, idsOf, polls, publishedFor, publishedWith } = setUp;
setUp.useTwoJobs();

describe.each(setUp.POLLERS)('Minimum Minutes in Stage, with the %s poller:', (_name, Kind) => {
	test('more than 7 days are refused at publishing; up to there they are honored, and whoever leaves sooner runs nothing', async () => {
		const tooMany = org.parameters({ options: { minMinutesInStage: 8 * 24 * 60 } });
		const refused = "'Minimum Minutes in Stage' must be from 0 to 10080";
		await expect(publishedFor(org, tooMany, Kind)).rejects.toThrow(refused);
		const engine = await publishedWith(org, { minMinutesInStage: 6 * 24 * 60 }, Kind);
		const { entry } = enter(org, 'Ada');
		const bea = enter(org, 'Bea');
		await polls(org, engine, 2, 6 * HOUR);
		org.move(bea, 'Application Review');
		await polls(org, engine, 21, 6 * HOUR);
		expect(idsOf(engine)).toEqual([]);
		await polls(org, engine, 1, 6 * HOUR);
		expect(idsOf(engine)).toEqual([entry]);
	});

	test('an entry that waited may be done: its notes are read, and it is a repeat', async () => {
		const options = { minMinutesInStage: 5, repeatUntilNoted: true };
		const engine = await publishedWith(org, options, Kind);
		const done = enter(org, 'Ada');
		const { entry } = enter(org, 'Bea');
		await engine.tick();
		org.ashby.addNote(done.candidateId, `Reference: ${done.entry}`);
		await polls(org, engine, 1, 6 * MINUTE);
		const attempt = { number: 1, isRepeat: true };
		expect(engine.executions).toMatchObject([{ id: entry, attempt }]);
	});
});

test('with Minutes per Attempt, a candidate isn’t returned again while the workflow may still wait', async () => {
	const engine = await publishedWith(org, { repeatUntilNoted: true, minutesPerAttempt: 300 });
	enter(org, 'Ada');
	const returned = Date.now();
	await engine.tick();
	const { until } = engine.executions[0].attempt as IDataObject;
	expect(Date.parse(String(until)) - returned).toBe(300 * MINUTE + 1000);
	await polls(org, engine, 1, 300 * MINUTE);
	expect(engine.executions).toHaveLength(1);
	await polls(org, engine, 1, 2 * MINUTE);
	expect(engine.executions).toMatchObject([{}, { attempt: { number: 2, isRepeat: true } }]);
});
