import {
	searchApplicationStages,
	searchCandidates,
	searchJobs,
	searchJobsOrAny,
	searchStages,
} from '../../../../nodes/Ashby/methods/listSearch.ts';
import { getArchiveReasons } from '../../../../nodes/Ashby/methods/loadOptions.ts';
import type { Job, Permission } from '../../../sandbox/ashby.mts';
import { rejection, setUpAshby } from '../setUp.mts';

const setUp = setUpAshby();
const FEW = ['Screen', 'Video Interview', 'Archived'] as const;
const names = (list: { results: { name: string }[] }) => list.results.map(({ name }) => name);

function addPlan(title: string, ...stages: readonly string[]) {
	return setUp.sandbox.addInterviewPlan({
		title,
		stages: stages.map((stage) => ({
			title: stage,
			type: stage === 'Archived' ? ('Archived' as const) : ('Active' as const),
		})),
	});
}

function addJob(title: string, ...planIds: string[]): Job {
	return setUp.sandbox.addJob({
		title,
		interviewPlanIds: planIds.length > 0 ? planIds : [addPlan(`${title} Plan`, ...FEW).id],
	});
}

describe('jobs', () => {
	test('are the open ones, told apart by their requisition', async () => {
		const { sandbox } = setUp;
		const engineer = addJob('Engineer');
		sandbox.jobs.get(engineer.id)!.customRequisitionId = 'REQ-7';
		const designer = addJob('Designer');
		sandbox.setJobStatus(addJob('Closed Job').id, 'Closed');
		sandbox.setJobStatus(addJob('Draft Job').id, 'Draft');
		await expect(searchJobs.call(setUp.editor({}))).resolves.toEqual({
			results: [
				{ name: 'Engineer (REQ-7)', value: engineer.id },
				{ name: 'Designer', value: designer.id },
			],
			paginationToken: undefined,
		});
	});

	test.each([
		['as usual', {}],
		['over an empty page', { emptyMiddlePage: true }],
		['with a cursor on the last page', { lastPageCursor: true }],
	])('come in pages, %s', async (_how, switches) => {
		Object.assign(setUp.sandbox.switches, switches);
		const plan = addPlan('Plan', ...FEW);
		for (let number = 0; number < 230; number++) addJob(`Job ${number}`, plan.id);
		const seen: string[] = [];
		let token: string | undefined;
		do {
			const page = await searchJobs.call(setUp.editor({}), undefined, token);
			expect(page.results.length).toBeGreaterThan(0);
			seen.push(...names(page));
			token = page.paginationToken;
		} while (token);
		expect(seen).toEqual(Array.from({ length: 230 }, (_, number) => `Job ${number}`));
	});

	test('are found by title, open ones only', async () => {
		addJob('Staff Engineer');
		addJob('Designer');
		setUp.sandbox.setJobStatus(addJob('Junior Engineer').id, 'Closed');
		expect(names(await searchJobs.call(setUp.editor({}), ' engineer '))).toEqual([
			'Staff Engineer',
		]);
	});

	test('stand under Any Job for the trigger, on the first page', async () => {
		const plan = addPlan('Plan', ...FEW);
		for (let number = 0; number < 101; number++) addJob(`Job ${number}`, plan.id);
		const first = await searchJobsOrAny.call(setUp.editor({}));
		expect(first.results).toHaveLength(101);
		expect(first.results[0]).toEqual({ name: 'Any Job', value: '*' });
		const second = await searchJobsOrAny.call(setUp.editor({}), undefined, first.paginationToken);
		expect(names(second)).toEqual(['Job 100']);
	});

	test('Any Job is found by its name, and does not stand in the way of a search', async () => {
		addJob('Engineer');
		expect(names(await searchJobsOrAny.call(setUp.editor({}), 'any'))).toEqual(['Any Job']);
		expect(names(await searchJobsOrAny.call(setUp.editor({}), 'engin'))).toEqual(['Engineer']);
	});

	test('say which permission is missing', async () => {
		setUp.key = setUp.sandbox.addKey({ permissions: ['candidatesRead'] });
		const error = await rejection(searchJobs.call(setUp.editor({})));
		expect(error.message).toBe('The Ashby API key lacks the permission jobsRead');
		expect(error.description).toContain('Admin → Integrations → API Keys');
	});
});

describe('stages of the job beside the field', () => {
	test.each(['list', 'id'])('are in the plan’s order, job chosen by %s', async (mode) => {
		const job = addJob('Engineer');
		const { results } = await searchStages.call(setUp.triggerEditor({ mode, value: job.id }));
		const [{ id: planId }] = setUp.sandbox.interviewPlans.values();
		const { stages } = setUp.sandbox.interviewPlans.get(planId)!;
		expect(results).toEqual(stages.map(({ id, title }) => ({ name: title, value: id })));
	});

	test('of one plan need jobsRead alone', async () => {
		setUp.key = setUp.sandbox.addKey({ permissions: ['jobsRead'] });
		const value = addJob('Engineer').id;
		const context = setUp.triggerEditor({ mode: 'list', value });
		expect(names(await searchStages.call(context))).toEqual([...FEW]);
	});

	test('are filtered by what is typed', async () => {
		const value = addJob('Engineer').id;
		const context = setUp.triggerEditor({ mode: 'list', value });
		expect(names(await searchStages.call(context, 'video'))).toEqual(['Video Interview']);
	});

	test('of several plans are all there, told apart by the plan', async () => {
		const plans = [addPlan('Senior', 'Screen', 'Onsite'), addPlan('Junior', 'Screen', 'Task')];
		const job = addJob('Engineer', ...plans.map(({ id }) => id));
		plans[1].isArchived = true;
		const context = setUp.triggerEditor({ mode: 'list', value: job.id });
		const list = await searchStages.call(context);
		expect(names(list)).toEqual([
			'Screen (Senior)',
			'Onsite (Senior)',
			'Screen (Junior)',
			'Task (Junior)',
		]);
		expect(list.results.map(({ value }) => value)).toEqual(
			plans.flatMap(({ stages }) => stages.map(({ id }) => id)),
		);
	});

	test.each(['default', 'first'] as const)(
		'of several plans, without interviewsRead, are those of the %s one',
		async (multiPlanJob) => {
			setUp.sandbox.switches.multiPlanJob = multiPlanJob;
			const permissions: Permission[] = ['jobsRead'];
			setUp.key = setUp.sandbox.addKey({ permissions });
			const plans = [addPlan('Senior', 'Screen', 'Onsite'), addPlan('Junior', 'Task')];
			const job = addJob('Engineer', ...plans.map(({ id }) => id));
			setUp.sandbox.jobs.get(job.id)!.defaultInterviewPlanId = plans[1].id;
			const context = setUp.triggerEditor({ mode: 'list', value: job.id });
			expect(names(await searchStages.call(context))).toEqual(
				multiPlanJob === 'default' ? ['Task'] : ['Screen', 'Onsite'],
			);
		},
	);

	test.each([
		['', 'Pick a job first'],
		['*', 'Any Job has no stages of its own to list'],
	])('for the job "%s" say what to do', async (value, message) => {
		const error = await rejection(searchStages.call(setUp.triggerEditor({ mode: 'list', value })));
		expect(error.message).toBe(message);
		expect(error.description).toContain('By Name');
		expect(setUp.sandbox.counts.requests).toBe(0);
	});

	test('say when the job is not there', async () => {
		const value = '5b1b4a39-8d6e-4a4e-9a2e-3c1a2f6f0b77';
		const error = await rejection(searchStages.call(setUp.triggerEditor({ mode: 'id', value })));
		expect(error.message).toContain('Job not found');
	});
});

describe('stages of an application', () => {
	const parameters = (applicationId: string) => ({
		resource: 'application',
		operation: 'changeStage',
		applicationId,
	});

	test('are those of its job', async () => {
		const { sandbox } = setUp;
		const { id: candidateId } = sandbox.addCandidate({ name: 'Ada' });
		const { id } = sandbox.addApplication({ candidateId, jobId: addJob('Engineer').id });
		const list = await searchApplicationStages.call(setUp.editor(parameters(id)));
		expect(names(list)).toEqual([...FEW]);
	});

	test('ask for the application first', async () => {
		const error = await rejection(searchApplicationStages.call(setUp.editor(parameters(''))));
		expect(error.message).toBe("Fill in 'Application ID' first");
	});
});

describe('candidates', () => {
	beforeEach(() => {
		setUp.sandbox.addCandidate({ name: 'Ada Lovelace', email: 'ada@example.com' });
		setUp.sandbox.addCandidate({ name: 'Ada Yonath' });
	});

	test.each(['missing', 'null'] as const)('by name, without an email %s', async (absentAs) => {
		setUp.sandbox.switches.absentAs = absentAs;
		const { results } = await searchCandidates.call(setUp.editor({}), 'ada');
		const [lovelace, yonath] = [...setUp.sandbox.candidates.keys()];
		const url = 'https://app.ashbyhq.com/candidate-searches/new/right-side/candidates';
		expect(results).toEqual([
			{ name: 'Ada Lovelace (ada@example.com)', value: lovelace, url: `${url}/${lovelace}` },
			{ name: 'Ada Yonath', value: yonath, url: `${url}/${yonath}` },
		]);
	});

	test('by email once there is an @', async () => {
		const list = await searchCandidates.call(setUp.editor({}), 'ada@example.com');
		expect(names(list)).toEqual(['Ada Lovelace (ada@example.com)']);
		expect(setUp.sent('candidate.search')).toEqual([{ email: 'ada@example.com' }]);
	});

	test.each([undefined, ' '])('are not listed for the filter %p', async (filter) => {
		await expect(searchCandidates.call(setUp.editor({}), filter)).resolves.toEqual({ results: [] });
		expect(setUp.sandbox.counts.requests).toBe(0);
	});
});

test('archive reasons are offered by name', async () => {
	const reasons = [...setUp.sandbox.archiveReasons.values()];
	expect(reasons.length).toBeGreaterThan(1);
	reasons[0].isArchived = true;
	const options = await getArchiveReasons.call(setUp.editor({}));
	expect(options).toEqual(
		reasons
			.slice(1)
			.map(({ id, text }) => ({ name: text, value: id }))
			.sort((a, b) => a.name.localeCompare(b.name)),
	);
});
