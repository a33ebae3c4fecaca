/** The trigger in n8n's pollers. What it returns when, and at what cost, is for the model to judge (`test/model`). */
import type { INodeParameters } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { Engine } from '../../support/engines.mts';
import { ClassicEngine, DurableEngine } from '../../support/engines.mts';
import type { TwoJobs } from '../../support/twoJobs.mts';
import { setUpTwoJobs } from './stageTrigger/setUp.mts';

const twoJobs = setUpTwoJobs();

const idsOf = (engine: Engine) => engine.executions.map(({ id }) => id);

describe.each([
	['classic', ClassicEngine],
	['durable', DurableEngine],
])('with the %s poller', (_name, EngineClass) => {
	function engineFor(org: TwoJobs, more: INodeParameters = {}): Engine {
		return new EngineClass(new AshbyStageTrigger(), {
			parameters: org.parameters(more),
			credentials: org.credentials(),
		});
	}

	test('a candidate who leaves and comes back is returned again, an edited one isn’t', async () => {
		const org = await twoJobs();
		const ada = org.apply('Ada');
		const engine = engineFor(org);
		await engine.publish();
		org.pass();
		const first = org.move(ada, 'Video Interview');
		await engine.tick();
		org.pass();
		org.ashby.edit(ada.id);
		org.ashby.addNote(ada.candidateId, 'Looks good');
		await engine.tick();
		org.pass();
		org.move(ada, 'Onsite');
		org.pass();
		const second = org.move(ada, 'Video Interview');
		await engine.tick();
		expect(idsOf(engine)).toEqual([first, second]);
	});

	test('if n8n starts while Ashby is down, the trigger continues with the next poll', async () => {
		const org = await twoJobs();
		const engine = engineFor(org);
		await engine.publish();
		await engine.tick();
		org.pass();
		const entry = org.move(org.apply('Ada'), 'Video Interview');
		org.ashby.fault = () => ({ kind: 'code', code: 'read_only' });
		await engine.restart();
		expect(engine.isRunning).toBe(true);
		// While it lasts, the executions show it.
		await engine.tick();
		expect(engine.errors).toHaveLength(1);
		org.ashby.fault = undefined;
		await engine.tick();
		expect(idsOf(engine)).toEqual([entry]);
	});

	test('Include Candidates Who Left returns those who entered and left between two polls', async () => {
		const org = await twoJobs();
		const ada = org.apply('Ada');
		const engine = engineFor(org, { options: { includeWhoLeft: true } });
		await engine.publish();
		await engine.tick();
		org.pass();
		const entry = org.move(ada, 'Video Interview');
		org.pass();
		org.move(ada, 'Onsite');
		await engine.tick();
		org.pass();
		org.ashby.edit(ada.id);
		await engine.tick();
		expect(idsOf(engine)).toEqual([entry]);
		expect(engine.executions[0].stage).toEqual({
			id: org.stage('Video Interview'),
			title: 'Video Interview',
			type: null,
		});
	});
});
