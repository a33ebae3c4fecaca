import type { INodeParameters } from 'n8n-workflow';

import type { JobStatus } from '../../../../sandbox/ashby.mts';
import { setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();

beforeEach(() => {
	const { id } = setUp.sandbox.addInterviewPlan({ title: 'Plan' });
	for (const status of ['Open', 'Closed', 'Archived', 'Draft'] as JobStatus[]) {
		setUp.sandbox.addJob({ title: `${status} Engineer`, status, interviewPlanIds: [id] });
	}
});

const titles = async (parameters: INodeParameters) =>
	(await setUp.rows({ resource: 'job', operation: 'getAll', ...parameters })).map(
		({ title }) => title,
	);
const BUT_DRAFTS = ['Open Engineer', 'Closed Engineer', 'Archived Engineer'];

test('returns all jobs except drafts', async () => {
	await expect(titles({ returnAll: true })).resolves.toEqual(BUT_DRAFTS);
});

test('stops at the limit', async () => {
	await expect(titles({ limit: 1 })).resolves.toEqual(['Open Engineer']);
	expect(setUp.sent('job.list')[0].limit).toBe(1);
});

test('filters by status', async () => {
	const filters = { status: ['Draft', 'Open'] };
	await expect(titles({ filters })).resolves.toEqual(['Open Engineer', 'Draft Engineer']);
});

test('filters by title, with the same statuses as without it', async () => {
	setUp.sandbox.addJob({ title: 'Designer' });
	await expect(titles({ filters: { title: 'engineer' } })).resolves.toEqual(BUT_DRAFTS);
	await expect(titles({ filters: { title: 'engineer', status: ['Draft'] } })).resolves.toEqual([
		'Draft Engineer',
	]);
	await expect(titles({ limit: 2, filters: { title: 'engineer' } })).resolves.toHaveLength(2);
});
