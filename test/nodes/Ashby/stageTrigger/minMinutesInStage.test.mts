/** What the model doesn't show of Minimum Minutes in Stage: its bounds, and that the notes are read. */
import { MINUTE } from '../../../support/twoJobs.mts';
import {
	enter,
	idsOf,
	onlyDatePasses,
	POLLERS,
	polls,
	publishedFor,
	setUpTwoJobs,
} from './setUp.mts';

const twoJobs = setUpTwoJobs();
const pass = onlyDatePasses();
const HOUR = 60 * MINUTE;

describe.each(POLLERS)('with the %s poller', (_name, Kind) => {
	test('more than 7 days are refused at publishing, because nothing is remembered for longer', async () => {
		const org = await twoJobs();
		const parameters = org.parameters({ options: { minMinutesInStage: 8 * 24 * 60 } });
		await expect(publishedFor(org, parameters, Kind)).rejects.toThrow(
			"'Minimum Minutes in Stage' must be from 0 to 10080",
		);
	});

	test('up to there, they are honored, and whoever leaves sooner runs nothing', async () => {
		const org = await twoJobs();
		const parameters = org.parameters({ options: { minMinutesInStage: 6 * 24 * 60 } });
		const engine = await publishedFor(org, parameters, Kind);
		pass(org);
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
		const org = await twoJobs();
		const options = { minMinutesInStage: 5, repeatUntilNoted: true };
		const engine = await publishedFor(org, org.parameters({ options }), Kind);
		pass(org);
		const done = enter(org, 'Ada');
		const { entry } = enter(org, 'Bea');
		await engine.tick();
		org.ashby.addNote(done.candidateId, `Reference: ${done.entry}`);
		await polls(org, engine, 1, 6 * MINUTE);
		const attempt = { number: 1, isRepeat: true };
		expect(engine.executions).toMatchObject([{ id: entry, attempt }]);
	});
});
