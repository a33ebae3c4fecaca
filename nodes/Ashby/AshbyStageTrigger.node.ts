import type {
	IDataObject,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import { toNodeError } from '../shared/failure';
import { ashbyClient } from './client/client';
import { ashbyApiTest } from './credentialTest';
import { searchJobsOrAny, searchStages } from './listSearch';
import { itemOf } from './stageTrigger/item';
import type { Stay } from './stageTrigger/look';
import { look } from './stageTrigger/look';
import { properties, readLinks, readOptions } from './stageTrigger/parameters';
import { newer, readState } from './stageTrigger/state';
import { testEvents } from './stageTrigger/testEvents';

/**
 * Share of n8n's poll budget after which a look stops asking: the request under way may still take
 * its 20 s, and the durable poller abandons a poll at 45 s with a budget of 36 s.
 */
const BUDGET_SHARE = 0.6;
const USUAL_BUDGET_MS = 60_000;

/** n8n polls on time even if the last poll still runs, on the same context. */
const underWay = new WeakSet<IPollFunctions>();

/**
 * Contexts whose first poll is done. n8n makes one for each activation, and keeps calling it
 * `activate` in all polls after the one at which a person published.
 */
const begun = new WeakSet<IPollFunctions>();

export class AshbyStageTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ashby Stage Trigger',
		name: 'ashbyStageTrigger',
		icon: { light: 'file:../../icons/ashby.svg', dark: 'file:../../icons/ashby.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'Candidate enters stage',
		description: 'Starts the workflow when a candidate enters an interview stage in Ashby',
		eventTriggerDescription: 'Candidate enters stage',
		activationMessage:
			'Candidates who enter one of the stages from now on start the workflow, at the latest one poll later.',
		defaults: { name: 'Ashby Stage Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ashbyApi', required: true, testedBy: 'ashbyApiTest' }],
		properties,
	};

	methods = { credentialTest: { ashbyApiTest }, listSearch: { searchJobsOrAny, searchStages } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			if (this.getMode() === 'manual') return await fetchTestEvents(this);
			if (underWay.has(this)) return null;
			underWay.add(this);
			return await pollOnce(this).finally(() => underWay.delete(this));
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}
}

async function pollOnce(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const links = readLinks(context);
	const deadline = Date.now() + BUDGET_SHARE * budgetOf(context);
	const timeLeftMs = () => deadline - Date.now();
	const client = await ashbyClient(context, { timeLeftMs });

	// n8n's durable poller drops what a poll without items stored at activation, but it keeps the
	// workflow's static data: a copy of the state of the publishing waits there for the next poll.
	const own = context.getWorkflowStaticData('node');
	const shared = context.getWorkflowStaticData('global');
	const sharedKey = `ashbyStageTrigger:${context.getNode().id}`;
	const stored = readState(own.state);
	const before = newer(stored, readState(shared[sharedKey]));

	const publishing = context.getActivationMode() === 'activate' && !begun.has(context);
	const { stays, state } = await look(
		before,
		{ links, ...readOptions(context), publishing, timeLeftMs },
		client,
	);

	// Only now that nothing can fail any more; whole keys, because n8n notices no smaller changes.
	own.state = state as unknown as IDataObject;
	if (publishing) shared[sharedKey] = state as unknown as IDataObject;
	else if (before === stored && sharedKey in shared) delete shared[sharedKey];
	begun.add(context);
	return stays.length > 0 ? [itemsOf(context, stays)] : null;
}

async function fetchTestEvents(context: IPollFunctions): Promise<INodeExecutionData[][]> {
	const links = readLinks(context);
	const stays = await testEvents(await ashbyClient(context), links);
	if (stays.length === 0) {
		throw new NodeOperationError(
			context.getNode(),
			'No candidate stands in the chosen stages at the moment',
			{ description: 'Move a candidate there in Ashby, then fetch the test event again' },
		);
	}
	return [itemsOf(context, stays)];
}

function itemsOf(context: IPollFunctions, stays: Stay[]): INodeExecutionData[] {
	const simplify = context.getNodeParameter('simplify', true) as boolean;
	return stays.map((stay) => ({ json: itemOf(stay, simplify) }));
}

/** Milliseconds that n8n gives a poll. Older versions of n8n do not tell. */
function budgetOf(context: IPollFunctions): number {
	return typeof context.getPollBudgetMs === 'function'
		? context.getPollBudgetMs()
		: USUAL_BUDGET_MS;
}
