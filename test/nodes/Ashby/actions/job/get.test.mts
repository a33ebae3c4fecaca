import { expectError, locator, setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();

const get = async (id: string) =>
	await setUp.rows({ resource: 'job', operation: 'get', job: locator('id', id) });

test('returns the job, with one request', async () => {
	const { id } = setUp.sandbox.addJob({ title: 'Engineer' });
	expect(await get(` ${id} `)).toMatchObject([{ id, title: 'Engineer', customFields: {} }]);
	expect(setUp.sandbox.counts.requests).toBe(1);
});

test.each([
	['', "'Job' is empty", 'Fill it in'],
	['5b1b4a39-8d6e-4a4e-9a2e-3c1a2f6f0b77', 'Ashby refused job.info: Job not found', 'Check the ID'],
])('of %j says what to do', async (id, message, advice) => {
	await expectError(get(id), message, advice);
});
