/** The process of one poller, new for each measurement, so that its time and memory include nothing else. */
import type {
	IDataObject,
	INodeExecutionData,
	IPollFunctions,
	WorkflowActivateMode,
} from 'n8n-workflow';

import { AshbyApi } from '../../credentials/AshbyApi.credentials.ts';
import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { State } from '../../nodes/Ashby/stageTrigger/table.ts';
import { pollContext } from '../support/contexts.mts';
import { pageOf, pollByHand } from './naive.mts';
import { linksParameter } from './links.mts';
import type { JobAndStage } from './links.mts';

export interface Setting {
	poller: 'trigger' | 'byHand';
	url: string;
	key: string;
	links: JobAndStage[];
	/** The workflow's static data as in n8n's database, as JSON. */
	staticData: string;
	activation: WorkflowActivateMode;
}

export interface Result {
	/** Polls that it took until nothing was left to read. */
	polls: number;
	items: number;
	/** User and system time of this process, in ms. */
	cpuMs: number;
	/** Growth of the largest resident set, in bytes. */
	memory: number;
	staticData: string;
}

const WARM_UP_REQUESTS = 30;
const nodeType = new AshbyStageTrigger();

let context: IPollFunctions;
let pollOnce: () => Promise<INodeExecutionData[][] | null>;

export async function prepare(setting: Setting): Promise<void> {
	const { poller, url, key, links, staticData, activation } = setting;
	context = pollContext(nodeType, {
		parameters: linksParameter(links),
		credentials: [{ type: new AshbyApi(), data: { apiKey: key, baseUrl: url } }],
		staticDataOfWorkflow: JSON.parse(staticData) as IDataObject,
		activation,
	}) as unknown as IPollFunctions;
	pollOnce =
		poller === 'trigger'
			? async () => await nodeType.poll.call(context)
			: async () => await pollByHand(context, url, links[0]);
	// n8n loads its HTTP client with the first request and node compiles what is called often; in
	// an n8n that has been running for a while both have long happened.
	for (let request = 0; request < WARM_UP_REQUESTS; request++) await pageOf(context, url, 1);
}

export async function poll(): Promise<Result> {
	globalThis.gc!();
	const memoryBefore = process.resourceUsage().maxRSS;
	const cpuBefore = process.cpuUsage();
	let polls = 0;
	let items = 0;
	do {
		polls++;
		items += (await pollOnce())?.[0].length ?? 0;
	} while (hasMore());
	const { user, system } = process.cpuUsage(cpuBefore);
	const memory = (process.resourceUsage().maxRSS - memoryBefore) * 1024;
	// As n8n writes it into its database.
	const staticData = JSON.stringify({
		[`node:${nodeType.description.displayName}`]: context.getWorkflowStaticData('node'),
		global: context.getWorkflowStaticData('global'),
	});
	return { polls, items, cpuMs: (user + system) / 1000, memory, staticData };
}

/** Whether the trigger ran out of its time and left something to the next poll. */
function hasMore(): boolean {
	const state = context.getWorkflowStaticData('node').state as unknown as State | undefined;
	return (
		!!state &&
		(!!state.list.changes ||
			!!state.list.listing ||
			Object.values(state.rows).some(({ read }) => read))
	);
}
