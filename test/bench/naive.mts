import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { JobAndStage } from './links.mts';

interface Page {
	results: {
		id: string;
		job: { id: string };
		currentInterviewStage: { id: string };
	}[];
	moreDataAvailable?: boolean;
	nextCursor?: string;
}

/**
 * The poller that people build by hand in n8n: an HTTP Request node that reads `application.list` to
 * its end, then nodes that keep those in the stage and drop the ones seen before, by application and
 * stage. Those of the first run only count as seen.
 *
 * Built well, so that the comparison is fair: the largest pages, and of all applications only those
 * in the stage are remembered. What n8n spends on copying items from node to node is left out.
 */
export async function pollByHand(
	context: IPollFunctions,
	baseUrl: string,
	link: JobAndStage,
): Promise<INodeExecutionData[][] | null> {
	const applications: Page['results'] = [];
	let cursor: string | undefined;
	do {
		const page = await pageOf(context, baseUrl, 100, cursor);
		applications.push(...page.results);
		cursor = page.moreDataAvailable ? page.nextCursor : undefined;
	} while (cursor);

	const staticData = context.getWorkflowStaticData('node');
	const isFirst = staticData.seen === undefined;
	const seen = new Set((staticData.seen ?? []) as string[]);
	const items: INodeExecutionData[] = [];
	for (const application of applications) {
		const { id, job, currentInterviewStage: stage } = application;
		if (job.id !== link.jobId || stage.id !== link.stageId) continue;
		const key = `${id} ${stage.id}`;
		if (!seen.has(key) && !isFirst) items.push({ json: application as unknown as IDataObject });
		seen.add(key);
	}
	staticData.seen = [...seen];
	return items.length > 0 ? [items] : null;
}

export async function pageOf(
	context: IPollFunctions,
	baseUrl: string,
	limit: number,
	cursor?: string,
): Promise<Page> {
	return await context.helpers.httpRequestWithAuthentication.call(context, 'ashbyApi', {
		method: 'POST',
		url: `${baseUrl}/application.list`,
		body: { limit, ...(cursor && { cursor }) },
		json: true,
	});
}
