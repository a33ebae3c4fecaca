/** What every polling trigger needs to work with both of n8n's pollers. Knows no vendor. */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { isStartOfN8n } from './activation';
import type { Polled } from './pollRecords';
import { messageOf, recorded } from './pollRecords';

/**
 * Share of n8n's poll budget after which a poll stops sending requests: the one under way may still take
 * its 20 s, and the durable poller abandons a poll after 45 s with a budget of 36 s.
 */
const BUDGET_SHARE = 0.6;
const USUAL_BUDGET_MS = 60_000;
/**
 * The longest that the first poll of an activation sends requests, whatever the budget: n8n considers
 * publishing failed if the first poll hasn't ended after 84 s.
 */
const LONGEST_FIRST_POLL_MS = 40_000;

/**
 * The polls that are running now, by workflow and node. n8n starts a poll on time even if the last one is
 * still running: two that start from the same state would both return what is new.
 */
const underWay = new Map<string, number>();

/**
 * Contexts whose first poll is done. n8n creates one for each activation, and still calls the mode
 * `activate` in all polls after the one at which a person published.
 */
const begun = new WeakSet<IPollFunctions>();

/** Contexts of a start of n8n whose first poll has been tried. */
const started = new WeakSet<IPollFunctions>();

/** What a trigger keeps between polls: plain JSON. */
export interface Kept {
	/** How often a person has published or changed the workflow. Tells a newer state from an older one. */
	revision: number;
}

/** What each vendor's trigger is told about a poll. */
export interface Turn {
	/** A person has just published the workflow. */
	publishing: boolean;
	/** The schedule has triggered this poll; it is not the first one of an activation. */
	scheduled: boolean;
	/** Milliseconds left before the poll should end and leave the rest to the next one. */
	timeLeftMs: () => number;
}

/**
 * Runs a scheduled poll unless another one of the same node is still running. In that case it returns null,
 * and the next poll does its work.
 *
 * It also returns null if the first poll after a start of n8n fails: if a vendor was down in that minute,
 * n8n would leave the trigger off after five tries until a person publishes the workflow again.
 */
export async function pollAlone(
	context: IPollFunctions,
	poll: () => Promise<Polled>,
): Promise<INodeExecutionData[][] | null> {
	const key = `${context.getWorkflow().id}:${context.getNode().id}`;
	const running = underWay.get(key) ?? 0;
	if (running > 0 && isScheduled(context)) return null;
	underWay.set(key, running + 1);
	const isAtStart = isStartOfN8n(context) && !started.has(context);
	started.add(context);
	const done = recorded(context, poll).finally(() => {
		const left = (underWay.get(key) ?? 1) - 1;
		if (left > 0) underWay.set(key, left);
		else underWay.delete(key);
	});
	const returned = done.then(({ items }) => (items.length > 0 ? [items] : null));
	if (!isAtStart) return await returned;
	return await returned.catch((error: unknown) => {
		context.logger.warn(
			`${context.getNode().name} will continue at the next poll: ${messageOf(error)}`,
		);
		return null;
	});
}

/**
 * Whether the schedule triggered this poll, so that the next one can do its work. The first poll of an
 * activation must do it itself: n8n drops what an older activation's poll returns after that. The durable
 * poller creates a context for each poll, calls the mode `update`, and passes a copy of the state. The
 * classic one passes the state itself, an object that observes its own changes.
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
 * @param name the node type's: keeps the copies of several triggers in one workflow apart
 * @param readState the state as stored, or undefined if there is none that can be read
 * @returns what the poll found
 * @throws whatever the poll throws; then nothing has changed
 */
export async function pollWithState<S extends Kept, F extends { state: S }>(
	context: IPollFunctions,
	name: string,
	readState: (stored: unknown) => S | undefined,
	poll: (before: S | undefined, turn: Turn) => Promise<F>,
): Promise<F> {
	// n8n's durable poller drops what a poll without items stored at activation, but it keeps the workflow's
	// static data: a copy of the state waits there for the next poll if a person has published or changed
	// something.
	const own = context.getWorkflowStaticData('node');
	const shared = context.getWorkflowStaticData('global');
	const sharedKey = `${name}:${context.getNode().id}`;
	const stored = readState(own.state);
	const before = newer(stored, readState(shared[sharedKey]));

	const publishing = context.getActivationMode() === 'activate' && !begun.has(context);
	const longest = begun.has(context) ? Infinity : LONGEST_FIRST_POLL_MS;
	const deadline = Date.now() + Math.min(BUDGET_SHARE * budgetOf(context), longest);
	const timeLeftMs = () => deadline - Date.now();
	const found = await poll(before, { publishing, scheduled: isScheduled(context), timeLeftMs });

	// Only now, when nothing can fail anymore. Whole keys, because n8n doesn't notice smaller changes.
	own.state = found.state as unknown as IDataObject;
	if (found.state.revision !== (before?.revision ?? 0)) shared[sharedKey] = own.state;
	else if (before === stored && sharedKey in shared) delete shared[sharedKey];
	begun.add(context);
	return found;
}

/** The state that knows about the later publishing or change, otherwise the first. */
function newer<S extends Kept>(first: S | undefined, second: S | undefined): S | undefined {
	if (!first || !second) return first ?? second;
	return second.revision > first.revision ? second : first;
}

/** Milliseconds that n8n grants a poll. Older versions of n8n don't say. */
function budgetOf(context: IPollFunctions): number {
	return typeof context.getPollBudgetMs === 'function'
		? context.getPollBudgetMs()
		: USUAL_BUDGET_MS;
}
