/**
 * Remembers what has recently run the workflow, so that nothing runs it twice.
 *
 * This needs two places, because neither is enough. n8n reads the workflow's static data for each delivery and
 * writes it back when `webhook` has ended: concurrent deliveries don't see each other's changes, and the last one
 * wins. The memory of this process has no such gap, but it is lost on restart and not shared with other
 * processes. If a duplicate gets past both, the workflow can recognize it by the entry's `id`.
 */
import type { IWebhookFunctions } from 'n8n-workflow';
import { processMemory } from '../../shared/processMemory';
import { Remembered } from '../../shared/remembered';

/** These take up about 15 KB of the workflow's row in n8n's database. */
export const MOST_RECENT = 400;

/**
 * Longer than two deliveries of the same event can overlap. It must expire: if n8n can't start the execution, Ashby
 * delivers the event again some minutes later, and the workflow must run.
 */
const claims = processMemory(new Remembered(3 * 60_000));

/** A key in the state, with the time until which it counts, if any: in ms since the epoch. */
type Recent = string | [key: string, until: number];

/**
 * Whether the node sees `key`, such as the ID of an entry, for the first time. Don't await anything between this
 * check and the item, so that exactly one of two deliveries gets true.
 *
 * A test run in the editor remembers nothing and always gets true.
 *
 * @param forMs how long to remember the key, if it isn't an ID
 */
export function isFirst(context: IWebhookFunctions, key: string, forMs?: number): boolean {
	if (context.getMode() === 'manual') return true;
	const claim = `${context.getWorkflow().id}/${context.getNode().id}/${key}`;
	const staticData = context.getWorkflowStaticData('node');
	const stored = Array.isArray(staticData.recent) ? (staticData.recent as Recent[]) : [];
	const now = Date.now();
	const recent = stored.filter((each) => !Array.isArray(each) || each[1] > now);
	const isKnown = recent.some((each) => (Array.isArray(each) ? each[0] : each) === key);
	if (claims.has(claim) || isKnown) return false;
	claims.add(claim);
	const entry: Recent = forMs === undefined ? key : [key, now + forMs];
	// A new list, because n8n only notices when a key is assigned.
	staticData.recent = [...recent, entry].slice(-MOST_RECENT);
	return true;
}
