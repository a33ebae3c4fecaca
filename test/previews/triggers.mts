/** Items of each trigger, from which the previews are made. */
import type { IDataObject } from 'n8n-workflow';

import { WilloResponseTrigger } from '../../nodes/Willo/WilloResponseTrigger.node.ts';
import { pollerOf, publishedFor } from '../nodes/Ashby/stageTrigger/setUp.mts';
import { TriggerSetting } from '../nodes/Willo/triggerSetting.mts';
import { pollContext } from '../support/contexts.mts';
import { TwoJobs } from '../support/twoJobs.mts';
import { ADA } from './operations.mts';

const TEST_EVENT = { mode: 'manual', activation: 'manual' } as const;

/** What both Ashby triggers return for stage changes: polled, and fetched as test events. */
export async function ashbyTriggerItems(): Promise<IDataObject[]> {
	const org = new TwoJobs();
	org.time = new Date();
	await org.ashby.start();
	try {
		const parameters = org.parameters({ options: { repeatUntilNoted: true } });
		const engine = await publishedFor(org, parameters);
		const ada = org.ashby.addCandidate({ ...ADA });
		const application = org.ashby.addApplication({ candidateId: ada.id, jobId: org.job.id });
		const actorId = org.ashby.admin.id;
		const stageId = org.stage('Video Interview');
		org.ashby.move(application.id, stageId, { actorId });
		const bea = org.ashby.addCandidate({ name: '' });
		org.ashby.addApplication({ candidateId: bea.id, jobId: org.job.id, stageId });
		await engine.tick();
		return [...engine.executions, ...(await pollerOf(org, { ...TEST_EVENT, parameters }).poll())];
	} finally {
		await org.ashby.stop();
	}
}

/** What both Willo triggers return for responses, fetched as test events and delivered. */
export async function willoTriggerItems(): Promise<IDataObject[]> {
	const setUp = new TriggerSetting();
	await setUp.start();
	try {
		await setUp.publish();
		const key = await setUp.respondent();
		const participant = setUp.willo.participants.get(key)!;
		Object.assign(participant, { phone: ADA.phone, externalId: '5f0c2a4e' });
		participant.answers[0].score = 4;
		Object.assign(participant, { score: 4, reviewUrl: 'https://app.willo.video/review/0f1e' });
		const trigger = new WilloResponseTrigger();
		const context = pollContext(trigger, setUp.options({}, TEST_EVENT));
		const [items] = (await trigger.poll.call(context))!;
		Object.assign(participant, { phone: null, externalId: null, score: null, reviewUrl: null });
		const { item } = await setUp.deliver({ participant: { key } });
		return [...items.map(({ json }) => json), item!];
	} finally {
		await setUp.willo.stop();
	}
}
