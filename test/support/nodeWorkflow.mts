/** A workflow of one node, and what n8n keeps in its database for it: credentials and state. */
import { Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IExecuteContextData,
	IHttpRequestOptions,
	INode,
	INodeParameters,
	INodeType,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
	WorkflowActivateMode,
	OnError,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** The credentials of the node under test: the class, and what a person typed in. */
export interface GivenCredential {
	type: ICredentialType;
	data: ICredentialDataDecryptedObject;
	/** Tells several credentials of one type apart. */
	id?: string;
}

export interface ContextOptions {
	parameters?: INodeParameters;
	credentials?: GivenCredential[];
	/** The state of the node; the context writes to this very object. */
	staticData?: IDataObject;
	/** The state of the whole workflow, as in n8n's database. */
	staticDataOfWorkflow?: IDataObject;
	mode?: WorkflowExecuteMode;
	/** What nodes keep in the data of the execution, which its retries share. */
	contextData?: IExecuteContextData;
	/** How the run began, as n8n keeps it in a retry. The mode if not given. */
	began?: WorkflowExecuteMode;
	activation?: WorkflowActivateMode;
	continueOnFail?: boolean;
	/** What the node does with failed items, if not that. */
	onError?: OnError;
	nodeName?: string;
	/** Tells several nodes of the one workflow apart. */
	nodeId?: string;
	/** The names of other nodes of the workflow. */
	otherNodes?: string[];
	workflowId?: string;
	/** Tells several n8n apart. */
	instanceId?: string;
	/** Where webhooks arrive, if a server is really listening there. */
	webhookBaseUrl?: string;
}

/** Where the webhooks of the n8n that these contexts pretend to be would arrive. */
export const WEBHOOK_BASE_URL = 'https://n8n.invalid/webhook';
export const WEBHOOK_TEST_BASE_URL = 'https://n8n.invalid/webhook-test';

/** A workflow of this node, with the parameters' defaults filled in. */
export function workflowOf(
	nodeType: INodeType,
	options: ContextOptions,
): { workflow: Workflow; node: INode } {
	const { description } = nodeType;
	const version = Array.isArray(description.version)
		? description.version[description.version.length - 1]
		: description.version;
	const node: INode = {
		id: options.nodeId ?? 'node-1',
		name: options.nodeName ?? description.displayName,
		type: `n8n-nodes-ashby-willo.${description.name}`,
		typeVersion: version,
		position: [0, 0],
		parameters: options.parameters ?? {},
		webhookId: 'b6a9d1f0-0000-4000-8000-000000000001',
		credentials: Object.fromEntries(
			(options.credentials ?? []).map(({ type, id = type.name }) => [
				type.name,
				{ id, name: type.name },
			]),
		),
		onError: options.continueOnFail ? 'continueRegularOutput' : options.onError,
	};
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		id: options.workflowId ?? 'workflow-1',
		name: 'Test workflow',
		nodes: [node, ...(options.otherNodes ?? []).map((name) => ({ ...node, id: name, name }))],
		connections: {},
		active: true,
		nodeTypes,
		staticData: options.staticDataOfWorkflow,
	});
	// The workflow has filled in the parameters' defaults by now.
	return { workflow, node: workflow.nodes[node.name] };
}

/** As n8n's credentials helper does it: the class's `authenticate`, a function or a generic one. */
async function authenticate(
	type: ICredentialType,
	data: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
	workflow: Workflow,
	node: INode,
): Promise<IHttpRequestOptions> {
	if (typeof type.authenticate === 'function') return await type.authenticate(data, request);
	const signed = request as unknown as Record<string, Record<string, string>>;
	for (const [part, values] of Object.entries(type.authenticate?.properties ?? {})) {
		signed[part] ??= {};
		for (const [name, value] of Object.entries(values as Record<string, string>)) {
			const resolved = value.startsWith('=')
				? workflow.expression.getSimpleParameterValue(
						node,
						value,
						'internal',
						{ $credentials: data },
						undefined,
						'',
					)
				: value;
			signed[part][name] = String(resolved ?? '');
		}
	}
	return request;
}

/** What n8n lends its contexts: here the credentials, applied as n8n does. */
export function additionalDataOf(
	options: ContextOptions,
	node: INode,
	more: Partial<IWorkflowExecuteAdditionalData> = {},
): IWorkflowExecuteAdditionalData {
	const given = (name: string): GivenCredential => {
		const found = options.credentials?.find(({ type }) => type.name === name);
		if (!found) throw new Error(`No credential ${name} was given to this test`);
		return found;
	};
	const credentialsHelper = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getCredentialsProperties: (name: string) => given(name).type.properties,
		getDecrypted: async (_additional: unknown, _node: unknown, name: string) => ({
			...given(name).data,
		}),
		preAuthentication: async () => undefined,
		runPreAuthentication: async () => undefined,
		authenticate: async (
			data: ICredentialDataDecryptedObject,
			name: string,
			request: IHttpRequestOptions,
			workflow: Workflow,
			ofNode: INode,
		) => await authenticate(given(name).type, data, request, workflow, ofNode),
	};
	return {
		credentialsHelper,
		currentNodeParameters: node.parameters,
		variables: {},
		webhookBaseUrl: options.webhookBaseUrl ?? WEBHOOK_BASE_URL,
		webhookTestBaseUrl: WEBHOOK_TEST_BASE_URL,
		...more,
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** Gives the workflow the test's state, so that both use the same object. */
export function keepState(workflow: Workflow, node: INode, options: ContextOptions): void {
	if (options.staticData) workflow.staticData[`node:${node.name}`] = options.staticData;
}
