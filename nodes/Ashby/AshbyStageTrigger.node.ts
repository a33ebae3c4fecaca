import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import { panelHelp } from '../shared/node/editor';
import { toNodeError } from '../shared/api/failure';
import { claim, endClaims, release } from '../shared/trigger/once';
import type { Polled } from '../shared/trigger/pollRecords';
import type { Problem, Turn } from '../shared/trigger/polling';
import { pollAlone, pollWithState, problemError } from '../shared/trigger/polling';
import type { AshbyClient } from './client/client';
import { ashbyClient } from './client/client';
import { JobsOfEntries } from './stageEntry/jobFields';
import { ashbyApiTest } from './methods/credentialTest';
import { searchJobsOrAny, searchStages } from './methods/listSearch';
import { brokenWatches } from './stageEntry/brokenWatches';
import { itemOf } from './stageEntry/item';
import type { Settings } from './stageTrigger/settings';
import { poll } from './stageTrigger/poll';
import { properties, readOptions } from './stageTrigger/parameters';
import { readWatchedStages, watchedStagesSubtitle } from './stageEntry/watchedStagesField';
import { firstAttempt } from './stageEntry/attempt';
import type { State } from './stageTrigger/table';
import { placeIn, readState, stateFrom } from './stageTrigger/table';
import type { WatchedStage } from './stageEntry/watchedStages';
import { keyOf } from './stageEntry/watchedStages';
import { alsoWatched } from './health/otherWorkflows';
import type { Summary } from './health/summary';
import { summaryOf } from './stageTrigger/summary';
import { testEvents } from './stageEntry/testEvents';

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
		triggerPanel: {
			executionsHelp: panelHelp(
				'Fetch Test Event returns up to five candidates who are in these stages now, latest first. Published, the trigger still returns everyone whom it would return otherwise.',
				'each poll returns the candidates who have entered a stage since the last one.',
			),
		},
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
	const watches = settings.watchedStages.map(keyOf);
	const claimed = new Set<string>();
	const claimEntry = (entryId: string) => {
		const takesOver = settings.repeatUntilNoted;
		const outcome = claim(context, entryId, Infinity, { takesOver });
		if (outcome !== 'held') claimed.add(entryId);
		return outcome;
	};
	try {
		const found = await pollWithState(
			context,
			'ashbyStageTrigger',
			readState,
			async (before, turn) => {
				const client = await ashbyClient(context, { timeLeftMs: turn.timeLeftMs });
				if (turn.publishing && !turn.goesOn) endClaims(context);
				const { entries, state, read } = await poll(
					before,
					{ ...settings, ...turn, claimEntry, jobs: new JobsOfEntries(context, client) },
					client,
				);
				// Built before the state is saved, so that an item that can't be built isn't lost.
				const items = entries.map((entry) => ({ json: itemOf(entry, simplify) }));
				const problems = await problemsOf(context, client, state, { ...settings, ...turn });
				return { entries, items, state, read, problems, summary: summaryOf(state, settings) };
			},
			{ watches, whenActivated: settings.whenActivated, placeIn, stateFrom },
		);
		for (const { attempt } of found.entries) {
			claimed.delete(attempt.entryId);
			claim(context, attempt.entryId, Date.parse(attempt.until ?? '') || Date.now() + USUAL_MS);
		}
		return found;
	} finally {
		// Also those of a poll that n8n has replaced meanwhile, so that a renamed trigger can return them.
		for (const entryId of claimed) release(context, entryId);
	}
}

/** How long an attempt is under way if it isn't repeated. Another trigger with Retry Until a Note Exists waits for that long. */
const USUAL_MS = 3 * 60_000;

/** How often the watched stages are checked, and a problem with them reported. */
const CHECK_EVERY_MS = 24 * 60 * 60_000;

/** As long as a slow request takes. */
const SLOW_MS = 20_000;

const BROKEN_WATCH =
	'Select another job, stage, or field in that row, or delete the row. The other rows keep working';
const GIVEN_UP =
	'The trigger no longer retries these candidates. If a job field is named, fill it in. Otherwise, check the failed executions. Then move each candidate out of the stage and back in';
const UNREADABLE =
	'The trigger keeps trying, and everyone else is unaffected. Check in Ashby whether each application can be opened, and contact Ashby support if it can';

/**
 * What a person must know, each once. The watched stages are checked once a day.
 *
 * @throws NodeOperationError if a watched stage can't be entered when a person publishes, so that they can fix it
 */
async function problemsOf(
	context: IPollFunctions,
	client: AshbyClient,
	state: State,
	{ watchedStages, publishing, timeLeftMs }: Turn & Pick<Settings, 'watchedStages'>,
): Promise<Problem[]> {
	const { givenUp, unreadable, watchesCheckedAt = 0 } = state;
	const problems: Problem[] = [];
	const now = Date.now();
	// In either direction, because this machine's clock may have been wrong.
	if (publishing || Math.abs(now - watchesCheckedAt) >= CHECK_EVERY_MS) {
		// A row takes up to three requests, which may be slow.
		const leftMs = () => timeLeftMs() - SLOW_MS;
		const broken = await brokenWatches(client, watchedStages, leftMs);
		state.watchesCheckedAt = now;
		if (publishing) {
			throwIfBroken(context, broken);
			warnOfOthers(context, watchedStages);
		} else if (broken?.length) {
			problems.push({ message: broken.join('. '), description: BROKEN_WATCH });
		}
	}
	if (givenUp.length > 0) {
		const names = [...new Set(givenUp.splice(0))].join(', ');
		problems.push({ message: `Given up after a week: ${names}`, description: GIVEN_UP });
	}
	if (unreadable.length > 0) {
		const names = unreadable.splice(0).join(', ');
		const message = `Ashby couldn't return the application of ${names}`;
		problems.push({ message, description: UNREADABLE });
	}
	return problems;
}

/** n8n shows no warnings when a person publishes, so they are in its log, and in what Check says. */
function warnOfOthers(context: IPollFunctions, watchedStages: WatchedStage[]): void {
	const { id = '', name } = context.getWorkflow();
	for (const sentence of alsoWatched(id, watchedStages)) {
		context.logger.warn(`'${context.getNode().name}' in the workflow '${name}': ${sentence}`);
	}
}

/** @throws NodeOperationError that names the rows */
function throwIfBroken(context: IPollFunctions, broken: string[] = []): void {
	if (broken.length === 0) return;
	throw problemError(context, { message: broken.join('. '), description: BROKEN_WATCH });
}

async function fetchTestEvents(context: IPollFunctions): Promise<INodeExecutionData[][]> {
	const watchedStages = readWatchedStages(context);
	const client = await ashbyClient(context);
	const entries = await testEvents(client, watchedStages);
	if (entries.length === 0) {
		const broken = await brokenWatches(client, watchedStages, () => Infinity);
		throwIfBroken(context, broken);
		throw new NodeOperationError(
			context.getNode(),
			'No candidates are currently in the selected stages',
			{ description: 'Move a candidate to one of them in Ashby, then fetch the test event again' },
		);
	}
	const simplify = context.getNodeParameter('simplify', true) as boolean;
	const jobs = new JobsOfEntries(context, client);
	const items: INodeExecutionData[] = [];
	for (const entry of entries) {
		// Invite then first checks with Willo, because a poll may return the same entry.
		const attempt = firstAttempt(entry.row, null, true);
		const whole = await jobs.addTo(entry, watchedStages, client.now());
		items.push({ json: itemOf({ ...whole, attempt }, simplify) });
	}
	return [items];
}
