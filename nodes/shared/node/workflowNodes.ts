import type { IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

/**
 * Whether the workflow has a node with this name. n8n's contexts know it, although their types don't say so. If one doesn't,
 * the node counts as there.
 */
export function hasNode(context: IPollFunctions | IWebhookFunctions, name: string): boolean {
	const { workflow } = context as { workflow?: { nodes?: Record<string, unknown> } };
	return workflow?.nodes === undefined || name in workflow.nodes;
}
