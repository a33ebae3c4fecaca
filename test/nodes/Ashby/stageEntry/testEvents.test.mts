import type { IDataObject } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import { testEvents } from '../../../../nodes/Ashby/stageEntry/testEvents.ts';
import { pollContext } from '../../../support/contexts.mts';
import type { TwoJobs } from '../../../support/twoJobs.mts';
import { setUpTwoJobs } from '../stageTrigger/setUp.mts';

const twoJobs = setUpTwoJobs();

describe('Fetch Test Event', () => {
	const context = (org: TwoJobs, staticData: IDataObject = {}) =>
		pollContext(new AshbyStageTrigger(), {
			parameters: org.parameters(),
			credentials: org.credentials(),
			mode: 'manual',
			activation: 'manual',
			staticData,
		});

	test('shows candidates in the watched stages and remembers nothing', async () => {
		const org = await twoJobs();
		org.time = new Date();
		const ada = org.apply('Ada', org.job, 'Video Interview');
		org.apply('Bea');
		const staticData = {};
		const poll = context(org, staticData);
		const items = await new AshbyStageTrigger().poll.call(poll);
		expect(items?.[0].map(({ json }) => json.id)).toEqual([org.ashby.historyOf(ada.id)[0].id]);
		expect(staticData).toEqual({});
		expect(poll.getWorkflowStaticData('global')).toEqual({});
	});

	test('says if there are none', async () => {
		const org = await twoJobs();
		await expect(new AshbyStageTrigger().poll.call(context(org))).rejects.toThrow(
			'No candidates are currently in the selected stages',
		);
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
