/**
 * What has started the workflow lately, so that nothing does so twice.
 *
 * It is kept in two places, because neither is enough. n8n reads the workflow's static data for each
 * delivery and writes the whole of it back when `webhook` has ended: two deliveries at a time do not
 * see each other's entries, and the last one to end wins. The memory of this process has no such gap,
 * but it is gone after a restart and unknown to other processes. What slips through both has the
 * entry's `id`, by which the workflow can drop it.
 */
import type { IWebhookFunctions } from 'n8n-workflow';
import { Remembered } from '../../shared/remembered';

/** As many as fit into some 15 KB of the workflow's row in n8n's database. */
export const MOST_RECENT = 400;

/**
 * Longer than two deliveries of one event can take side by side. Not forever: should n8n not be able
 * to start the execution, Ashby delivers again some minutes later, and then it must start.
 */
const claims = new Remembered(3 * 60_000);

/**
 * Whether this is the first time that the node meets `key`, such as the id of an entry. Not to be
 * awaited between the question and the item: of two deliveries, exactly one gets true.
 *
 * A test run of the editor remembers nothing and is told true always.
 */
export function isFirst(context: IWebhookFunctions, key: string): boolean {
	if (context.getMode() === 'manual') return true;
	const claim = `${context.getWorkflow().id}/${context.getNode().id}/${key}`;
	const staticData = context.getWorkflowStaticData('node');
	const recent = Array.isArray(staticData.recent) ? (staticData.recent as string[]) : [];
	if (claims.has(claim) || recent.includes(key)) return false;
	claims.add(claim);
	// A whole new list: n8n notices no smaller changes.
	staticData.recent = [...recent, key].slice(-MOST_RECENT);
	return true;
}
