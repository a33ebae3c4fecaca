import type { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import { testEvents } from '../../../../nodes/Ashby/stageEntry/testEvents.ts';

test('Fetch Test Event skips a row that can’t be read', async () => {
	const stage = { id: 'video', title: 'Video Interview', type: 'Active' };
	const entered = { enteredStageAt: '2026-03-02T08:00:00.000Z', stageNumber: 0 };
	const application = {
		id: 'application',
		candidate: { id: 'candidate', name: 'Ada' },
		job: { id: 'job', title: 'Job' },
		currentInterviewStage: stage,
		applicationHistory: [{ id: 'entry', stageId: stage.id, title: stage.title, ...entered }],
	};
	const client = {
		firstRows: async () => [null, { id: 'bad', job: null }, application],
		call: async () => ({ results: application }),
	} as unknown as AshbyClient;
	const entries = await testEvents(client, [{ jobId: 'job', stageId: 'video' }]);
	expect(entries.map(({ row: { id } }) => id)).toEqual(['entry']);
});
