import type { INodeParameters } from 'n8n-workflow';

import type { JobStatus } from '../../../../sandbox/ashby.mts';
import { setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();

beforeEach(() => {
	const { id } = setUp.sandbox.addInterviewPlan({ title: 'Plan' });
	for (const status of ['Open', 'Closed', 'Archived', 'Draft'] as JobStatus[]) {
		setUp.sandbox.addJob({ title: `${status} Engineer`, status, interviewPlanIds: [id] });
	}
	setUp.sandbox.addJob({ title: 'Designer', interviewPlanIds: [id] });
});

const BUT_DRAFTS = ['Open Engineer', 'Closed Engineer', 'Archived Engineer'];
const title = 'engineer';

test.each<[string, INodeParameters, string[]]>([
	['all jobs except drafts', { returnAll: true }, [...BUT_DRAFTS, 'Designer']],
	['no more than the limit', { limit: 1 }, BUT_DRAFTS.slice(0, 1)],
	[
		'those with a status',
		{ filters: { status: ['Draft', 'Open'] } },
		['Open Engineer', 'Draft Engineer', 'Designer'],
	],
	['those with a title, except drafts', { filters: { title } }, BUT_DRAFTS],
	['those with both', { filters: { title, status: ['Draft'] } }, ['Draft Engineer']],
	['no more with a title than the limit', { limit: 2, filters: { title } }, BUT_DRAFTS.slice(0, 2)],
])('returns %s', async (_which, parameters, titles) => {
	const rows = await setUp.rows({ resource: 'job', operation: 'getAll', ...parameters });
	expect(rows.map((row) => row.title)).toEqual(titles);
});

test('asks for no more than the limit', async () => {
	await setUp.rows({ resource: 'job', operation: 'getAll', limit: 1 });
	expect(setUp.sent('job.list')).toMatchObject([{ limit: 1 }]);
});
