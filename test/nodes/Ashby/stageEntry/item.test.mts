import type { INodeParameters } from 'n8n-workflow';

import type { AshbySwitches } from '../../../sandbox/ashby.mts';
import { engineFor, idsOf, setUpTwoJobs } from '../stageTrigger/setUp.mts';

const twoJobs = setUpTwoJobs();

const ADA = { name: 'Ada de Vries', email: 'ada@example.com', phone: '+31612345678' };

async function itemFor(
	more: INodeParameters = {},
	person: typeof ADA | { name: string } = ADA,
	switches: Partial<AshbySwitches> = {},
) {
	const org = await twoJobs(switches);
	const candidate = org.ashby.addCandidate(person);
	const application = org.ashby.addApplication({
		candidateId: candidate.id,
		jobId: org.job.id,
		stageId: org.stage('Phone Screen'),
	});
	const engine = engineFor(org, org.parameters(more));
	await engine.publish();
	org.pass();
	org.move(application, 'Video Interview');
	await engine.tick();
	return { org, candidate, application, item: engine.executions[0] };
}

test('an item has the promised fields', async () => {
	const { org, candidate, application, item } = await itemFor();
	const rows = org.ashby.historyOf(application.id);
	expect(item).toEqual({
		id: rows[1].id,
		enteredStageAt: rows[1].enteredStageAt,
		movedBy: rows[1].actorId ?? null,
		candidate: {
			id: candidate.id,
			...ADA,
			firstName: 'Ada',
			lastName: 'de Vries',
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

test('an item without Simplify has the application as Ashby returns it', async () => {
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
		const { item } = await itemFor({}, { name: 'Zoë' }, { absentAs });
		const absent = { lastName: null, email: null, phone: null };
		expect(item.candidate).toMatchObject({ firstName: 'Zoë', ...absent });
	},
);

test('the stage of an entry that has ended has no type, which only the application has', async () => {
	const org = await twoJobs();
	const ada = org.apply('Ada');
	const engine = engineFor(org, org.parameters({ options: { includeWhoLeft: true } }));
	await engine.publish();
	org.pass();
	org.move(ada, 'Video Interview');
	org.move(ada, 'Onsite');
	await engine.tick();
	const stage = { id: org.stage('Video Interview'), title: 'Video Interview', type: null };
	expect(engine.executions).toMatchObject([{ stage }]);
});

test('a candidate without a name doesn’t prevent the others from being returned', async () => {
	const org = await twoJobs();
	const engine = engineFor(org);
	await engine.publish();
	org.pass();
	const people = ['Ada', 'Bea', 'Cleo'].map((name) => org.apply(name));
	org.ashby.candidates.get(people[1].candidateId)!.name = null as never;
	org.ashby.onExchange = undefined;
	const entries = people.map((application) => org.move(application, 'Video Interview'));
	await engine.tick();
	expect(idsOf(engine).sort()).toEqual([...entries].sort());
	const bea = engine.executions.find(({ id }) => id === entries[1]);
	expect(bea?.candidate).toMatchObject({ name: null, firstName: null, lastName: null });
});
