/** Items of each trigger, from which the previews are made. */
import { createHmac } from 'node:crypto';
import type {
	IDataObject,
	INodeExecutionData,
	INodeType,
	IWebhookResponseData,
} from 'n8n-workflow';

import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { AshbyTrigger } from '../../nodes/Ashby/AshbyTrigger.node.ts';
import { WilloResponseTrigger } from '../../nodes/Willo/WilloResponseTrigger.node.ts';
import { TriggerSetting } from '../nodes/Willo/triggerSetting.mts';
import { applicationJson } from '../sandbox/ashby/render.mts';
import { pollContext, webhookContext } from '../support/contexts.mts';
import { ClassicEngine } from '../support/engines.mts';
import { TwoJobs } from '../support/twoJobs.mts';

const SECRET = 'preview';

/** What both Ashby triggers return for stage changes: polled, fetched as test events, delivered. */
export async function ashbyTriggerItems(simplify = true): Promise<IDataObject[]> {
	const org = new TwoJobs();
	org.time = new Date();
	await org.ashby.start();
	try {
		const credentials = org.credentials();
		const parameters = org.parameters({ simplify });
		const trigger = new AshbyStageTrigger();
		const engine = new ClassicEngine(trigger, { parameters, credentials });
		await engine.publish();
		const ada = org.ashby.addCandidate({
			name: 'Ada Lovelace',
			email: 'ada@example.com',
			phone: '+441632960123',
		});
		const application = org.ashby.addApplication({ candidateId: ada.id, jobId: org.job.id });
		const actorId = org.ashby.admin.id;
		org.ashby.move(application.id, org.stage('Video Interview'), { actorId });
		const bea = org.ashby.addCandidate({ name: '' });
		const stageId = org.stage('Video Interview');
		org.ashby.addApplication({ candidateId: bea.id, jobId: org.job.id, stageId });
		await engine.tick();
		const fetched = await fetchTestEvents(trigger, { parameters, credentials });
		const data = { application: applicationJson(org.ashby, application) };
		const body = { action: 'candidateStageChange', webhookActionId: 'w1', data };
		const signed = createHmac('sha256', SECRET).update(JSON.stringify(body)).digest('hex');
		const registration = { registration: 'manual', secretToken: SECRET };
		const delivered = await deliver(
			new AshbyTrigger(),
			{ parameters: { ...parameters, ...registration }, credentials, workflowId: 'instant' },
			{ body, headers: { 'ashby-signature': `sha256=${signed}` } },
		);
		return [...engine.executions, ...fetched, ...delivered];
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
		Object.assign(participant, { phone: '+441632960123', externalId: '5f0c2a4e' });
		participant.answers[0].score = 4;
		Object.assign(participant, { score: 4, reviewUrl: 'https://app.willo.video/review/0f1e' });
		const trigger = new WilloResponseTrigger();
		const fetched = await fetchTestEvents(trigger, { credentials: setUp.credentials });
		Object.assign(participant, { phone: null, externalId: null, score: null, reviewUrl: null });
		const { item } = await setUp.deliver({ participant: { key } });
		return [...fetched, item!];
	} finally {
		await setUp.willo.stop();
	}
}

async function fetchTestEvents(
	node: INodeType,
	options: Parameters<typeof pollContext>[1],
): Promise<IDataObject[]> {
	const context = pollContext(node, { ...options, mode: 'manual', activation: 'manual' });
	return itemsIn(await node.poll!.call(context));
}

async function deliver(
	node: INodeType,
	options: Parameters<typeof webhookContext>[1],
	arrived: Parameters<typeof webhookContext>[2],
): Promise<IDataObject[]> {
	const { context } = webhookContext(node, { staticData: {}, ...options }, arrived);
	const { workflowData }: IWebhookResponseData = await node.webhook!.call(context);
	return itemsIn(workflowData);
}

function itemsIn(output: INodeExecutionData[][] | null | undefined): IDataObject[] {
	const items = output?.[0] ?? [];
	if (items.length === 0) throw new Error('The trigger returned nothing');
	return items.map(({ json }) => json);
}
