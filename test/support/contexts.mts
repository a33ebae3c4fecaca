/**
 * The contexts in which n8n runs a node, from n8n-core itself: parameters are resolved and requests
 * go out as in n8n, over HTTP. Only what n8n keeps in its database (credentials, state) is given.
 */
import {
	CredentialTestContext,
	ExecuteContext,
	HookContext,
	LoadOptionsContext,
	PollContext,
	WebhookContext,
} from 'n8n-core';
import type {
	INode,
	INodeExecutionData,
	INodeType,
	IRunExecutionData,
	IWebhookData,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import './deduplication.mts';
import type { ContextOptions } from './nodeWorkflow.mts';
import { additionalDataOf, keepState, workflowOf } from './nodeWorkflow.mts';

/** For `execute`: with input items, one empty item if none are given. */
export function executeContext(
	nodeType: INodeType,
	options: ContextOptions = {},
	items: INodeExecutionData[] = [{ json: {} }],
): ExecuteContext {
	const { workflow, node } = workflowOf(nodeType, options);
	keepState(workflow, node, options);
	const runExecutionData = {
		resultData: { runData: {} },
		executionData: {
			contextData: options.contextData ?? {},
			runtimeData: { source: options.began ?? options.mode },
		},
	} as unknown as IRunExecutionData;
	const data = { main: [items] };
	return new ExecuteContext(
		workflow,
		node,
		additionalDataOf(options, node),
		options.mode ?? 'manual',
		runExecutionData,
		0,
		items,
		data,
		{ data, node, source: null },
		[],
	);
}

/** For `poll`. `budgetMs` is what n8n says a poll may take. */
export function pollContext(
	nodeType: INodeType,
	options: ContextOptions = {},
	budgetMs = 300_000,
): PollContext {
	const { workflow, node } = workflowOf(nodeType, options);
	keepState(workflow, node, options);
	return new PollContext(
		workflow,
		node,
		additionalDataOf(options, node),
		options.mode ?? 'trigger',
		options.activation ?? 'activate',
		undefined,
		undefined,
		undefined,
		undefined,
		undefined,
		() => budgetMs,
	);
}

/** For `listSearch` and `loadOptions` methods; `path` is that of the parameter being filled. */
export function loadOptionsContext(
	nodeType: INodeType,
	options: ContextOptions = {},
	path = 'parameters',
): LoadOptionsContext {
	const { workflow, node } = workflowOf(nodeType, options);
	return new LoadOptionsContext(workflow, node, additionalDataOf(options, node), path);
}

function webhookDataOf(nodeType: INodeType, node: INode, isTest: boolean): IWebhookData {
	return {
		httpMethod: 'POST',
		node: node.name,
		path: String(node.webhookId),
		isTest,
		webhookDescription: nodeType.description.webhooks?.[0],
		workflowId: 'workflow-1',
		workflowExecuteAdditionalData: {},
	} as unknown as IWebhookData;
}

/** For `webhookMethods`; `isTest` registers the address of "Listen for test event". */
export function hookContext(
	nodeType: INodeType,
	options: ContextOptions = {},
	isTest = false,
): HookContext {
	const { workflow, node } = workflowOf(nodeType, options);
	keepState(workflow, node, options);
	const context = new HookContext(
		workflow,
		node,
		additionalDataOf(options, node),
		options.mode ?? (isTest ? 'manual' : 'trigger'),
		options.activation ?? 'activate',
		webhookDataOf(nodeType, node, isTest),
	);
	context.getInstanceId = () => options.instanceId ?? 'instance-1';
	return context;
}

/** A request as it arrives at a webhook. */
export interface Arrived {
	body?: unknown;
	query?: Record<string, string>;
	headers?: Record<string, string>;
	/** Null where n8n keeps none. */
	rawBody?: Buffer | null;
	/** Called when the node responds itself. */
	onAnswer?: (answered: Answered) => void;
}

/** The response that a webhook sent itself, instead of n8n's usual 200. */
export interface Answered {
	status?: number;
	body?: unknown;
	ended: boolean;
}

/** For `webhook`, with what it answered through the response object. */
export function webhookContext(
	nodeType: INodeType,
	options: ContextOptions = {},
	arrived: Arrived = {},
): { context: WebhookContext; answered: Answered } {
	const { workflow, node } = workflowOf(nodeType, options);
	keepState(workflow, node, options);
	const answered: Answered = { ended: false };
	const response = {
		status(code: number) {
			answered.status = code;
			return response;
		},
		send(body?: unknown) {
			answered.body = body;
			answered.ended = true;
			arrived.onAnswer?.(answered);
			return response;
		},
		json(body?: unknown) {
			return response.send(body);
		},
		end(body?: unknown) {
			if (body !== undefined) answered.body = body;
			answered.ended = true;
			return response;
		},
		setHeader: () => response,
	};
	const headers = Object.fromEntries(
		Object.entries(arrived.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
	);
	const request = {
		method: 'POST',
		body: arrived.body ?? {},
		query: arrived.query ?? {},
		params: {},
		headers,
		header: (name: string) => headers[name.toLowerCase()],
		rawBody:
			arrived.rawBody === null
				? undefined
				: (arrived.rawBody ?? Buffer.from(JSON.stringify(arrived.body ?? {}))),
	};
	const additionalData = additionalDataOf(options, node, {
		httpRequest: request,
		httpResponse: response,
	} as unknown as Partial<IWorkflowExecuteAdditionalData>);
	const context = new WebhookContext(
		workflow,
		node,
		additionalData,
		options.mode ?? 'webhook',
		webhookDataOf(nodeType, node, false),
		[],
		null,
	);
	context.getInstanceId = () => options.instanceId ?? 'instance-1';
	return { context, answered };
}

/** For a credential's test in a node (`methods.credentialTest`). */
export function credentialTestContext(): CredentialTestContext {
	return new CredentialTestContext({} as IWorkflowExecuteAdditionalData);
}
