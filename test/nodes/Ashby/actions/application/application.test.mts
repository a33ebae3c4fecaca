import type { INodeParameters } from 'n8n-workflow';

import type { Application, Job } from '../../../../sandbox/ashby.mts';
import { rejection } from '../../../../support/rejection.mts';
import { setUpAshby } from '../../setUp.mts';

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

const application = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'application',
	operation,
	...parameters,
});

const stageOf = (title: string) =>
	[...setUp.sandbox.interviewPlans.values()]
		.flatMap(({ stages }) => stages)
		.find((stage) => stage.title === title)!;

test('get returns the application with its history', async () => {
	const [row] = await setUp.rows(application('get', { applicationId: ` ${ada.id} ` }));
	expect(row).toMatchObject({
		id: ada.id,
		candidate: { name: 'Ada' },
		applicationHistory: [{ stageNumber: 0 }],
	});
});

test('get without an ID says so', async () => {
	const error = await rejection(setUp.rows(application('get', { applicationId: '' })));
	expect(error.message).toBe("'Application' is empty");
});

describe('getAll', () => {
	const names = async (parameters: INodeParameters) => {
		const rows = await setUp.rows(application('getAll', { returnAll: true, ...parameters }));
		return rows.map((row) => (row.candidate as { name: string }).name);
	};

	test('returns all pages, or as many rows as requested', async () => {
		for (let number = 0; number < 130; number++) apply(`Number ${number}`);
		await expect(names({})).resolves.toHaveLength(131);
		await expect(names({ returnAll: false, limit: 2 })).resolves.toEqual(['Ada', 'Number 0']);
	});

	test.each(['list', 'id'])('filters by the job %s', async (mode) => {
		const other = setUp.sandbox.addJob({ title: 'Designer' });
		apply('Grace', other.id);
		const filters = { job: { __rl: true, mode, value: other.id } };
		await expect(names({ filters })).resolves.toEqual(['Grace']);
	});

	test('filters by stage, picked or by name, and counts only those toward the limit', async () => {
		const stage = stageOf('Video Interview');
		for (const name of ['Bea', 'Cem', 'Dee']) setUp.sandbox.move(apply(name).id, stage.id);
		const locator = (mode: string, value: string) => ({ __rl: true, mode, value });
		const inStage = (job: string, mode: string, value: string) => ({
			links: { link: [{ job: locator('list', job), stage: locator(mode, value) }] },
		});
		const picked = inStage(ada.jobId, 'list', stage.id);
		await expect(names(picked)).resolves.toEqual(['Bea', 'Cem', 'Dee']);
		await expect(names({ ...picked, returnAll: false, limit: 2 })).resolves.toHaveLength(2);
		const byName = inStage('*', 'name', 'video interview');
		await expect(names(byName)).resolves.toEqual(['Bea', 'Cem', 'Dee']);
		await expect(names(inStage('*', 'name', 'Offer'))).resolves.toEqual([]);
		const unset = await rejection(names(inStage(ada.jobId, 'list', '')));
		expect(unset.message).toBe("'Stage' is not set in row 1 of 'Jobs and Stages'");
		const gone = await rejection(names(inStage(ada.jobId, 'name', 'Vido Interview')));
		expect(gone.message).toContain("'Vido Interview'");
		const links = ['Video Interview', 'Vido Interview'].flatMap(
			(name) => inStage(ada.jobId, 'name', name).links.link,
		);
		const oneGone = await rejection(names({ links: { link: links } }));
		expect(oneGone.message).toContain("Row 2 of 'Jobs and Stages'");
		expect(setUp.sent('application.list').slice(0, 4)).toEqual([
			...Array(2).fill({ limit: 100, jobId: ada.jobId }),
			...Array(2).fill({ limit: 100 }),
		]);
	});

	test('filters by status', async () => {
		setUp.sandbox.archive(apply('Grace').id);
		await expect(names({ filters: { status: 'Archived' } })).resolves.toEqual(['Grace']);
	});

	test('filters by creation time, in the workflow’s time zone', async () => {
		await names({ filters: { createdAfter: '2026-01-31T09:00:00' } });
		// The workflow is in n8n's default time zone, New York.
		expect(setUp.sent('application.list')[0].createdAfter).toBe(Date.parse('2026-01-31T14:00Z'));
	});

	test('ignores filters that were added but left empty', async () => {
		const job = { __rl: true, mode: 'list', value: '' };
		await expect(names({ filters: { job, createdAfter: '' } })).resolves.toEqual(['Ada']);
		expect(setUp.sent('application.list')).toEqual([{ limit: 100 }]);
	});
});

describe('changeStage', () => {
	const change = (title: string, parameters: INodeParameters = {}) =>
		application('changeStage', {
			applicationId: ada.id,
			stage: { __rl: true, mode: 'list', value: stageOf(title).id },
			...parameters,
		});

	test('moves the application and returns it', async () => {
		const [row] = await setUp.rows(change('Onsite'));
		expect(row).toMatchObject({ id: ada.id, currentInterviewStage: { title: 'Onsite' } });
		expect(
			setUp.sandbox
				.historyOf(ada.id)
				.map(({ title }) => title)
				.at(-1),
		).toBe('Onsite');
	});

	test('in a test run only shows the move, unless Write in Test Runs is on', async () => {
		const before = setUp.sandbox.historyOf(ada.id).length;
		const mode = 'manual' as const;
		const [shown] = await setUp.run(change('Onsite'), undefined, { mode });
		const currentInterviewStage = { id: stageOf('Onsite').id, title: 'Onsite' };
		expect(shown.json).toMatchObject({ testRun: true, id: ada.id, currentInterviewStage });
		expect(setUp.sandbox.historyOf(ada.id)).toHaveLength(before);
		const [moved] = await setUp.run(change('Onsite', { writeInTestRuns: true }), undefined, {
			mode,
		});
		expect(moved.json).toMatchObject({ currentInterviewStage: { title: 'Onsite' } });
	});

	test('moves all it can, then names the applications that failed', async () => {
		const grace = apply('Grace');
		const items = ['', ada.id, '', grace.id].map((id) => ({ json: { id } }));
		const parameters = change('Onsite', { applicationId: '={{ $json.id }}' });
		const error = await rejection(setUp.run(parameters, items));
		expect(error.message).toBe("2 of 4 items failed: 'Application' is empty");
		for (const { id } of [ada, grace]) {
			expect(setUp.sandbox.historyOf(id).at(-1)?.title).toBe('Onsite');
		}
	});

	test('archives with a reason', async () => {
		const [archiveReason] = setUp.sandbox.archiveReasons.keys();
		const [row] = await setUp.rows(change('Archived', { options: { archiveReason } }));
		expect(row).toMatchObject({ status: 'Archived', archiveReason: { id: archiveReason } });
	});

	test('to an Archived stage without a reason says to select one', async () => {
		const error = await rejection(setUp.rows(change('Archived')));
		expect(error.message).toContain('archive reason id is required for archive stages');
		expect(error.description).toContain("add the option 'Archive Reason'");
	});

	test('to another stage with a reason says to clear it', async () => {
		const [archiveReason] = setUp.sandbox.archiveReasons.keys();
		const error = await rejection(setUp.rows(change('Onsite', { options: { archiveReason } })));
		expect(error.description).toContain("remove the option 'Archive Reason'");
	});

	test('says to check first if the response gets lost', async () => {
		setUp.sandbox.fault = ({ path }) =>
			path === '/application.changeStage' ? { kind: 'dropAfter' } : undefined;
		const error = await rejection(setUp.rows(change('Onsite')));
		expect(error.description).toContain('may have been moved anyway');
	});

	test('to a stage that is gone names it as it was when it was picked', async () => {
		const stage = {
			__rl: true,
			mode: 'list',
			value: '8f3a7c52-1f63-4b7e-8b68-0c9c8d1d7c11',
			cachedResultName: 'Onsite · 5 of 8',
		};
		const error = await rejection(setUp.rows(change('Onsite', { stage })));
		expect(error.message).toContain('Interview stage not found');
		expect(error.description).toContain(
			"Select the stage again in 'Stage'. 'Onsite' may have been",
		);
	});

	test('without a stage says so', async () => {
		const stage = { __rl: true, mode: 'list', value: '' };
		const error = await rejection(setUp.rows(change('Onsite', { stage })));
		expect(error.message).toBe("'Stage' is empty");
	});
});
