import type { INodeParameters } from 'n8n-workflow';

import type { JobStatus } from '../../../../sandbox/ashby.mts';
import { expectError, locator, setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();

beforeEach(() => {
	const { id } = setUp.sandbox.addInterviewPlan({ title: 'Plan' });
	for (const status of ['Open', 'Closed', 'Archived', 'Draft'] as JobStatus[]) {
		setUp.sandbox.addJob({ title: `${status} Engineer`, status, interviewPlanIds: [id] });
	}
	setUp.sandbox.addJob({ title: 'Designer', interviewPlanIds: [id] });
});

const run = async (operation: string, parameters: INodeParameters) =>
	await setUp.rows({ resource: 'job', operation, ...parameters });
const get = async (id: string) => await run('get', { job: locator('id', id) });

test('get returns the job, with one request', async () => {
	const { id } = setUp.sandbox.addJob({ title: 'Engineer' });
	expect(await get(` ${id} `)).toMatchObject([{ id, title: 'Engineer', customFields: {} }]);
	expect(setUp.sandbox.counts.requests).toBe(1);
});

test.each([
	['', "'Job' is empty", 'Fill it in'],
	['5b1b4a39-8d6e-4a4e-9a2e-3c1a2f6f0b77', 'Ashby refused job.info: Job not found', 'Check the ID'],
])('get of %j says what to do', async (id, message, advice) => {
	await expectError(get(id), message, advice);
});

const BUT_DRAFTS = ['Open Engineer', 'Closed Engineer', 'Archived Engineer'];
const OPEN_OR_DRAFT = ['Open Engineer', 'Draft Engineer', 'Designer'];
const title = 'engineer';

test.each<[string, INodeParameters, string[]]>([
	['all jobs except drafts', { returnAll: true }, [...BUT_DRAFTS, 'Designer']],
	['no more than the limit', { limit: 1 }, BUT_DRAFTS.slice(0, 1)],
	['those with a status', { filters: { status: ['Draft', 'Open'] } }, OPEN_OR_DRAFT],
	['those with a title, except drafts', { filters: { title } }, BUT_DRAFTS],
	['those with both', { filters: { title, status: ['Draft'] } }, ['Draft Engineer']],
	['no more with a title than the limit', { limit: 2, filters: { title } }, BUT_DRAFTS.slice(0, 2)],
])('getAll returns %s', async (_which, parameters, titles) => {
	const rows = await run('getAll', parameters);
	expect(rows.map((row) => row.title)).toEqual(titles);
	if (parameters.limit === 1) expect(setUp.sent('job.list')).toMatchObject([{ limit: 1 }]);
});
