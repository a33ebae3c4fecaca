import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import { panelHelp } from '../shared/node/editor';
import { toNodeError } from '../shared/api/failure';
import { pollWithState, pollAlone } from '../shared/trigger/polling';
import type { Polled } from '../shared/trigger/pollRecords';
import { messageOf } from '../shared/trigger/pollRecords';
import { willoClient } from './client/client';
import type { TriggerItem } from './response/item';
import { willoApiTest } from './methods/credentialTest';
import { getInterviews } from './methods/loadOptions';
import { poll } from './responseTrigger/poll';
import { properties, readSettings } from './responseTrigger/parameters';
import { ALL } from './responseTrigger/rows';
import type { Summary } from './health/summary';
import { placeIn, readState, stateFrom, summaryOf } from './responseTrigger/state';

export class WilloResponseTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Willo Response Trigger',
		name: 'willoResponseTrigger',
		icon: { light: 'file:../../icons/willo.svg', dark: 'file:../../icons/willo.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'Participant responds',
		description:
			'Starts the workflow when a participant responds to a Willo interview, checked at each poll',
		eventTriggerDescription: 'Looking for responses',
		activationMessage: 'The workflow now runs when a participant responds, checked at each poll.',
		defaults: { name: 'Willo Response Trigger' },
		triggerPanel: {
			executionsHelp: panelHelp(
				'Fetch Test Event returns responses of the people who were invited last. Published, the trigger still returns every response that it would return otherwise.',
				'each poll returns the responses that have arrived since the last one.',
			),
		},
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'willoApi', required: true, testedBy: 'willoApiTest' }],
		properties,
	};

	methods = { credentialTest: { willoApiTest }, loadOptions: { getInterviews } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			if (this.getMode() === 'manual') return await fetchTestEvents(this);
			return await pollAlone(this, async () => await pollOnce(this));
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}
}

async function pollOnce(context: IPollFunctions): Promise<Polled<Summary>> {
	const settings = readSettings(context);
	const watches = settings.interviews.length > 0 ? settings.interviews : [ALL];
	const { items, state, read, obstacle } = await pollWithState(
		context,
		'willoResponseTrigger',
		readState,
		async (before, turn) => {
			const client = await willoClient(context, { timeLeftMs: turn.timeLeftMs });
			return await poll(before, { ...settings, ...turn }, client);
		},
		{ watches, whenActivated: settings.whenActivated, placeIn, stateFrom },
	);
	if (obstacle !== undefined) {
		context.logger.warn(
			`Willo Response Trigger will continue at the next poll: ${messageOf(obstacle)}`,
		);
	}
	return { items: itemsOf(items), read, summary: summaryOf(state) };
}

/** Responses of the people who were invited last. Doesn't use or change the state. */
async function fetchTestEvents(context: IPollFunctions): Promise<INodeExecutionData[][]> {
	const given = { ...readSettings(context), repeatForDays: 0, isTest: true };
	const everything = {
		publishing: true,
		scheduled: false,
		isUnsure: true,
		timeLeftMs: () => Infinity,
	};
	const settings = { ...given, ...everything, whenActivated: 'includeExisting' as const };
	const { items, obstacle } = await poll(undefined, settings, await willoClient(context));
	if (items.length > 0) return [itemsOf(items)];
	if (obstacle !== undefined) throw obstacle;
	throw new NodeOperationError(
		context.getNode(),
		'No recently invited participant has responded yet',
		{ description: 'Answer an interview as a candidate would, then fetch the test event again' },
	);
}

function itemsOf(items: TriggerItem[]): INodeExecutionData[] {
	return items.map((item) => ({ json: { ...item } }));
}
