import type { INodeParameters } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { AshbySwitches } from '../../../sandbox/ashby.mts';
import { ClassicEngine } from '../../../support/engines.mts';
import { setUpTwoJobs } from '../stageTrigger/setUp.mts';

const twoJobs = setUpTwoJobs();

describe('the item', () => {
	async function itemFor(more: INodeParameters = {}, switches: Partial<AshbySwitches> = {}) {
		const org = await twoJobs(switches);
		const candidate = org.ashby.addCandidate({
			name: 'Ada de Vries',
			email: 'ada@example.com',
			phone: '+31612345678',
		});
		const application = org.ashby.addApplication({
			candidateId: candidate.id,
			jobId: org.job.id,
			stageId: org.stage('Phone Screen'),
		});
		const engine = new ClassicEngine(new AshbyStageTrigger(), {
			parameters: org.parameters(more),
			credentials: org.credentials(),
		});
		await engine.publish();
		org.pass();
		org.move(application, 'Video Interview');
		await engine.tick();
		return { org, candidate, application, item: engine.executions[0] };
	}

	test('has the promised fields', async () => {
		const { org, candidate, application, item } = await itemFor();
		const rows = org.ashby.historyOf(application.id);
		expect(item).toEqual({
			id: rows[1].id,
			enteredStageAt: rows[1].enteredStageAt,
			movedBy: rows[1].actorId ?? null,
			candidate: {
				id: candidate.id,
				name: 'Ada de Vries',
				firstName: 'Ada',
				lastName: 'de Vries',
				email: 'ada@example.com',
				phone: '+31612345678',
				url: `https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/${candidate.id}`,
			},
			application: { id: application.id, status: 'Active' },
			job: { id: org.job.id, title: 'Support Agent' },
			stage: { id: org.stage('Video Interview'), title: 'Video Interview', type: 'Active' },
			previousStage: { id: org.stage('Phone Screen'), title: 'Phone Screen' },
			attempt: {
				entryId: rows[1].id,
				number: 1,
				isRepeat: false,
				since: rows[1].enteredStageAt,
				until: null,
			},
		});
	});

	test('without Simplify has the application as Ashby returns it', async () => {
		const { org, item, application } = await itemFor({ simplify: false });
		expect(item.application).toMatchObject({
			id: application.id,
			hiringTeam: expect.any(Array),
			currentInterviewStage: { id: org.stage('Video Interview') },
		});
		expect(item.application).not.toHaveProperty('applicationHistory');
	});

	test.each(['missing', 'null'] as const)(
		'absent values are null (%s in the response)',
		async (absentAs) => {
			const org = await twoJobs({ absentAs });
			const { id } = org.ashby.addCandidate({ name: 'Zoë' });
			const application = org.ashby.addApplication({ candidateId: id, jobId: org.job.id });
			const engine = new ClassicEngine(new AshbyStageTrigger(), {
				parameters: org.parameters(),
				credentials: org.credentials(),
			});
			await engine.publish();
			org.pass();
			org.move(application, 'Video Interview');
			await engine.tick();
			expect(engine.executions[0].candidate).toMatchObject({
				firstName: 'Zoë',
				lastName: null,
				email: null,
				phone: null,
			});
		},
	);

	test('a candidate without a name doesn’t prevent the others from being returned', async () => {
		const org = await twoJobs();
		const engine = new ClassicEngine(new AshbyStageTrigger(), {
			parameters: org.parameters(),
			credentials: org.credentials(),
		});
		await engine.publish();
		org.pass();
		const people = ['Ada', 'Bea', 'Cleo'].map((name) => org.apply(name));
		org.ashby.candidates.get(people[1].candidateId)!.name = null as never;
		org.ashby.onExchange = undefined;
		const entries = people.map((application) => org.move(application, 'Video Interview'));
		await engine.tick();
		expect(engine.executions.map(({ id }) => id).sort()).toEqual([...entries].sort());
		const bea = engine.executions.find(({ id }) => id === entries[1]);
		expect(bea?.candidate).toMatchObject({ name: null, firstName: null, lastName: null });
	});
});
