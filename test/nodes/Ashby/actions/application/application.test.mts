import type { INodeParameters } from 'n8n-workflow';

import type { Application, Job } from '../../../../sandbox/ashby.mts';
import { expectError, locator, setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();
let engineer: Job;
let ada: Application;

beforeEach(() => {
	const plan = setUp.sandbox.addInterviewPlan({ title: 'Engineering' });
	engineer = setUp.sandbox.addJob({ title: 'Engineer', interviewPlanIds: [plan.id] });
	ada = apply('Ada');
});

function apply(name: string, jobId = engineer.id): Application {
	const { id: candidateId } = setUp.sandbox.addCandidate({ name });
	return setUp.sandbox.addApplication({ candidateId, jobId });
}

const application = (operation: string, parameters: INodeParameters): INodeParameters => ({
	resource: 'application',
	operation,
	...parameters,
});

const stageOf = (title: string) =>
	[...setUp.sandbox.interviewPlans.values()]
		.flatMap(({ stages }) => stages)
		.find((stage) => stage.title === title)!;

test('get returns the application with its history, and says if no ID is given', async () => {
	const rows = await setUp.rows(application('get', { applicationId: ` ${ada.id} ` }));
	const applicationHistory = [{ stageNumber: 0 }];
	expect(rows).toMatchObject([{ id: ada.id, candidate: { name: 'Ada' }, applicationHistory }]);
	const nothing = setUp.rows(application('get', { applicationId: '' }));
	await expectError(nothing, "'Application' is empty");
});

describe('getAll', () => {
	const names = async (parameters: INodeParameters) => {
		const rows = await setUp.rows(application('getAll', { returnAll: true, ...parameters }));
		return rows.map((row) => (row.candidate as { name: string }).name);
	};

	test('returns all pages, or as many rows as requested', async () => {
		for (let number = 0; number < 130; number++) apply(`Number ${number}`);
		expect(await names({})).toHaveLength(131);
		expect(await names({ returnAll: false, limit: 2 })).toEqual(['Ada', 'Number 0']);
	});

	test('filters by job, picked or by ID, and by status', async () => {
		const other = setUp.sandbox.addJob({ title: 'Designer' });
		setUp.sandbox.archive(apply('Grace', other.id).id);
		for (const mode of ['list', 'id']) {
			expect(await names({ filters: { job: locator(mode, other.id) } })).toEqual(['Grace']);
		}
		expect(await names({ filters: { status: 'Archived' } })).toEqual(['Grace']);
	});

	test('filters by stage, picked or by name, and counts only those toward the limit', async () => {
		const stage = stageOf('Video Interview');
		const three = ['Bea', 'Cem', 'Dee'];
		for (const name of three) setUp.sandbox.move(apply(name).id, stage.id);
		const inStage = (job: string, mode: string, ...values: string[]) => ({
			links: {
				link: values.map((value) => ({ job: locator('list', job), stage: locator(mode, value) })),
			},
		});
		const picked = inStage(ada.jobId, 'list', stage.id);
		expect(await names(picked)).toEqual(three);
		expect(await names({ ...picked, returnAll: false, limit: 2 })).toHaveLength(2);
		expect(await names(inStage('*', 'name', 'video interview'))).toEqual(three);
		expect(await names(inStage('*', 'name', 'Offer'))).toEqual([]);
		expect(setUp.sent('application.list')).toEqual([
			...Array(2).fill({ limit: 100, jobId: ada.jobId }),
			...Array(2).fill({ limit: 100 }),
		]);
		const unset = "'Stage' is not set in row 1 of 'Jobs and Stages'";
		await expectError(names(inStage(ada.jobId, 'list', '')), unset);
		const gone = inStage(ada.jobId, 'name', 'Video Interview', 'Vido Interview');
		await expectError(names(gone), /^Row 2 of 'Jobs and Stages'.*'Vido Interview'/);
	});

	test('filters by creation time, in the workflow’s time zone', async () => {
		await names({ filters: { createdAfter: '2026-01-31T09:00:00' } });
		// The workflow is in n8n's default time zone, New York.
		expect(setUp.sent('application.list')[0].createdAfter).toBe(Date.parse('2026-01-31T14:00Z'));
	});

	test('ignores filters that were added but left empty', async () => {
		const filters = { job: locator('list', ''), createdAfter: '' };
		expect(await names({ filters })).toEqual(['Ada']);
		expect(setUp.sent('application.list')).toEqual([{ limit: 100 }]);
	});
});

describe('changeStage', () => {
	const change = (title: string, parameters: INodeParameters = {}) =>
		application('changeStage', {
			applicationId: ada.id,
			stage: locator('list', stageOf(title).id),
			...parameters,
		});
	const reason = () => ({ archiveReason: [...setUp.sandbox.archiveReasons.keys()][0] });
	const entries = () => setUp.sandbox.historyOf(ada.id).map(({ title }) => title);

	test('moves the application and returns it, but in a test run only if Write in Test Runs is on', async () => {
		const before = entries();
		const mode = 'manual' as const;
		const { id, title } = stageOf('Onsite');
		const moved = { id: ada.id, currentInterviewStage: { id, title } };
		const shown = await setUp.rows(change('Onsite'), { mode });
		expect(shown).toMatchObject([{ testRun: true, ...moved }]);
		expect(entries()).toEqual(before);
		expect(await setUp.rows(change('Onsite'))).toMatchObject([moved]);
		expect(entries()).toEqual([...before, 'Onsite']);
		await setUp.rows(change('Offer', { writeInTestRuns: true }), { mode });
		expect(entries()).toEqual([...before, 'Onsite', 'Offer']);
	});

	test('archives with a reason, and says what to do about it or if the response gets lost', async () => {
		const missing = /archive reason id is required for archive stages/;
		const without = setUp.rows(change('Archived'));
		await expectError(without, missing, "add the option 'Archive Reason'");
		const needless = setUp.rows(change('Onsite', { options: reason() }));
		await expectError(needless, /./, "remove the option 'Archive Reason'");
		const { archiveReason: id } = reason();
		const archived = await setUp.rows(change('Archived', { options: reason() }));
		expect(archived).toMatchObject([{ status: 'Archived', archiveReason: { id } }]);
		setUp.failAt('application.changeStage', { kind: 'dropAfter' });
		await expectError(setUp.rows(change('Onsite')), /./, 'may have been moved anyway');
	});

	test('to a stage that is gone names it as it was when it was picked, and to none says so', async () => {
		const cachedResultName = 'Onsite · 5 of 8';
		const gone = locator('list', '8f3a7c52-1f63-4b7e-8b68-0c9c8d1d7c11');
		await expectError(
			setUp.rows(change('Onsite', { stage: { ...gone, cachedResultName } })),
			/Interview stage not found/,
			"Select the stage again in 'Stage'. 'Onsite' may have been",
		);
		const unset = setUp.rows(change('Onsite', { stage: locator('list', '') }));
		await expectError(unset, "'Stage' is empty");
	});
});
