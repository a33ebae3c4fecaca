import type { INodeParameters } from 'n8n-workflow';

import type { Application, Job } from '../../../../sandbox/ashby.mts';
import { expectError, locator, setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();
const KEY = '0123456789abcdef'.repeat(2);
let engineer: Job;
let ada: Application;

beforeEach(() => {
	engineer = addJob('Engineer');
	ada = apply('Ada');
});

function addJob(title: string): Job {
	const { id } = setUp.sandbox.addInterviewPlan({ title });
	return setUp.sandbox.addJob({ title, interviewPlanIds: [id] });
}

function apply(name: string, jobId = engineer.id): Application {
	const { id: candidateId } = setUp.sandbox.addCandidate({ name });
	return setUp.sandbox.addApplication({ candidateId, jobId });
}

const run = async (operation: string, parameters: INodeParameters, mode?: 'manual') =>
	await setUp.rows({ resource: 'application', operation, ...parameters }, mode && { mode });
const stageOf = (title: string, job = engineer) =>
	setUp.sandbox.stagesOf(job.id).find((stage) => stage.title === title)!;
const titleOf = ({ id }: Application) => setUp.sandbox.historyOf(id).at(-1)!.title;

test('get returns the application with its history, and says if no ID is given', async () => {
	const applicationHistory = [{ stageNumber: 0 }];
	const row = { id: ada.id, candidate: { name: 'Ada' }, applicationHistory };
	expect(await run('get', { applicationId: ` ${ada.id} ` })).toMatchObject([row]);
	await expectError(run('get', { applicationId: '' }), "'Application' is empty");
});

describe('getAll', () => {
	const names = async (parameters: INodeParameters) => {
		const rows = await run('getAll', { returnAll: true, ...parameters });
		return rows.map((row) => (row.candidate as { name: string }).name);
	};

	test('returns all pages, or as many rows as requested', async () => {
		for (let number = 0; number < 130; number++) apply(`Number ${number}`);
		expect(await names({})).toHaveLength(131);
		expect(await names({ returnAll: false, limit: 2 })).toEqual(['Ada', 'Number 0']);
	});

	test('filters by job, picked or by ID, status, and creation time in the workflow’s time zone, but not if left empty', async () => {
		const other = addJob('Designer');
		setUp.sandbox.archive(apply('Grace', other.id).id);
		for (const mode of ['list', 'id']) {
			expect(await names({ filters: { job: locator(mode, other.id) } })).toEqual(['Grace']);
		}
		expect(await names({ filters: { status: 'Archived' } })).toEqual(['Grace']);
		const filters = { job: locator('list', ''), createdAfter: '' };
		expect(await names({ filters })).toEqual(['Ada', 'Grace']);
		expect(setUp.sent('application.list').at(-1)).toEqual({ limit: 100 });
		await names({ filters: { createdAfter: '2026-01-31T09:00:00' } });
		// The workflow is in n8n's default time zone, New York.
		const createdAfter = Date.parse('2026-01-31T14:00Z');
		expect(setUp.sent('application.list').at(-1)).toMatchObject({ createdAfter });
	});

	test('filters by stage, picked or by name, and counts only those toward the limit', async () => {
		const stage = stageOf('Video Interview');
		const three = ['Bea', 'Cem', 'Dee'];
		for (const name of three) setUp.sandbox.move(apply(name).id, stage.id);
		const row = (job: string, mode: string, stage: string) => ({
			job: locator('list', job),
			stage: locator(mode, stage),
		});
		const inStage = (...link: INodeParameters[]) => ({ links: { link } });
		const picked = inStage(row(ada.jobId, 'list', stage.id));
		expect(await names(picked)).toEqual(three);
		expect(await names({ ...picked, returnAll: false, limit: 2 })).toHaveLength(2);
		expect(await names(inStage(row('*', 'name', 'video interview')))).toEqual(three);
		expect(await names(inStage(row('*', 'name', 'Offer')))).toEqual([]);
		expect(setUp.sent('application.list')).toEqual([
			...Array(2).fill({ limit: 100, jobId: ada.jobId }),
			...Array(2).fill({ limit: 100 }),
		]);
		const unset = "'Stage' is not set in row 1 of 'Jobs and Stages'";
		await expectError(names(inStage(row(ada.jobId, 'list', ''))), unset);
		const named = ['Video Interview', 'Vido Interview'].map((name) => row(ada.jobId, 'name', name));
		const gone = /^Row 2 of 'Jobs and Stages'.*'Vido Interview'/;
		await expectError(names(inStage(...named)), gone);
	});
});

describe('changeStage', () => {
	const change = async (title: string, more: INodeParameters = {}, mode?: 'manual') => {
		const stage = locator('list', stageOf(title).id);
		return await run('changeStage', { applicationId: ada.id, stage, ...more }, mode);
	};

	test('moves the application and returns it, but in a test run only if Write in Test Runs is on', async () => {
		const { id, title } = stageOf('Onsite');
		const moved = { id: ada.id, currentInterviewStage: { id, title } };
		const before = titleOf(ada);
		expect(await change('Onsite', {}, 'manual')).toMatchObject([{ testRun: true, ...moved }]);
		expect(titleOf(ada)).toBe(before);
		expect(await change('Onsite')).toMatchObject([moved]);
		expect(titleOf(ada)).toBe('Onsite');
		await change('Offer', { writeInTestRuns: true }, 'manual');
		expect(titleOf(ada)).toBe('Offer');
	});

	test('archives with a reason, and says what to do about it or if the response gets lost', async () => {
		const [id] = setUp.sandbox.archiveReasons.keys();
		const reason = { options: { archiveReason: id } };
		const missing = /archive reason id is required for archive stages/;
		await expectError(change('Archived'), missing, "add the option 'Archive Reason'");
		await expectError(change('Onsite', reason), /./, "remove the option 'Archive Reason'");
		const archived = { status: 'Archived', archiveReason: { id } };
		expect(await change('Archived', reason)).toMatchObject([archived]);
		setUp.failAt('application.changeStage', { kind: 'dropAfter' });
		await expectError(change('Onsite'), /./, 'may have been moved anyway');
	});

	test('to a stage that is gone names it as it was when it was picked, and to none says so', async () => {
		const gone = locator('list', '8f3a7c52-1f63-4b7e-8b68-0c9c8d1d7c11');
		const stage = { ...gone, cachedResultName: 'Onsite · 5 of 8' };
		const advice = "Select the stage again in 'Stage'. 'Onsite' may have been";
		await expectError(change('Onsite', { stage }), /Interview stage not found/, advice);
		await expectError(change('Onsite', { stage: locator('list', '') }), "'Stage' is empty");
	});
});

/** What moves an application on after a response. */
describe('By Candidate, By Name, and Only If Invited As:', () => {
	let designer: Job;
	beforeEach(() => void (designer = addJob('Designer')));

	const applyAgain = () =>
		setUp.sandbox.addApplication({ candidateId: ada.candidateId, jobId: designer.id });
	const moveOn = async (more: INodeParameters = {}) => {
		const applicationId = locator('candidate', ada.candidateId);
		return await run('changeStage', { applicationId, stage: locator('name', ' onsite'), ...more });
	};
	const asInvited = { options: { invitedAs: KEY } };
	const notMoved = [{ moved: false }];

	/** As a trigger and Invite do: a note about the entry into a stage. */
	function invited(application: Application, job = engineer): void {
		const { id } = setUp.sandbox.move(application.id, stageOf('Phone Screen', job).id);
		setUp.sandbox.addNote(application.candidateId, `Invited. Participant: ${KEY} Ref: ${id}`);
	}

	test('the only active application of a candidate is found; several are listed, and none is moved', async () => {
		setUp.sandbox.archive(applyAgain().id);
		const applicationId = locator('candidate', ada.candidateId);
		expect(await run('get', { applicationId })).toMatchObject([{ id: ada.id }]);
		const several = `^2 applications of the candidate ${ada.candidateId} are active: .*Designer \\(${applyAgain().id}`;
		const advice = "Enter the ID of the right one in 'Application'";
		await expectError(moveOn(), new RegExp(several), advice);
		expect(setUp.sent('application.changeStage')).toEqual([]);
	});

	test('a stage by name is the one in the application’s own plan, which has no other names', async () => {
		await moveOn();
		const own = { applicationId: ada.id, interviewStageId: stageOf('Onsite').id };
		expect(setUp.sent('application.changeStage')).toMatchObject([own]);
		expect(setUp.sent('application.info')).toHaveLength(1);
		await moveOn({ stage: locator('list', 'Offer') });
		expect(titleOf(ada)).toBe('Offer');
		const unknown = "No stage in the interview plan of Ada is called 'On-site'";
		const advice = ["In 'Stage', enter one of these names: ", 'Onsite'];
		await expectError(moveOn({ stage: locator('name', 'On-site') }), unknown, ...advice);
	});

	test('of several applications, the one is moved that is still where the participant was invited', async () => {
		const other = applyAgain();
		setUp.sandbox.move(ada.id, stageOf('Phone Screen').id);
		invited(other, designer);
		await moveOn(asInvited);
		expect([titleOf(ada), titleOf(other)]).toEqual(['Phone Screen', 'Onsite']);
	});

	test('who was moved by a person, also back into the stage, is not moved', async () => {
		invited(ada);
		for (const title of ['Offer', 'Phone Screen']) {
			setUp.sandbox.move(ada.id, stageOf(title).id);
			const reason = expect.stringContaining('still in the stage');
			expect(await moveOn(asInvited)).toEqual([{ moved: false, reason }]);
			expect(titleOf(ada)).toBe(title);
		}
	});

	test.each(['candidate', 'id'])('nobody is moved twice, or archived (by %s)', async (mode) => {
		const value = mode === 'id' ? ada.id : ada.candidateId;
		const parameters = { ...asInvited, applicationId: locator(mode, value) };
		invited(ada);
		await moveOn(parameters);
		expect(await moveOn(parameters)).toMatchObject(notMoved);
		expect(setUp.sent('application.changeStage')).toHaveLength(1);
		invited(ada);
		setUp.sandbox.archive(ada.id);
		expect(await moveOn(parameters)).toMatchObject(notMoved);
	});

	test('nobody is moved if the step before found nobody, or the key is missing', async () => {
		const nobody = { ...asInvited, applicationId: locator('candidate', '') };
		expect(await moveOn(nobody)).toMatchObject(notMoved);
		invited(ada);
		await expectError(moveOn({ options: { invitedAs: '' } }), "'Only If Invited As' is empty");
	});
});
