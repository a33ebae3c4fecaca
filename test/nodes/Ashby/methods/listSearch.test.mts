import {
	searchApplicationStages,
	searchCandidates,
	searchJobs,
	searchJobsOrAny,
	searchStages,
} from '../../../../nodes/Ashby/methods/listSearch.ts';
import type { Job, Permission } from '../../../sandbox/ashby.mts';
import { rejection } from '../../../support/rejection.mts';
import { setUpAshby } from '../setUp.mts';

const setUp = setUpAshby();
const FEW = ['Screen', 'Video Interview', 'Archived'] as const;
const FEW_LISTED = ['Screen · 1 of 3', 'Video Interview · 2 of 3', 'Archived · 3 of 3'];
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
	test('are in alphabetical order, with open ones first and without archived ones', async () => {
		const { sandbox } = setUp;
		sandbox.setJobStatus(addJob('Closed Job').id, 'Closed');
		sandbox.setJobStatus(addJob('Archived Job').id, 'Archived');
		sandbox.setJobStatus(addJob('Draft Job').id, 'Draft');
		const engineer = sandbox.addJob({ title: 'Engineer', requisitionId: 'REQ-7' });
		addJob('Designer');
		const list = await searchJobs.call(setUp.editor({}));
		expect(names(list)).toEqual([
			'Designer',
			'Engineer',
			'Closed Job · Closed',
			'Draft Job · Draft',
		]);
		expect(list.results[1].value).toBe(engineer.id);
		expect(list.paginationToken).toBeUndefined();
	});

	test.each([
		['as usual', {}],
		['over an empty page', { emptyMiddlePage: true }],
		['with a cursor on the last page', { lastPageCursor: true }],
	])('are paged, %s', async (_how, switches) => {
		Object.assign(setUp.sandbox.switches, switches);
		const plan = addPlan('Plan', ...FEW);
		for (let number = 0; number < 230; number++) addJob(`Job ${number}`, plan.id);
		const seen: string[] = [];
		let token: string | undefined;
		do {
			const page = await searchJobs.call(setUp.editor({}), undefined, token);
			seen.push(...names(page));
			token = page.paginationToken;
			// The editor asks for no more after an empty page.
			if (token) expect(page.results).not.toEqual([]);
		} while (token);
		expect(seen).toEqual(Array.from({ length: 230 }, (_, number) => `Job ${number}`));
		expect(setUp.sandbox.counts.requests).toBeLessThanOrEqual(6);
	});

	test('are found by title, open ones first', async () => {
		setUp.sandbox.setJobStatus(addJob('Junior Engineer').id, 'Closed');
		setUp.sandbox.setJobStatus(addJob('Former Engineer').id, 'Archived');
		addJob('Staff Engineer');
		addJob('Designer');
		expect(names(await searchJobs.call(setUp.editor({}), ' engineer '))).toEqual([
			'Staff Engineer',
			'Junior Engineer · Closed',
		]);
		expect(setUp.sandbox.counts.requests).toBe(1);
	});

	test('are found by requisition', async () => {
		setUp.sandbox.addJob({ title: 'Engineer', requisitionId: 'REQ-7' });
		addJob('Designer');
		expect(names(await searchJobs.call(setUp.editor({}), 'REQ-7'))).toEqual(['Engineer · REQ-7']);
		expect(setUp.sandbox.counts.requests).toBe(2);
	});

	test('with the same title show their location and requisition', async () => {
		setUp.sandbox.addJob({ title: 'Clerk', location: 'London', requisitionId: 'REQ-7' });
		setUp.sandbox.addJob({ title: 'Clerk', location: 'Berlin' });
		setUp.sandbox.addJob({ title: 'Senior Clerk' });
		const listed = ['Clerk · London, REQ-7', 'Clerk · Berlin', 'Senior Clerk'];
		expect(names(await searchJobs.call(setUp.editor({})))).toEqual(listed);
		setUp.sandbox.counts.requests = 0;
		expect(names(await searchJobs.call(setUp.editor({}), 'clerk'))).toEqual([...listed]);
		expect(setUp.sandbox.counts.requests).toBe(3);
	});

	test('that a search doesn’t find may be archived or confidential, which it says', async () => {
		const [only, ...others] = (await searchJobs.call(setUp.editor({}), 'Engineer')).results;
		expect(only).toEqual({ name: expect.stringContaining('Archived and confidential'), value: '' });
		expect(others).toEqual([]);
	});

	test('are found among 1,000 even if Ashby only searches for whole titles', async () => {
		const plan = addPlan('Plan', ...FEW);
		for (let number = 0; number < 999; number++) addJob(`Job ${number}`, plan.id);
		addJob('Zoologist', plan.id);
		setUp.sandbox.switches.searchTitle = 'whole';
		expect(names(await searchJobs.call(setUp.editor({}), 'zoo'))).toEqual(['Zoologist']);
		expect(setUp.sandbox.counts.requests).toBe(11);
	});

	test('are listed below Any Job for the trigger, on the first page', async () => {
		const plan = addPlan('Plan', ...FEW);
		for (let number = 0; number < 101; number++) addJob(`Job ${number}`, plan.id);
		const first = await searchJobsOrAny.call(setUp.editor({}));
		expect(first.results).toHaveLength(102);
		expect(first.results[0]).toEqual({ name: 'Any Job', value: '*' });
		const second = await searchJobsOrAny.call(setUp.editor({}), undefined, first.paginationToken);
		expect(names(second)).toEqual([]);
	});

	test('include Any Job in a search only by its name', async () => {
		addJob('Engineer');
		expect(names(await searchJobsOrAny.call(setUp.editor({}), 'any'))).toEqual(['Any Job']);
		expect(names(await searchJobsOrAny.call(setUp.editor({}), 'engin'))).toEqual(['Engineer']);
	});
});

describe('stages of the job in the same row', () => {
	test.each(['list', 'id'])(
		'are in the plan’s order, if the job is selected by %s',
		async (mode) => {
			const job = addJob('Engineer');
			const { results } = await searchStages.call(setUp.triggerEditor({ mode, value: job.id }));
			const [{ id: planId }] = setUp.sandbox.interviewPlans.values();
			const { stages } = setUp.sandbox.interviewPlans.get(planId)!;
			expect(results).toEqual(
				stages.map(({ id, title }, index) => ({ name: `${title} · ${index + 1} of 3`, value: id })),
			);
		},
	);

	test('of one plan only need jobsRead', async () => {
		setUp.key = setUp.sandbox.addKey({ permissions: ['jobsRead'] });
		const value = addJob('Engineer').id;
		const context = setUp.triggerEditor({ mode: 'list', value });
		expect(names(await searchStages.call(context))).toEqual(FEW_LISTED);
	});

	test('are filtered by the search text', async () => {
		const value = addJob('Engineer').id;
		const context = setUp.triggerEditor({ mode: 'list', value });
		expect(names(await searchStages.call(context, 'video'))).toEqual([FEW_LISTED[1]]);
	});

	test('that a job does not have are said to be missing', async () => {
		const value = addJob('Engineer', addPlan('Empty').id).id;
		const context = setUp.triggerEditor({ mode: 'list', value });
		await expect(searchStages.call(context)).rejects.toThrow(
			'This job has no stages. Give it an interview plan in Ashby',
		);
	});

	test('of several plans are all listed, with their plan', async () => {
		const plans = [addPlan('Senior', 'Screen', 'Onsite'), addPlan('Junior', 'Screen', 'Task')];
		const job = addJob('Engineer', ...plans.map(({ id }) => id));
		plans[1].isArchived = true;
		const context = setUp.triggerEditor({ mode: 'list', value: job.id });
		const list = await searchStages.call(context);
		expect(names(list)).toEqual([
			'Screen · 1 of 2, Senior',
			'Onsite · 2 of 2, Senior',
			'Screen · 1 of 2, Junior',
			'Task · 2 of 2, Junior',
		]);
		expect(list.results.map(({ value }) => value)).toEqual(
			plans.flatMap(({ stages }) => stages.map(({ id }) => id)),
		);
	});

	test.each(['default', 'first'] as const)(
		'of several plans, without interviewsRead, are those of the %s plan',
		async (multiPlanJob) => {
			setUp.sandbox.switches.multiPlanJob = multiPlanJob;
			const permissions: Permission[] = ['jobsRead'];
			setUp.key = setUp.sandbox.addKey({ permissions });
			const plans = [addPlan('Senior', 'Screen', 'Onsite'), addPlan('Junior', 'Task')];
			const job = addJob('Engineer', ...plans.map(({ id }) => id));
			setUp.sandbox.jobs.get(job.id)!.defaultInterviewPlanId = plans[1].id;
			const context = setUp.triggerEditor({ mode: 'list', value: job.id });
			expect(names(await searchStages.call(context))).toEqual(
				multiPlanJob === 'default' ? ['Task · 1 of 1'] : ['Screen · 1 of 2', 'Onsite · 2 of 2'],
			);
		},
	);

	test.each([
		['', 'Select a job first, or choose By Name'],
		['={{ $json.job }}', 'The job is an expression. Choose By Name or By ID'],
	])('for the job "%s" say what to do', async (value, message) => {
		const error = await rejection(searchStages.call(setUp.triggerEditor({ mode: 'list', value })));
		expect(error.message).toBe(message);
		expect(setUp.sandbox.counts.requests).toBe(0);
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
		expect(names(list)).toEqual(FEW_LISTED);
	});
});

describe('candidates', () => {
	beforeEach(() => {
		setUp.sandbox.addCandidate({ name: 'Ada Lovelace', email: 'ada@example.com' });
		setUp.sandbox.addCandidate({ name: 'Ada Yonath' });
	});

	test.each(['missing', 'null'] as const)(
		'are found by name, even without an email: %s',
		async (absentAs) => {
			setUp.sandbox.switches.absentAs = absentAs;
			const { results } = await searchCandidates.call(setUp.editor({}), 'ada');
			const [lovelace, yonath] = [...setUp.sandbox.candidates.keys()];
			const url = 'https://app.ashbyhq.com/candidate-searches/new/right-side/candidates';
			expect(results).toEqual([
				{ name: 'Ada Lovelace (ada@example.com)', value: lovelace, url: `${url}/${lovelace}` },
				{ name: 'Ada Yonath', value: yonath, url: `${url}/${yonath}` },
			]);
		},
	);

	test('are found by email if the search text contains an @', async () => {
		const list = await searchCandidates.call(setUp.editor({}), 'ada@example.com');
		expect(names(list)).toEqual(['Ada Lovelace (ada@example.com)']);
		expect(setUp.sent('candidate.search')).toEqual([{ email: 'ada@example.com' }]);
	});

	test.each([undefined, ' '])('aren’t listed for the search text %p', async (filter) => {
		await expect(searchCandidates.call(setUp.editor({}), filter)).resolves.toEqual({ results: [] });
		expect(setUp.sandbox.counts.requests).toBe(0);
	});
});
