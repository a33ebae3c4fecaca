import type { IDataObject } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { Engine } from '../../../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../../../support/engines.mts';
import type { TwoJobs } from '../../../support/twoJobs.mts';
import { MINUTE } from '../../../support/twoJobs.mts';
import { setUpTwoJobs } from './setUp.mts';

const twoJobs = setUpTwoJobs();
const idsOf = (engine: Engine) => engine.executions.map(({ id }) => id);

describe('a watched stage that no longer exists', () => {
	const engineWith = (org: TwoJobs, links: IDataObject[]) =>
		new ClassicEngine(new AshbyStageTrigger(), {
			parameters: org.parameters({}, links),
			credentials: org.credentials(),
		});

	test('is named as it was when it was selected, when a person publishes', async () => {
		const org = await twoJobs();
		const links = [org.link(), org.link(org.otherJob)];
		org.ashby.deleteJob(org.otherJob.id);
		await expect(engineWith(org, links).publish()).rejects.toThrow(
			`Row 2 of 'Jobs and Stages': job '${org.otherJob.title}' no longer exists in Ashby`,
		);
		org.ashby.deleteStage(org.stage('Video Interview'));
		await expect(engineWith(org, [links[0]]).publish()).rejects.toThrow(
			`Row 1 of 'Jobs and Stages': the job '${org.job.title}' no longer has the stage 'Video Interview'`,
		);
	});

	test('is named by its ID if only that was entered', async () => {
		const org = await twoJobs();
		const id = '8f3a7c52-1f63-4b7e-8b68-0c9c8d1d7c11';
		const job = { __rl: true, mode: 'id', value: id };
		await expect(engineWith(org, [{ ...org.link(), job }]).publish()).rejects.toThrow(
			`Row 1 of 'Jobs and Stages': job ${id} no longer exists in Ashby`,
		);
		const stage = { __rl: true, mode: 'id', value: id };
		await expect(engineWith(org, [{ ...org.link(), stage }]).publish()).rejects.toThrow(
			`Row 1 of 'Jobs and Stages': the job '${org.job.title}' no longer has the stage ${id}`,
		);
	});

	test('is named by the name that was entered', async () => {
		const org = await twoJobs();
		const link = { ...org.link(), stage: { __rl: true, mode: 'name', value: 'Video Interview' } };
		org.ashby.renameStage(org.stage('Video Interview'), 'Recorded Interview');
		await expect(engineWith(org, [link]).publish()).rejects.toThrow(
			`Row 1 of 'Jobs and Stages': the job '${org.job.title}' no longer has a stage named 'Video Interview'`,
		);
	});

	test.each([
		['classic', ClassicEngine],
		['durable', DurableEngine],
	])(
		'is named once a day while the workflow runs, and the others continue (%s)',
		async (_name, Poller) => {
			const org = await twoJobs();
			// By its ID, which no other run of this test has: what was said before isn't said again.
			const stage = { __rl: true, mode: 'id', value: org.stage('Video Interview', org.otherJob) };
			const engine = new Poller(new AshbyStageTrigger(), {
				parameters: org.parameters({}, [org.link(), { ...org.link(org.otherJob), stage }]),
				credentials: org.credentials(),
			});
			await engine.publish();
			await engine.tick();
			org.ashby.deleteStage(org.stage('Video Interview', org.otherJob));
			const gone = expect.stringMatching(
				/^Row 2 of 'Jobs and Stages': the job '.*' no longer has the stage [0-9a-f-]{36}$/,
			);
			org.pass(25 * 60 * MINUTE);
			const first = org.move(org.apply('Ada'), 'Video Interview');
			await engine.tick();
			expect(engine.errors).toEqual([]);
			await engine.tick();
			await engine.tick();
			expect(engine.errors).toEqual([gone]);
			org.pass();
			const second = org.move(org.apply('Bea'), 'Video Interview');
			await engine.tick();
			expect(idsOf(engine)).toEqual([first, second]);
			org.pass(25 * 60 * MINUTE);
			await engine.tick();
			expect(engine.errors).toEqual([gone, gone]);
		},
	);

	test('isn’t reported if the key can’t tell', async () => {
		const org = await twoJobs();
		const key = org.ashby.addKey({ permissions: ['candidatesRead'] });
		const engine = new ClassicEngine(new AshbyStageTrigger(), {
			parameters: org.parameters(),
			credentials: [{ ...org.credentials()[0], data: { apiKey: key, baseUrl: org.ashby.url } }],
		});
		await engine.publish();
		await engine.tick();
		expect(engine.errors).toEqual([]);
	});
});
