/** What the records of polls and of webhooks have in common: which trigger they are about. */
import type { IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

type Context = Pick<IHookFunctions | IPollFunctions | IWebhookFunctions, 'getNode' | 'getWorkflow'>;

/** A trigger of this process. */
export interface TriggerRecord {
	workflow: { id: string; name: string };
	node: { id: string; name: string; type: string };
	credentialIds: string[];
}

/** The record of this node, before anything is known about it. */
export function recordOf(context: Context): TriggerRecord {
	const { id: workflowId, name: workflowName } = context.getWorkflow();
	const { id, name, type } = context.getNode();
	return {
		workflow: { id: workflowId ?? '', name: workflowName ?? '' },
		node: { id, name, type },
		credentialIds: credentialIdsOf(context),
	};
}

/** The key of this node's record. */
export function recordKeyOf(context: Context): string {
	return JSON.stringify([context.getWorkflow().id, context.getNode().id]);
}

/** The IDs of the node's credentials. */
export function credentialIdsOf(context: Pick<Context, 'getNode'>): string[] {
	const given = Object.values(context.getNode().credentials ?? {});
	return given.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}

/** The records of the triggers of this type, with one of these credentials if any are given. */
export function recordsWith<R extends TriggerRecord>(
	records: Map<string, R>,
	type: string,
	credentialIds?: string[],
): R[] {
	return [...records.values()].filter(
		({ node, credentialIds: own }) =>
			node.type.endsWith(`.${type}`) &&
			(credentialIds === undefined || own.some((id) => credentialIds.includes(id))),
	);
}
