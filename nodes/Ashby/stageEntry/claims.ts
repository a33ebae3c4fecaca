/**
 * Keeps track of which trigger of a workflow is processing an entry, within one n8n process. If a webhook and a
 * poll find the same entry, only one of them may run the workflow for it.
 */
import type { IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { processMemory } from '../../shared/processMemory';

/** By workflow and entry: the node that is processing it, and until when, in ms since the epoch. */
const claims = processMemory(new Map<string, { node: string; until: number }>());

type Context = IPollFunctions | IWebhookFunctions;

const keyOf = (context: Context, entryId: string) =>
	JSON.stringify([context.getWorkflow().id, entryId]);

/**
 * Claims an entry for a node.
 *
 * @param until ISO 8601; null claims nothing
 */
export function claim(context: Context, entryId: string, until: string | null): void {
	if (until === null) return;
	const now = Date.now();
	for (const [key, held] of claims) if (held.until <= now) claims.delete(key);
	claims.set(keyOf(context, entryId), { node: context.getNode().id, until: Date.parse(until) });
}

/** Whether another node of the workflow is processing the entry. */
export function isClaimedByOther(context: Context, entryId: string): boolean {
	const held = claims.get(keyOf(context, entryId));
	return held !== undefined && held.until > Date.now() && held.node !== context.getNode().id;
}
