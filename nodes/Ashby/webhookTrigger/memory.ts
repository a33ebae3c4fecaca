/**
 * What has recently run the workflow, so that nothing runs it twice.
 *
 * It is kept in two places, because neither is enough. n8n reads the workflow's static data for each
 * delivery and writes all of it back when `webhook` has ended: two deliveries at a time don't see each
 * other's changes, and the last one to end wins. The memory of this process has no such gap, but it is gone
 * after a restart and unknown to other processes. What slips through both carries the entry's `id`, by
 * which the workflow can drop it.
 */
import type { IWebhookFunctions } from 'n8n-workflow';
import { Remembered } from '../../shared/remembered';

/** As many as fit into about 15 KB of the workflow's row in n8n's database. */
export const MOST_RECENT = 400;

/**
 * Longer than two deliveries of one event can overlap. Not forever: if n8n can't start the execution, Ashby
 * delivers again some minutes later, and then it must run.
 */
const claims = new Remembered(3 * 60_000);

/**
 * Whether this is the first time the node meets `key`, such as the ID of an entry. Don't await anything
 * between this check and the item: of two deliveries, exactly one gets true.
 *
 * A test run in the editor remembers nothing and always gets true.
 */
export function isFirst(context: IWebhookFunctions, key: string): boolean {
	if (context.getMode() === 'manual') return true;
	const claim = `${context.getWorkflow().id}/${context.getNode().id}/${key}`;
	const staticData = context.getWorkflowStaticData('node');
	const recent = Array.isArray(staticData.recent) ? (staticData.recent as string[]) : [];
	if (claims.has(claim) || recent.includes(key)) return false;
	claims.add(claim);
	// A whole new list, because n8n doesn't notice smaller changes.
	staticData.recent = [...recent, key].slice(-MOST_RECENT);
	return true;
}
