/** *By Candidate*, *By Name*, and *Only If Invited As*: what moves an application on after a response. */
import type { INodeParameters } from 'n8n-workflow';

import type { Application, Job } from '../../../../sandbox/ashby.mts';
import { rejection } from '../../../../support/rejection.mts';
import { setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();
const KEY = '0123456789abcdef'.repeat(2);
let engineer: Job;
let designer: Job;
let ada: Application;

beforeEach(() => {
	const plan = (title: string) => setUp.sandbox.addInterviewPlan({ title }).id;
	engineer = setUp.sandbox.addJob({ title: 'Engineer', interviewPlanIds: [plan('Engineering')] });
	designer = setUp.sandbox.addJob({ title: 'Designer', interviewPlanIds: [plan('Design')] });
	const { id: candidateId } = setUp.sandbox.addCandidate({ name: 'Ada' });
	ada = setUp.sandbox.addApplication({ candidateId, jobId: engineer.id });
});

const stageOf = (title: string, job = engineer) =>
	setUp.sandbox.stagesOf(job.id).find((stage) => stage.title === title)!.id;
const titleOf = ({ id }: Application) => {
	const { stageId } = setUp.sandbox.applications.get(id)!;
	return setUp.sandbox.stages.get(stageId)!.title;
};
const byCandidate = (value: string) => ({ __rl: true, mode: 'candidate', value });
const byName = (value: string) => ({ __rl: true, mode: 'name', value });
const moveOn = async (more: INodeParameters = {}) =>
	await setUp.rows({
		resource: 'application',
		operation: 'changeStage',
		applicationId: byCandidate(ada.candidateId),
		stage: byName(' onsite'),
		...more,
	});
const asInvited = { options: { invitedAs: KEY } };

/** As a trigger and Invite do: a note about the entry into a stage. */
function invited(application: Application, title: string, job = engineer): void {
	const { id } = setUp.sandbox.move(application.id, stageOf(title, job));
	setUp.sandbox.addNote(application.candidateId, `Invited. Participant: ${KEY} Ref: ${id}`);
}

test('the only active application of a candidate is found', async () => {
	const archived = setUp.sandbox.addApplication({
		candidateId: ada.candidateId,
		jobId: designer.id,
	});
	setUp.sandbox.archive(archived.id);
	const get = { resource: 'application', operation: 'get' };
	const [row] = await setUp.rows({ ...get, applicationId: byCandidate(ada.candidateId) });
	expect(row).toMatchObject({ id: ada.id });
});

test('several active ones are listed, and none is moved', async () => {
	const other = setUp.sandbox.addApplication({ candidateId: ada.candidateId, jobId: designer.id });
	const { message, description } = await rejection(moveOn());
	expect(message).toContain(`2 applications of the candidate ${ada.candidateId} are active`);
	expect(message).toContain(`Designer (${other.id})`);
	expect(description).toBe("Enter the ID of the right one in 'Application'");
	expect(setUp.sent('application.changeStage')).toEqual([]);
});

test('a stage by name is the one in the application’s own plan, whatever other plans have', async () => {
	await moveOn();
	expect(setUp.sent('application.changeStage')).toMatchObject([
		{ applicationId: ada.id, interviewStageId: stageOf('Onsite') },
	]);
	expect(setUp.sent('application.info')).toHaveLength(1);
	await moveOn({ stage: { __rl: true, mode: 'list', value: 'Offer' } });
	expect(titleOf(ada)).toBe('Offer');
});

test('a name that the plan does not have is answered with the names it has', async () => {
	const { message, description } = await rejection(moveOn({ stage: byName('On-site') }));
	expect(message).toBe("No stage in the interview plan of Ada is called 'On-site'");
	expect(description).toMatch(/^In 'Stage', enter one of these names: .*Onsite/);
});

test('of several applications, the one is moved that is still where the participant was invited', async () => {
	const other = setUp.sandbox.addApplication({ candidateId: ada.candidateId, jobId: designer.id });
	setUp.sandbox.move(ada.id, stageOf('Phone Screen'));
	invited(other, 'Phone Screen', designer);
	await moveOn(asInvited);
	expect([titleOf(ada), titleOf(other)]).toEqual(['Phone Screen', 'Onsite']);
});

test('who was moved by a person, also back into the stage, is not moved', async () => {
	invited(ada, 'Phone Screen');
	for (const title of ['Offer', 'Phone Screen']) {
		setUp.sandbox.move(ada.id, stageOf(title));
		expect(await moveOn(asInvited)).toEqual([
			{ moved: false, reason: expect.stringContaining('still in the stage') },
		]);
		expect(titleOf(ada)).toBe(title);
	}
});

test.each(['candidate', 'id'])('nobody is moved twice, or when archived (by %s)', async (mode) => {
	const value = mode === 'id' ? ada.id : ada.candidateId;
	const parameters = { ...asInvited, applicationId: { __rl: true, mode, value } };
	invited(ada, 'Phone Screen');
	await moveOn(parameters);
	expect(await moveOn(parameters)).toMatchObject([{ moved: false }]);
	expect(setUp.sent('application.changeStage')).toHaveLength(1);
	invited(ada, 'Phone Screen');
	setUp.sandbox.archive(ada.id);
	expect(await moveOn(parameters)).toMatchObject([{ moved: false }]);
});

test('nobody is moved if the step before found nobody, or the key is missing', async () => {
	expect(await moveOn({ ...asInvited, applicationId: byCandidate('') })).toMatchObject([
		{ moved: false },
	]);
	invited(ada, 'Phone Screen');
	const { message } = await rejection(moveOn({ options: { invitedAs: '' } }));
	expect(message).toBe("'Only If Invited As' is empty");
});
