/** Makes polling triggers work with both of n8n's pollers. Contains nothing specific to a vendor. */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { isStartOfN8n } from './activation';
import type { FailureKind } from '../api/failure';
import { needingAttention, passesByItself, RUN_CHECK } from '../api/failure';
import type { Place } from './bookmark';
import { hasPlace, keepPlace, placeOf } from './bookmark';
import type { Polled } from './pollRecords';
import { messageOf, recorded } from './pollRecords';
import { processMemory } from '../processMemory';
import type { Watches, WhenActivated } from './watch';
import { hasNode } from '../node/workflowNodes';

/**
 * The share of n8n's poll budget after which a poll stops sending requests. The one in progress may take another 20 s,
 * and the durable poller abandons a poll after 45 s, with a budget of 36 s.
 */
const BUDGET_SHARE = 0.6;
const USUAL_BUDGET_MS = 60_000;
/**
 * The maximum time for the first poll of an activation, regardless of the budget. If the first poll hasn't ended after
 * 84 s, publishing fails.
 */
const LONGEST_FIRST_POLL_MS = 40_000;

/** What this process knows about a node that polls. */
interface Polling {
	/**
	 * The context that polls for it: the latest one. n8n sometimes leaves the one of an earlier activation registered (its
	 * issues 31883, 35251).
	 */
	context: IPollFunctions;
	/**
	 * How many of its polls are running. n8n starts a poll even if the previous one is still running. Starting from the same
	 * state, both would return the same items.
	 */
	running: number;
	/** Whether a poll has succeeded in time. With the durable poller, the polls after a start of n8n look like any other. */
	hasSucceeded: boolean;
	/** When each kind of failure that passes by itself was last shown. A success ends it. */
	shown: Partial<Record<FailureKind, number>>;
}

const pollings = processMemory(new Map<string, Polling>());

function pollingOf(context: IPollFunctions): Polling {
	const { id, name } = context.getNode();
	// Nodes that n8n copied may have the same ID.
	const key = JSON.stringify([context.getWorkflow().id, id, name]);
	const known = pollings.get(key) ?? { context, running: 0, hasSucceeded: false, shown: {} };
	pollings.set(key, known);
	return known;
}

/** Polls of earlier activations of this node no longer count, nor do those of names that the workflow no longer has. */
function takeOver(context: IPollFunctions): void {
	for (const [key, polling] of pollings) {
		const [workflowId, , name] = JSON.parse(key) as [string, string, string];
		if (workflowId === context.getWorkflow().id && !hasNode(context, name))
			polling.context = context;
	}
	pollingOf(context).context = context;
}

function isSuperseded(context: IPollFunctions): boolean {
	return pollingOf(context).context !== context;
}

/**
 * Contexts whose first poll has finished. n8n creates a context for each activation. Its mode stays `activate` for all
 * later polls.
 */
const begun = new WeakSet<IPollFunctions>();

/** Contexts whose first poll has started, even if it failed. */
const tried = new WeakSet<IPollFunctions>();

/** Ends a poll whose activation has been superseded. It returns nothing and keeps nothing. */
class Superseded extends Error {}

/** What a trigger keeps between polls: plain JSON. */
export interface Kept {
	/** How often a person has published or changed the workflow, or a process has begun. A higher number means a newer state. */
	revision: number;
	watches: Watches;
}

/** Something that a person must mend, and how. */
export interface Problem {
	message: string;
	description: string;
}

/** How a trigger continues if n8n no longer gives it its state, because its node was renamed. */
export interface Continuing<S> {
	/** The keys of what it watches. */
	watches: string[];
	whenActivated: WhenActivated;
	placeIn: (state: S) => Place;
	/** A state that starts there. Whatever it finds may have been returned before. */
	stateFrom: (watches: string[], place: Place) => S;
}

/** What a vendor's trigger needs to know about a poll. */
export interface Turn {
	/** A person has just published the workflow. */
	publishing: boolean;
	/** It continues where a node with another name ended, also while a person publishes. */
	goesOn?: boolean;
	/** This is a scheduled poll, not the first one of an activation. */
	scheduled: boolean;
	/** What it finds may have been returned before this activation or this process began, without a trace of it. */
	isUnsure: boolean;
	/** Milliseconds left before the poll should end and leave the rest to the next one. */
	timeLeftMs: () => number;
}

/**
 * Runs a poll. If it isn't the first one of an activation and another poll of the same node is still running, it returns
 * null, and the next poll does the work. So does a poll of an activation that has been superseded.
 *
 * It also returns null if the first poll after a start of n8n fails. Otherwise, if a vendor is down at that moment, n8n
 * deactivates the trigger after five tries until a person publishes the workflow again. With the classic poller, it also
 * returns null for a failure that passes by itself and was shown within the hour.
 */
export async function pollAlone(
	context: IPollFunctions,
	poll: () => Promise<Polled>,
): Promise<INodeExecutionData[][] | null> {
	const polling = pollingOf(context);
	const isFirst = !tried.has(context);
	if (polling.running > 0 && (!isFirst || isScheduled(context))) return null;
	if (isFirst) takeOver(context);
	else if (isSuperseded(context)) return null;
	polling.running++;
	tried.add(context);
	const done = recorded(context, poll).finally(() => polling.running--);
	return await done.then(
		({ items }) => {
			polling.shown = {};
			return items.length > 0 ? [items] : null;
		},
		(error: unknown) => {
			if (error instanceof Superseded) return null;
			// The durable poller waits longer after each failure, and its polls are all the first of their context.
			if (isFirst ? !isStartOfN8n(context) : !wasShown(polling, error)) throw error;
			const name = context.getNode().name;
			context.logger.warn(`${name} will continue at the next poll: ${messageOf(error)}`);
			return null;
		},
	);
}

/** An outage would otherwise fill n8n's list of executions: 288 a day, for each trigger that polls every 5 minutes. */
const SHOW_EVERY_MS = 60 * 60_000;

/** Whether a failure that passes by itself was shown within the hour. If not, it is now. */
function wasShown({ shown }: Polling, error: unknown): boolean {
	if (!passesByItself(error)) return false;
	const now = Date.now();
	if (Math.abs(now - (shown[error.kind] ?? -Infinity)) < SHOW_EVERY_MS) return true;
	shown[error.kind] = now;
	return false;
}

/**
 * Whether this is a scheduled poll, so that the next one can do its work. The first poll of an activation must always run,
 * because n8n then drops the results of polls from earlier activations. The durable poller creates a context for each
 * poll with the mode `update` and a copy of the state. The classic one passes the state itself, an object that observes
 * its changes.
 */
function isScheduled(context: IPollFunctions): boolean {
	if (begun.has(context)) return true;
	const watchesForChanges = '__dataChanged' in context.getWorkflowStaticData('node');
	return context.getActivationMode() === 'update' && !watchesForChanges;
}

/**
 * One poll with the state that n8n keeps for the node. The state is only assigned after the poll has
 * succeeded; `poll` must not change the one it is given.
 *
 * @param name the name of the node type, which separates the copies of several triggers in a workflow
 * @param readState returns the stored state, or undefined if it can't be read
 * @param poll its `problems` are reported, so it returns each of them once
 * @param continuing a trigger without a state of its own continues where one of the same watches ended
 * @returns the result of the poll
 * @throws whatever the poll throws, without any change to the state
 */
export async function pollWithState<S extends Kept, F extends { state: S; problems?: Problem[] }>(
	context: IPollFunctions,
	name: string,
	readState: (stored: unknown) => S | undefined,
	poll: (before: S | undefined, turn: Turn) => Promise<F>,
	continuing: Continuing<S>,
): Promise<F> {
	// If the first poll of an activation returns no items, n8n's durable poller drops the node's state, but it keeps the
	// workflow's static data. After a person published or changed the workflow, and after the first poll of a process, a copy
	// is kept there for the next poll.
	const own = context.getWorkflowStaticData('node');
	const shared = context.getWorkflowStaticData('global');
	const { id, name: nodeName } = context.getNode();
	const ofNode = `${name}:${id}:`;
	const sharedKey = `${ofNode}${nodeName}`;
	const stored = readState(own.state);
	// The copies of names that the node no longer has. The durable poller also gives a renamed node its state.
	const ofOldNames = Object.keys(shared).filter(
		(key) =>
			key !== sharedKey && key.startsWith(ofNode) && !hasNode(context, key.slice(ofNode.length)),
	);
	const copies = [sharedKey, ...(stored ? ofOldNames : [])];
	const kept = copies.reduce((state, key) => newer(state, readState(shared[key])), stored);
	const publishing = context.getActivationMode() === 'activate' && !begun.has(context);
	const { watches, whenActivated, placeIn, stateFrom } = continuing;
	const startsOver = publishing && whenActivated !== 'catchUp';
	// A renamed node may have got the state of another one that had its name.
	const isOwn = kept && (hasPlace(context, name) || watches.some((key) => key in kept.watches));
	const place = isOwn ? undefined : placeOf(context, name, watches, startsOver);
	const goesOn = place !== undefined && whenActivated !== 'includeExisting';
	const revision = (kept?.revision ?? 0) + 1;
	const before = place ? { ...stateFrom(watches, place), revision } : kept;
	const longest = begun.has(context) ? Infinity : LONGEST_FIRST_POLL_MS;
	const startedAt = Date.now();
	const budget = budgetOf(context);
	const deadline = startedAt + Math.min(BUDGET_SHARE * budget, longest);
	const timeLeftMs = () => deadline - Date.now();
	const scheduled = isScheduled(context);
	const polling = pollingOf(context);
	const isUnsure = !scheduled || !polling.hasSucceeded;
	const found = await poll(before, { publishing, goesOn, scheduled, isUnsure, timeLeftMs });

	if (isSuperseded(context)) throw new Superseded();
	const { problems = [] } = found;
	// What an unsure poll has found out must not be dropped either, nor that a problem was reported.
	const mustBeKept = isUnsure || problems.length > 0;
	if (mustBeKept && found.state.revision === (kept?.revision ?? 0)) found.state.revision++;
	// Assigned last, when nothing can fail anymore. n8n only notices when a key is assigned.
	own.state = found.state as unknown as IDataObject;
	const isChanged = found.state.revision !== (kept?.revision ?? 0);
	if (isChanged || ofOldNames.length > 0) shared[sharedKey] = own.state;
	else if (before === stored) delete shared[sharedKey];
	for (const key of ofOldNames) delete shared[key];
	keepPlace(context, name, placeIn(found.state));
	begun.add(context);
	// The durable poller drops what a poll returns later.
	if (Date.now() - startedAt <= budget) polling.hasSucceeded = true;
	for (const problem of problems) report(context, problem);
	return found;
}

/** The error that shows a problem. */
export function problemError(context: IPollFunctions, { message, description }: Problem) {
	return needingAttention(new NodeOperationError(context.getNode(), message, { description }));
}

/**
 * Shows a problem to people: n8n records a failed execution and runs the error workflow, as if the poll had failed, but
 * keeps its items and state. Both pollers do so (n8n's `active-workflow-manager` in 1.x,
 * `trigger-execution-context.factory` in 2.x).
 */
function report(context: IPollFunctions, { message, description }: Problem): void {
	const error = problemError(context, { message, description: `${description}. ${RUN_CHECK}` });
	try {
		context.__emitError(error);
	} catch {
		context.logger.error(error.message);
	}
}

/** The state with the higher revision, or the first one. */
function newer<S extends Kept>(first: S | undefined, second: S | undefined): S | undefined {
	if (!first || !second) return first ?? second;
	return second.revision > first.revision ? second : first;
}

/** n8n's time limit for a poll in ms. Older versions of n8n don't provide one. */
function budgetOf(context: IPollFunctions): number {
	return typeof context.getPollBudgetMs === 'function'
		? context.getPollBudgetMs()
		: USUAL_BUDGET_MS;
}
