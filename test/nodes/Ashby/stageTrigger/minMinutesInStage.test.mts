/** Minimum Minutes in Stage, in n8n's own poll context. */
import type { INodeParameters } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { Engine } from '../../../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../../../support/engines.mts';
import type { TwoJobs } from '../../../support/twoJobs.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { onlyDatePasses, setUpTwoJobs } from './setUp.mts';

const twoJobs = setUpTwoJobs();
const pass = onlyDatePasses();

describe.each([
	['classic', ClassicEngine],
	['durable', DurableEngine],
])('with the %s poller', (_name, EngineClass) => {
	let org: TwoJobs;
	let engine: Engine;

	async function publish(options: INodeParameters = {}): Promise<void> {
		org = await twoJobs();
		engine = new EngineClass(new AshbyStageTrigger(), {
			parameters: org.parameters({ options: { minMinutesInStage: 5, ...options } }),
			credentials: org.credentials(),
		});
		await engine.publish();
		pass(org);
	}

	const ids = () => engine.executions.map(({ id }) => id);

	test('a candidate who is moved back sooner runs nothing', async () => {
		await publish();
		const ada = org.apply('Ada');
		org.move(ada, 'Video Interview');
		await engine.tick();
		pass(org, 2 * MINUTE);
		org.move(ada, 'Application Review');
		pass(org, 10 * MINUTE);
		await engine.tick();
		expect(ids()).toEqual([]);
	});

	test('a candidate who stays runs the workflow after that time, once', async () => {
		await publish();
		const entry = org.move(org.apply('Ada'), 'Video Interview');
		for (let minute = 0; minute < 4; minute++) {
			await engine.tick();
			pass(org);
		}
		expect(ids()).toEqual([]);
		pass(org, 2 * MINUTE);
		await engine.tick();
		await engine.tick();
		expect(ids()).toEqual([entry]);
	});

	test('a candidate who is found after that time runs the workflow immediately', async () => {
		await publish();
		const entry = org.move(org.apply('Ada'), 'Video Interview');
		pass(org, 6 * MINUTE);
		await engine.tick();
		expect(ids()).toEqual([entry]);
	});

	test('a wrong clock of n8n makes no difference', async () => {
		jest.setSystemTime(Date.now() - 90 * MINUTE);
		await publish();
		const entry = org.move(org.apply('Ada'), 'Video Interview');
		await engine.tick();
		pass(org, 4 * MINUTE);
		await engine.tick();
		expect(ids()).toEqual([]);
		pass(org, 2 * MINUTE);
		await engine.tick();
		expect(ids()).toEqual([entry]);
	});

	test('with Include Candidates Who Left, those who left after that time count, and those who left sooner don’t', async () => {
		await publish({ includeWhoLeft: true });
		const ada = org.apply('Ada');
		const bea = org.apply('Bea');
		const entry = org.move(ada, 'Video Interview');
		org.move(bea, 'Video Interview');
		pass(org, 2 * MINUTE);
		org.move(bea, 'Onsite');
		pass(org, 4 * MINUTE);
		org.move(ada, 'Onsite');
		pass(org);
		await engine.tick();
		expect(ids()).toEqual([entry]);
	});

	test('more than 7 days are refused at publishing, because nothing is remembered for longer', async () => {
		await expect(publish({ minMinutesInStage: 8 * 24 * 60 })).rejects.toThrow(
			"'Minimum Minutes in Stage' must be from 0 to 10080",
		);
	});

	test('up to there, they are honored', async () => {
		await publish({ minMinutesInStage: 6 * 24 * 60 });
		const entry = org.move(org.apply('Ada'), 'Video Interview');
		const found: number[] = [];
		for (let hours = 0; hours <= 7 * 24; hours += 6) {
			await engine.tick();
			if (ids().length > found.length) found.push(hours);
			pass(org, 6 * 60 * MINUTE);
		}
		expect(ids()).toEqual([entry]);
		expect(found).toEqual([6 * 24]);
	});

	test('an entry that waited may be done: its notes are read, and it is a repeat', async () => {
		await publish({ repeatUntilNoted: true });
		const ada = org.apply('Ada');
		const done = org.move(ada, 'Video Interview');
		const entry = org.move(org.apply('Bea'), 'Video Interview');
		await engine.tick();
		org.ashby.addNote(ada.candidateId, `Reference: ${done}`);
		pass(org, 6 * MINUTE);
		await engine.tick();
		expect(ids()).toEqual([entry]);
		expect(engine.executions[0].attempt).toMatchObject({ number: 1, isRepeat: true });
	});
});
