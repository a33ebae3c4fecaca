/** What the model doesn't show of Minimum Minutes in Stage: its bounds, and that the notes are read. */
import type { INodeParameters } from 'n8n-workflow';

import type { Engine } from '../../../support/engines.mts';
import type { TwoJobs } from '../../../support/twoJobs.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { engineFor, idsOf, onlyDatePasses, POLLERS, setUpTwoJobs } from './setUp.mts';

const twoJobs = setUpTwoJobs();
const pass = onlyDatePasses();

describe.each(POLLERS)('with the %s poller', (_name, Kind) => {
	let org: TwoJobs;
	let engine: Engine;

	async function publish(options: INodeParameters): Promise<void> {
		org = await twoJobs();
		engine = engineFor(org, org.parameters({ options }), Kind);
		await engine.publish();
		pass(org);
	}

	test('more than 7 days are refused at publishing, because nothing is remembered for longer', async () => {
		await expect(publish({ minMinutesInStage: 8 * 24 * 60 })).rejects.toThrow(
			"'Minimum Minutes in Stage' must be from 0 to 10080",
		);
	});

	test('up to there, they are honored, and whoever leaves sooner runs nothing', async () => {
		await publish({ minMinutesInStage: 6 * 24 * 60 });
		const entry = org.move(org.apply('Ada'), 'Video Interview');
		const bea = org.apply('Bea');
		org.move(bea, 'Video Interview');
		const found: number[] = [];
		for (let hours = 0; hours <= 7 * 24; hours += 6) {
			await engine.tick();
			if (hours === 12) org.move(bea, 'Application Review');
			if (idsOf(engine).length > found.length) found.push(hours);
			pass(org, 6 * 60 * MINUTE);
		}
		expect(idsOf(engine)).toEqual([entry]);
		expect(found).toEqual([6 * 24]);
	});

	test('an entry that waited may be done: its notes are read, and it is a repeat', async () => {
		await publish({ minMinutesInStage: 5, repeatUntilNoted: true });
		const ada = org.apply('Ada');
		const done = org.move(ada, 'Video Interview');
		const entry = org.move(org.apply('Bea'), 'Video Interview');
		await engine.tick();
		org.ashby.addNote(ada.candidateId, `Reference: ${done}`);
		pass(org, 6 * MINUTE);
		await engine.tick();
		expect(idsOf(engine)).toEqual([entry]);
		expect(engine.executions[0].attempt).toMatchObject({ number: 1, isRepeat: true });
	});
});
