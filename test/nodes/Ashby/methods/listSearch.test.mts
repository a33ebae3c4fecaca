import type { INodeListSearchItems } from 'n8n-workflow';

import * as methods from '../../../../nodes/Ashby/methods/listSearch.ts';
import type { Job, StageType } from '../../../sandbox/ashby.mts';
import { expectError, setUpAshby } from '../setUp.mts';

const setUp = setUpAshby();
const FEW = ['Screen', 'Video Interview', 'Archived'];
const FEW_LISTED = ['Screen · 1 of 3', 'Video Interview · 2 of 3', 'Archived · 3 of 3'];
const names = ({ results }: { results: INodeListSearchItems[] }) => results.map(({ name }) => name);

function addPlan(title: string, ...titles: string[]) {
	const typeOf = (stage: string): StageType => (stage === 'Archived' ? 'Archived' : 'Active');
	const stages = titles.map((stage) => ({ title: stage, type: typeOf(stage) }));
	return setUp.sandbox.addInterviewPlan({ title, stages });
}

function addJob(title: string, ...planIds: string[]): Job {
	const interviewPlanIds = planIds.length > 0 ? planIds : [addPlan(`${title} Plan`, ...FEW).id];
	return setUp.sandbox.addJob({ title, interviewPlanIds });
}

/** Returns their titles. */
function addJobs(count: number): string[] {
	const { id } = addPlan('Plan', ...FEW);
	return Array.from({ length: count }, (_, number) => addJob(`Job ${number}`, id).title);
}

describe('jobs', () => {
	const search = async (filter?: string, token?: string) =>
		await methods.searchJobs.call(setUp.editor({}), filter, token);

	test('are listed and found in alphabetical order, open ones first, without archived ones', async () => {
		const { sandbox } = setUp;
		for (const status of ['Closed', 'Archived', 'Draft'] as const) {
			sandbox.setJobStatus(addJob(`${status} Job`).id, status);
		}
		const engineer = sandbox.addJob({ title: 'Engineer', requisitionId: 'REQ-7' });
		addJob('Zebra Job');
		const list = await search();
		const listed = ['Engineer', 'Zebra Job', 'Closed Job · Closed', 'Draft Job · Draft'];
		expect(names(list)).toEqual(listed);
		expect(list.results[0].value).toBe(engineer.id);
		expect(list.paginationToken).toBeUndefined();
		expect(names(await search('REQ-7'))).toEqual(['Engineer · REQ-7']);
		setUp.sandbox.counts.requests = 0;
		expect(names(await search(' job '))).toEqual(listed.slice(1));
		expect(setUp.sandbox.counts.requests).toBe(1);
	});

	test.each([
		['as usual', {}],
		['over an empty page', { emptyMiddlePage: true }],
		['with a cursor on the last page', { lastPageCursor: true }],
	])('are paged, %s', async (_how, switches) => {
		Object.assign(setUp.sandbox.switches, switches);
		const titles = addJobs(230);
		const seen: string[] = [];
		let token: string | undefined;
		do {
			const page = await search(undefined, token);
			seen.push(...names(page));
			token = page.paginationToken;
			// The editor asks for no more after an empty page.
			if (token) expect(page.results).not.toEqual([]);
		} while (token);
		expect(seen).toEqual(titles);
		expect(setUp.sandbox.counts.requests).toBeLessThanOrEqual(6);
	});

	test('with the same title show their location and requisition', async () => {
		setUp.sandbox.addJob({ title: 'Clerk', location: 'London', requisitionId: 'REQ-7' });
		setUp.sandbox.addJob({ title: 'Clerk', location: 'Berlin' });
		setUp.sandbox.addJob({ title: 'Senior Clerk' });
		const listed = ['Clerk · London, REQ-7', 'Clerk · Berlin', 'Senior Clerk'];
		expect(names(await search())).toEqual(listed);
		setUp.sandbox.counts.requests = 0;
		expect(names(await search('clerk'))).toEqual(listed);
		expect(setUp.sandbox.counts.requests).toBe(3);
	});

	test('that a search doesn’t find may be archived or confidential, which it says', async () => {
		const name = expect.stringContaining('Archived and confidential');
		expect((await search('Engineer')).results).toEqual([{ name, value: '' }]);
	});

	test('are found among 1,000 even if Ashby only searches for whole titles', async () => {
		addJobs(999);
		addJob('Zoologist');
		setUp.sandbox.switches.searchTitle = 'whole';
		expect(names(await search('zoo'))).toEqual(['Zoologist']);
		expect(setUp.sandbox.counts.requests).toBe(11);
	});

	test('are listed below Any Job for the trigger, on the first page, and in a search by its name', async () => {
		addJobs(101);
		const searchOrAny = async (filter?: string, token?: string) =>
			await methods.searchJobsOrAny.call(setUp.editor({}), filter, token);
		const first = await searchOrAny();
		expect(first.results).toHaveLength(102);
		expect(first.results[0]).toEqual({ name: 'Any Job', value: '*' });
		expect(names(await searchOrAny(undefined, first.paginationToken))).toEqual([]);
		expect(names(await searchOrAny('any'))).toEqual(['Any Job']);
		expect(names(await searchOrAny('Job 100'))).toEqual(['Job 100']);
	});
});

describe('stages of the job in the same row', () => {
	const search = async ({ id }: { id: string }, mode = 'list', filter?: string) =>
		await methods.searchStages.call(setUp.triggerEditor(id, mode), filter);

	test.each(['list', 'id'])('are in order, by %s, and only need jobsRead', async (mode) => {
		setUp.key = setUp.sandbox.addKey({ permissions: ['jobsRead'] });
		const job = addJob('Engineer');
		const ids = setUp.sandbox.stagesOf(job.id).map(({ id }) => id);
		const listed = ids.map((value, index) => ({ name: FEW_LISTED[index], value }));
		expect((await search(job, mode)).results).toEqual(listed);
		expect(names(await search(job, mode, 'video'))).toEqual([FEW_LISTED[1]]);
	});

	test('that a job does not have are said to be missing', async () => {
		const message = 'This job has no stages. Give it an interview plan in Ashby';
		await expectError(search(addJob('Engineer', addPlan('Empty').id)), message);
	});

	test('of several plans are all listed, with their plan', async () => {
		const plans = [addPlan('Senior', 'Screen', 'Onsite'), addPlan('Junior', 'Screen', 'Task')];
		plans[1].isArchived = true;
		const list = await search(addJob('Engineer', ...plans.map(({ id }) => id)));
		const senior = ['Screen · 1 of 2, Senior', 'Onsite · 2 of 2, Senior'];
		expect(names(list)).toEqual([...senior, 'Screen · 1 of 2, Junior', 'Task · 2 of 2, Junior']);
		const ids = plans.flatMap(({ stages }) => stages.map(({ id }) => id));
		expect(list.results.map(({ value }) => value)).toEqual(ids);
	});

	test.each([
		['default', ['Task · 1 of 1']],
		['first', ['Screen · 1 of 2', 'Onsite · 2 of 2']],
	] as const)('without interviewsRead, are those of the %s plan', async (multiPlanJob, listed) => {
		setUp.sandbox.switches.multiPlanJob = multiPlanJob;
		setUp.key = setUp.sandbox.addKey({ permissions: ['jobsRead'] });
		const plans = [addPlan('Senior', 'Screen', 'Onsite'), addPlan('Junior', 'Task')];
		const job = addJob('Engineer', ...plans.map(({ id }) => id));
		setUp.sandbox.jobs.get(job.id)!.defaultInterviewPlanId = plans[1].id;
		expect(names(await search(job))).toEqual(listed);
	});

	test.each([
		['', 'Select a job first, or choose By Name'],
		['={{ $json.job }}', 'The job is an expression. Choose By Name or By ID'],
	])('for the job "%s" say what to do', async (id, message) => {
		await expectError(search({ id }), message);
		expect(setUp.sandbox.counts.requests).toBe(0);
	});
});

describe('stages by title, where the plan isn’t known:', () => {
	const search = async (filter?: string) =>
		await methods.searchStages.call(setUp.triggerEditor('*'), filter);

	test('those of Any Job are listed with the number of plans, and read once while a person types', async () => {
		addPlan('Senior', 'Screen', 'Video Interview');
		addPlan('Junior', 'Video Interview');
		expect(names(await search())).toEqual(['Video Interview · 2 plans', 'Screen · 1 plan']);
		expect(names(await search('vid'))).toEqual(['Video Interview · 2 plans']);
		expect(setUp.sandbox.counts.requests).toBe(3);
	});

	test('without interviewsRead, they are those of the plans of jobs, without jobsRead none', async () => {
		addJob('Engineer', addPlan('Senior', 'Screen').id);
		addPlan('Unused', 'Task');
		setUp.key = setUp.sandbox.addKey({ permissions: ['candidatesRead'] });
		await expectError(search(), /jobsRead/);
		// What failed is read again.
		setUp.sandbox.keys.get(setUp.key)!.permissions.push('jobsRead');
		expect(names(await search())).toEqual(['Screen · 1 plan']);
	});
});

describe('stages of an application', () => {
	const of = { resource: 'application', operation: 'changeStage' };
	const search = async (applicationId: string) =>
		await methods.searchApplicationStages.call(setUp.editor({ ...of, applicationId }));

	test('are those of its job', async () => {
		const { id: candidateId } = setUp.sandbox.addCandidate({ name: 'Ada' });
		const jobId = addJob('Engineer').id;
		const { id } = setUp.sandbox.addApplication({ candidateId, jobId });
		expect(names(await search(id))).toEqual(FEW_LISTED);
	});

	test.each(['', '={{ $json.id }}'])('are those of all plans while it is "%s"', async (id) => {
		addPlan('Senior', 'Screen', 'Onsite');
		addPlan('Junior', 'screen', 'Task');
		expect((await search(id)).results).toEqual([
			{ name: 'Screen · 2 plans', value: 'Screen' },
			{ name: 'Onsite · 1 plan', value: 'Onsite' },
			{ name: 'Task · 1 plan', value: 'Task' },
		]);
	});
});

describe('candidates', () => {
	const search = async (filter?: string) =>
		await methods.searchCandidates.call(setUp.editor({}), filter);

	const ABSENT = ['missing', 'null'] as const;
	test.each(ABSENT)('are found by name, or by email, which may be %s', async (absentAs) => {
		setUp.sandbox.switches.absentAs = absentAs;
		const email = 'ada@example.com';
		const listed = (candidate: { name: string; email?: string }, name: string) => {
			const { id: value } = setUp.sandbox.addCandidate(candidate);
			const page = 'https://app.ashbyhq.com/candidate-searches/new/right-side/candidates';
			return { name, value, url: `${page}/${value}` };
		};
		const ada = listed({ name: 'Ada Lovelace', email }, `Ada Lovelace (${email})`);
		const results = [ada, listed({ name: 'Ada Yonath' }, 'Ada Yonath')];
		expect(await search('ada')).toEqual({ results });
		expect(await search(email)).toEqual({ results: [ada] });
		expect(setUp.sent('candidate.search').at(-1)).toEqual({ email });
	});

	test.each([undefined, ' '])('aren’t listed for the search text %p', async (filter) => {
		expect(await search(filter)).toEqual({ results: [] });
		expect(setUp.sandbox.counts.requests).toBe(0);
	});
});
