import type { INodeParameters } from 'n8n-workflow';

import { enter, idsOf, org, publishedFor, useTwoJobs } from '../stageTrigger/setUp.mts';

const pass = useTwoJobs();

const ADA = { name: 'Ada de Vries', email: 'ada@example.com', phone: '+31612345678' };

async function itemFor(more: INodeParameters = {}, person: { name: string } = ADA) {
	const { id: candidateId } = org.ashby.addCandidate(person);
	const stageId = org.stage('Phone Screen');
	const application = org.ashby.addApplication({ candidateId, jobId: org.job.id, stageId });
	pass(org);
	const engine = await publishedFor(org, org.parameters(more));
	pass(org);
	org.move(application, 'Video Interview');
	await engine.tick();
	return { candidateId, application, item: engine.executions[0] };
}

test('an item has the promised fields, without Simplify the application as Ashby returns it', async () => {
	const { candidateId, application, item } = await itemFor();
	const [, { id, enteredStageAt, actorId }] = org.ashby.historyOf(application.id);
	const url = `https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/${candidateId}`;
	expect(item).toEqual({
		...{ id, enteredStageAt, movedBy: actorId ?? null },
		candidate: { id: candidateId, ...ADA, firstName: 'Ada', lastName: 'de Vries', url },
		application: { id: application.id, status: 'Active' },
		job: { id: org.job.id, title: 'Support Agent' },
		stage: { id: org.stage('Video Interview'), title: 'Video Interview', type: 'Active' },
		previousStage: { id: org.stage('Phone Screen'), title: 'Phone Screen' },
		attempt: { entryId: id, number: 1, isRepeat: false, since: enteredStageAt, until: null },
	});
	const whole = await itemFor({ simplify: false });
	const currentInterviewStage = { id: org.stage('Video Interview') };
	const hiringTeam = expect.any(Array);
	const returned = { id: whole.application.id, hiringTeam, currentInterviewStage };
	expect(whole.item.application).toMatchObject(returned);
	expect(whole.item.application).not.toHaveProperty('applicationHistory');
});

test.each(['missing', 'null'] as const)('absent values are null: %s', async (absentAs) => {
	org.ashby.switches.absentAs = absentAs;
	const { item } = await itemFor({}, { name: 'Zoë' });
	const absent = { lastName: null, email: null, phone: null };
	expect(item.candidate).toMatchObject({ firstName: 'Zoë', ...absent });
});

test('the stage of an entry that has ended has no type, which only the application has', async () => {
	const engine = await publishedFor(org, org.parameters({ options: { includeWhoLeft: true } }));
	pass(org);
	org.move(enter(org, 'Ada'), 'Onsite');
	await engine.tick();
	const stage = { id: org.stage('Video Interview'), title: 'Video Interview', type: null };
	expect(engine.executions).toMatchObject([{ stage }]);
});

test('a candidate without a name doesn’t prevent the others from being returned', async () => {
	const engine = await publishedFor(org);
	pass(org);
	const [ada, bea, cleo] = ['Ada', 'Bea', 'Cleo'].map((name) => enter(org, name));
	org.ashby.candidates.get(bea.candidateId)!.name = null as never;
	org.ashby.onExchange = undefined;
	await engine.tick();
	expect(idsOf(engine).sort()).toEqual([ada.entry, bea.entry, cleo.entry].sort());
	const nobody = engine.executions.find(({ id }) => id === bea.entry)?.candidate;
	expect(nobody).toMatchObject({ name: null, firstName: null, lastName: null });
});
