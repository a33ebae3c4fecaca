import type { IDataObject } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { Engine } from '../../../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../../../support/engines.mts';
import type { Organisation } from '../../../support/organisation.mts';
import { MINUTE } from '../../../support/organisation.mts';
import { organisations } from './setting.mts';

const organisation = organisations();
const idsOf = (engine: Engine) => engine.executions.map(({ id }) => id);

describe('a watched stage whose job or stage is gone', () => {
	const engineWith = (org: Organisation, links: IDataObject[]) =>
		new ClassicEngine(new AshbyStageTrigger(), {
			parameters: org.parameters({}, links),
			credentials: org.credentials(),
		});

	test('is named when a person publishes', async () => {
		const org = await organisation();
		const links = [org.link(), org.link(org.otherJob)];
		org.ashby.deleteJob(org.otherJob.id);
		await expect(engineWith(org, links).publish()).rejects.toThrow(
			`Row 2 of 'Jobs and Stages': job ${org.otherJob.id} no longer exists in Ashby`,
		);
	});

	test('is named by its name, too', async () => {
		const org = await organisation();
		const link = { ...org.link(), stage: { __rl: true, mode: 'name', value: 'Video Interview' } };
		org.ashby.renameStage(org.stage('Video Interview'), 'Recorded Interview');
		await expect(engineWith(org, [link]).publish()).rejects.toThrow(
			"Row 1 of 'Jobs and Stages': the job no longer has a stage named 'Video Interview'",
		);
	});

	test.each([
		['classic', ClassicEngine],
		['durable', DurableEngine],
	])(
		'is named once a day while the workflow runs, and the others go on (%s)',
		async (_name, Poller) => {
			const org = await organisation();
			const engine = new Poller(new AshbyStageTrigger(), {
				parameters: org.parameters({}, [org.link(), org.link(org.otherJob)]),
				credentials: org.credentials(),
			});
			await engine.publish();
			await engine.tick();
			org.ashby.deleteStage(org.stage('Video Interview', org.otherJob));
			const gone = expect.stringMatching(
				/^Row 2 of 'Jobs and Stages': the job no longer has a stage .*$/,
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

	test('is not reported when the key cannot tell', async () => {
		const org = await organisation();
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
