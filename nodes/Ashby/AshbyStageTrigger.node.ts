import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import { needingAttention, toNodeError } from '../shared/failure';
import type { Polled } from '../shared/pollRecords';
import { processMemory } from '../shared/processMemory';
import { pollWithState, pollAlone } from '../shared/polling';
import { claim, isClaimedByOther } from './stageEntry/claims';
import { ashbyClient } from './client/client';
import { ashbyApiTest } from './methods/credentialTest';
import { searchJobsOrAny, searchStages } from './methods/listSearch';
import { brokenWatches } from './stageTrigger/brokenWatches';
import { itemOf } from './stageEntry/item';
import { poll } from './stageTrigger/poll';
import { properties, readOptions } from './stageTrigger/parameters';
import { readWatchedStages, watchedStagesSubtitle } from './stageEntry/parameters';
import { firstAttempt } from './stageEntry/attempt';
import { readState } from './stageTrigger/table';
import type { Summary } from './stageTrigger/summary';
import { summaryOf } from './stageTrigger/summary';
import { testEvents } from './stageTrigger/testEvents';

export class AshbyStageTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ashby Stage Trigger',
		name: 'ashbyStageTrigger',
		icon: { light: 'file:../../icons/ashby.svg', dark: 'file:../../icons/ashby.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: `={{ ${watchedStagesSubtitle('Candidate enters stage')} }}`,
		description: 'Starts the workflow when a candidate enters an interview stage in Ashby',
		eventTriggerDescription: 'Looking for candidates in the selected stages',
		activationMessage:
			'The workflow now runs when a candidate enters a selected stage, checked at each poll.',
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
			return await pollAlone(this, async () => await pollOnce(this));
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}
}

async function pollOnce(context: IPollFunctions): Promise<Polled<Summary>> {
	const settings = { watchedStages: readWatchedStages(context), ...readOptions(context) };
	const simplify = context.getNodeParameter('simplify', true) as boolean;
	return await pollWithState(context, 'ashbyStageTrigger', readState, async (before, turn) => {
		const client = await ashbyClient(context, { timeLeftMs: turn.timeLeftMs });
		const isClaimed = (entryId: string) => isClaimedByOther(context, entryId);
		const { entries, state, read } = await poll(
			before,
			{ ...settings, ...turn, isClaimed },
			client,
		);
		const { readUntil } = state;
		// Built before the state is saved, so that an item that can't be built isn't lost.
		const items = entries.map((entry) => ({ json: itemOf(entry, simplify) }));
		// When a person publishes, this fails at once, so that they can fix it. Later, it is only reported when
		// there is nothing else to return, so that the other rows keep working.
		const isDue = readUntil - (state.watchesCheckedAt ?? 0) >= CHECK_EVERY_MS;
		if (turn.publishing || (turn.scheduled && isDue && items.length === 0)) {
			const broken = await brokenWatches(client, settings.watchedStages, turn.timeLeftMs);
			const said = (broken ?? []).join('. ');
			report(context, said, BROKEN_WATCH, turn.publishing ? undefined : readUntil);
			state.watchesCheckedAt = readUntil;
		}
		// Nobody would see a failure of the first poll after a start of n8n.
		if (turn.scheduled && items.length === 0 && state.givenUp.length > 0) {
			const names = [...new Set(state.givenUp)].join(', ');
			report(context, `No note was written for ${names}`, GIVEN_UP, readUntil);
			state.givenUp = [];
		}
		for (const { attempt } of entries) claim(context, attempt.entryId, attempt.until);
		return { items, state, read, summary: summaryOf(state, settings) };
	});
}

const BROKEN_WATCH =
	'Select another job or stage in that row, or delete the row. The other rows keep working';
const GIVEN_UP =
	'The trigger retried these candidates for a week and then stopped. Check the failed executions, then move each candidate out of the stage and back in';

/** How often the watched stages are checked while the workflow runs. */
const CHECK_EVERY_MS = 24 * 60 * 60_000;

/** The last report and its time, kept here because n8n's durable poller drops the state of a poll that throws. */
const said = processMemory(new Map<string, { message: string; at: number }>());

/**
 * Fails the poll so that people see the message in n8n.
 *
 * @param message a problem that needs a person; empty if there is none
 * @param at the time of a scheduled poll: the same message isn't repeated within a day
 */
function report(context: IPollFunctions, message: string, description: string, at?: number): void {
	if (!message) return;
	if (at !== undefined) {
		const key = `${context.getWorkflow().id}:${context.getNode().id}`;
		const last = said.get(key);
		if (last?.message === message && at - last.at < CHECK_EVERY_MS) return;
		said.set(key, { message, at });
	}
	throw needingAttention(new NodeOperationError(context.getNode(), message, { description }));
}

async function fetchTestEvents(context: IPollFunctions): Promise<INodeExecutionData[][]> {
	const watchedStages = readWatchedStages(context);
	const client = await ashbyClient(context);
	const entries = await testEvents(client, watchedStages);
	if (entries.length === 0) {
		const broken = await brokenWatches(client, watchedStages, () => Infinity);
		report(context, (broken ?? []).join('. '), BROKEN_WATCH);
		throw new NodeOperationError(
			context.getNode(),
			'No candidates are currently in the selected stages',
			{ description: 'Move a candidate to one of them in Ashby, then fetch the test event again' },
		);
	}
	const simplify = context.getNodeParameter('simplify', true) as boolean;
	return [
		entries.map(({ application, row }) => {
			const attempt = firstAttempt(row, null);
			return { json: itemOf({ application, row, attempt }, simplify) };
		}),
	];
}
