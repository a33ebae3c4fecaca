import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { waitFor } from '../wait.mts';
import { N8nRefusal, N8nSession } from './session.mts';

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	credentials?: Record<string, CredentialReference>;
	webhookId?: string;
}

export interface Workflow {
	id: string;
	name: string;
	nodes: WorkflowNode[];
	versionId: string;
	/** By the names of nodes, the items that a person or a template has pinned to them. */
	pinData?: Record<string, unknown>;
}

interface NodeType {
	name: string;
	credentials?: { name: string }[];
	webhooks?: unknown[];
}

export interface CredentialReference {
	id: string;
	name: string;
}

/** One row of the executions list. */
export interface Execution {
	id: string;
	status: 'success' | 'error' | 'running' | 'new' | 'waiting' | 'canceled' | 'crashed';
	mode: string;
	createdAt: string;
}

interface PublicationStatus {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: { nodeId: string; status: string; errorMessage: string | null }[];
}

/** What a person does in n8n's editor. */
export class N8nClient extends N8nSession {
	async createCredential(
		type: string,
		name: string,
		data: Record<string, unknown>,
	): Promise<CredentialReference> {
		const { id } = await this.request<{ id: string }>('POST', '/rest/credentials', {
			name,
			type,
			data,
		});
		return { id, name };
	}

	/** Replaces the values in a credential. */
	async updateCredential(
		type: string,
		{ id, name }: CredentialReference,
		data: Record<string, unknown>,
	): Promise<void> {
		await this.request('PATCH', `/rest/credentials/${id}`, { name, type, data });
	}

	/** The editor's message after it has saved and tested a credential. */
	async testCredential(
		type: string,
		{ id, name }: CredentialReference,
		data: Record<string, unknown>,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		const credentials = { id, name, type, data };
		return await this.request('POST', '/rest/credentials/test', { credentials });
	}

	/** The names of the node types from an installed package. */
	async typesOf(packageName: string): Promise<{ nodes: string[]; credentials: string[] }> {
		const nodes = await this.request<{ name: string }[]>('GET', '/types/nodes.json');
		const credentials = await this.request<{ name: string; supportedNodes?: string[] }[]>(
			'GET',
			'/types/credentials.json',
		);
		const isOwn = (name: string) => name.startsWith(`${packageName}.`);
		return {
			nodes: nodes.map(({ name }) => name).filter(isOwn),
			credentials: credentials
				.filter(({ supportedNodes = [] }) => supportedNodes.some(isOwn))
				.map(({ name }) => name),
		};
	}

	/**
	 * The items that the editor lists in a resource locator.
	 *
	 * @param path the path of the parameter, e.g. `interview` or `links.link[0].job`
	 * @param methodName the parameter's `searchListMethod`
	 */
	async list(node: WorkflowNode, path: string, methodName: string): Promise<string[]> {
		const { results } = await this.request<{ results: { name: string }[] }>(
			'POST',
			'/rest/dynamic-node-parameters/resource-locator-results',
			{
				path: `parameters.${path}`,
				methodName,
				nodeTypeAndVersion: { name: node.type, version: node.typeVersion },
				currentNodeParameters: node.parameters,
				credentials: node.credentials,
			},
		);
		return results.map(({ name }) => name);
	}

	/**
	 * Imports a workflow file under its own ID, and selects credentials as a person would.
	 *
	 * @param credentials selected in every node that has a slot for that type, by type
	 * @param edit the changes that a person makes before saving
	 */
	async importWorkflow(
		file: string,
		credentials: Record<string, CredentialReference>,
		edit?: (workflow: Workflow) => void,
	): Promise<Workflow> {
		const workflow = JSON.parse(await readFile(file, 'utf8')) as Workflow;
		for (const node of workflow.nodes) {
			const { credentials: used = [], webhooks = [] } = await this.typeOf(node.type);
			const chosen = Object.entries(credentials).filter(([type]) =>
				used.some(({ name }) => name === type),
			);
			if (chosen.length > 0) node.credentials = Object.fromEntries(chosen);
			// The editor assigns a new webhook address to each imported trigger.
			if (webhooks.length > 0) node.webhookId = randomUUID();
		}
		edit?.(workflow);
		// n8n 1 requires this.
		return await this.request('POST', '/rest/workflows', { active: false, ...workflow });
	}

	/** Saves a changed workflow without publishing it. */
	async saveWorkflow(workflow: Workflow): Promise<Workflow> {
		return await this.request('PATCH', `/rest/workflows/${workflow.id}`, workflow);
	}

	/**
	 * Publishes the newest version and waits until n8n has started its triggers, including their first poll. (n8n tries a
	 * failing poll five times, for about 15 seconds.)
	 *
	 * @returns null, or why a trigger didn't start
	 */
	async publish(workflowId: string): Promise<string | null> {
		const { versionId } = await this.request<Workflow>('GET', `/rest/workflows/${workflowId}`);
		await this.switchOver(workflowId, 'activate', { versionId, active: true });
		const { status, triggers } = await this.publicationSettled(workflowId);
		if (status === 'published') return null;
		const messages = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
		return messages.join('; ') || `n8n calls the workflow ${status}`;
	}

	async unpublish(workflowId: string): Promise<void> {
		await this.switchOver(workflowId, 'deactivate', { active: false });
		await this.publicationSettled(workflowId);
	}

	/** n8n 1 doesn't have these endpoints. A workflow is activated by changing it. */
	private async switchOver(workflowId: string, how: string, change: object): Promise<void> {
		const address = `/rest/workflows/${workflowId}`;
		await this.request('POST', `${address}/${how}`, change).catch(async (error: unknown) => {
			if (!(error instanceof N8nRefusal) || error.status !== 404) throw error;
			await this.request('PATCH', address, change);
		});
	}

	/** Newest first, including running ones. */
	async executions(workflowId: string): Promise<Execution[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.request<{ results: Execution[] }>(
			'GET',
			`/rest/executions?filter=${filter}&limit=100`,
		);
		return results;
	}

	/** The text of the execution's data, which contains items and failures. */
	async executionData(executionId: string): Promise<string> {
		const { data } = await this.request<{ data: string }>('GET', `/rest/executions/${executionId}`);
		return data;
	}

	/** Does the same as "Retry" in the executions list. Resolves when the new execution has ended. */
	async retry(executionId: string): Promise<void> {
		await this.request('POST', `/rest/executions/${executionId}/retry`, { loadWorkflow: false });
	}

	/**
	 * Runs the workflow from a trigger and waits for its end: with the trigger's own items, as "Fetch Test
	 * Event" does once a person has unpinned what is pinned to it, or with the pinned ones.
	 */
	async runFrom(
		workflowId: string,
		trigger: string,
		destination?: string,
		{ pinned = false } = {},
	): Promise<Execution & { data: string }> {
		// n8n 1 runs the workflow in the request, n8n 2 the saved one.
		const path = `/rest/workflows/${workflowId}`;
		let workflowData = await this.request<Workflow>('GET', path);
		if (!pinned && Object.keys(workflowData.pinData ?? {}).length > 0) {
			workflowData = await this.saveWorkflow({ ...workflowData, pinData: {} });
		}
		const { executionId } = await this.request<{ executionId: string }>(
			'POST',
			`/rest/workflows/${workflowId}/run`,
			{
				workflowData,
				triggerToStartFrom: { name: trigger },
				...(destination && { destinationNode: { nodeName: destination, mode: 'inclusive' } }),
			},
		);
		return await waitFor(`execution ${executionId} to end`, async () => {
			// Some versions don't answer while an execution is running.
			const execution = await this.request<Execution & { data: string }>(
				'GET',
				`/rest/executions/${executionId}`,
			).catch(unlessBroken);
			return execution && !['running', 'new'].includes(execution.status) && execution;
		});
	}

	private async publicationSettled(workflowId: string): Promise<PublicationStatus> {
		return await waitFor(
			'n8n to finish the publication',
			async () => {
				const path = `/rest/workflows/${workflowId}/publication-status`;
				const publication = await this.request<PublicationStatus>('GET', path).catch(settledBefore);
				return publication.status !== 'in_progress' && publication;
			},
			{ timeoutMs: 120_000 },
		);
	}

	private types?: Promise<NodeType[]>;

	/** n8n's description of a node type, if it exists. */
	private async typeOf(nodeType: string): Promise<Partial<NodeType>> {
		this.types ??= this.request('GET', '/types/nodes.json');
		return (await this.types).find(({ name }) => name === nodeType) ?? {};
	}
}

function unlessBroken(error: unknown): undefined {
	if (error instanceof N8nRefusal && error.status === 500) return undefined;
	throw error;
}

/** Older versions don't have this status. They answer a publish request when it is done. */
function settledBefore(error: unknown): PublicationStatus {
	if (error instanceof N8nRefusal && error.status === 404) {
		return { status: 'published', triggers: [] };
	}
	throw error;
}
