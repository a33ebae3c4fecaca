/** *By Candidate*, *By Name*, and *Only If Invited As*: what moves an application on after a response. */
import type { INodeParameters } from 'n8n-workflow';

import type { Application, Job } from '../../../../sandbox/ashby.mts';
import { expectError, locator, setUpAshby } from '../../setUp.mts';

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
const applyAgain = () =>
	setUp.sandbox.addApplication({ candidateId: ada.candidateId, jobId: designer.id });
const moveOn = async (more: INodeParameters = {}) =>
	await setUp.rows({
		resource: 'application',
		operation: 'changeStage',
		applicationId: locator('candidate', ada.candidateId),
		stage: locator('name', ' onsite'),
		...more,
	});
const asInvited = { options: { invitedAs: KEY } };

/** As a trigger and Invite do: a note about the entry into a stage. */
function invited(application: Application, title: string, job = engineer): void {
	const { id } = setUp.sandbox.move(application.id, stageOf(title, job));
	setUp.sandbox.addNote(application.candidateId, `Invited. Participant: ${KEY} Ref: ${id}`);
}

test('the only active application of a candidate is found', async () => {
	setUp.sandbox.archive(applyAgain().id);
	const applicationId = locator('candidate', ada.candidateId);
	const rows = await setUp.rows({ resource: 'application', operation: 'get', applicationId });
	expect(rows).toMatchObject([{ id: ada.id }]);
});

test('several active ones are listed, and none is moved', async () => {
	const message = new RegExp(
		`^2 applications of the candidate ${ada.candidateId} are active: .*Designer \\(${applyAgain().id}`,
	);
	await expectError(moveOn(), message, "Enter the ID of the right one in 'Application'");
	expect(setUp.sent('application.changeStage')).toEqual([]);
});

test('a stage by name is the one in the application’s own plan, whatever other plans have', async () => {
	await moveOn();
	expect(setUp.sent('application.changeStage')).toMatchObject([
		{ applicationId: ada.id, interviewStageId: stageOf('Onsite') },
	]);
	expect(setUp.sent('application.info')).toHaveLength(1);
	await moveOn({ stage: locator('list', 'Offer') });
	expect(titleOf(ada)).toBe('Offer');
});

test('a name that the plan does not have is answered with the names it has', async () => {
	await expectError(
		moveOn({ stage: locator('name', 'On-site') }),
		"No stage in the interview plan of Ada is called 'On-site'",
		"In 'Stage', enter one of these names: ",
		'Onsite',
	);
});

test('of several applications, the one is moved that is still where the participant was invited', async () => {
	const other = applyAgain();
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
	const parameters = { ...asInvited, applicationId: locator(mode, value) };
	invited(ada, 'Phone Screen');
	await moveOn(parameters);
	expect(await moveOn(parameters)).toMatchObject([{ moved: false }]);
	expect(setUp.sent('application.changeStage')).toHaveLength(1);
	invited(ada, 'Phone Screen');
	setUp.sandbox.archive(ada.id);
	expect(await moveOn(parameters)).toMatchObject([{ moved: false }]);
});

test('nobody is moved if the step before found nobody, or the key is missing', async () => {
	const nobody = { ...asInvited, applicationId: locator('candidate', '') };
	expect(await moveOn(nobody)).toMatchObject([{ moved: false }]);
	invited(ada, 'Phone Screen');
	await expectError(moveOn({ options: { invitedAs: '' } }), "'Only If Invited As' is empty");
});
