import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import { testEvents } from '../../../../nodes/Ashby/stageEntry/testEvents.ts';
import { pollContext } from '../../../support/contexts.mts';
import { setUpTwoJobs } from '../stageTrigger/setUp.mts';

const twoJobs = setUpTwoJobs();

describe('Fetch Test Event', () => {
	test('shows candidates in the watched stages, if any, and remembers nothing', async () => {
		const org = await twoJobs();
		org.time = new Date();
		org.apply('Bea');
		const staticData = {};
		const context = pollContext(new AshbyStageTrigger(), {
			parameters: org.parameters(),
			credentials: org.credentials(),
			mode: 'manual',
			activation: 'manual',
			staticData,
		});
		const poll = async () => await new AshbyStageTrigger().poll.call(context);
		await expect(poll()).rejects.toThrow('No candidates are currently in the selected stages');
		const ada = org.apply('Ada', org.job, 'Video Interview');
		const [{ id }] = org.ashby.historyOf(ada.id);
		expect(await poll()).toMatchObject([[{ json: { id } }]]);
		expect(staticData).toEqual({});
		expect(context.getWorkflowStaticData('global')).toEqual({});
	});

	test('skips a row that can’t be read', async () => {
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
});
