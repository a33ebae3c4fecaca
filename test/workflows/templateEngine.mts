/** Runs a template as n8n does, with n8n-core, against the local Ashby and Willo. */
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	IRunExecutionData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';

import { Ashby } from '../../nodes/Ashby/Ashby.node.ts';
import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { AshbyTrigger } from '../../nodes/Ashby/AshbyTrigger.node.ts';
import { Willo } from '../../nodes/Willo/Willo.node.ts';
import { WilloResponseTrigger } from '../../nodes/Willo/WilloResponseTrigger.node.ts';
import { WilloTrigger } from '../../nodes/Willo/WilloTrigger.node.ts';
import type { Template } from '../../workflows/parts/templates.ts';
import { workflowOf } from '../../workflows/template.ts';
import { additionalDataOf, type GivenCredential } from '../support/nodeWorkflow.mts';
import { coreNodes, type Email } from './coreNodes.mts';

const NODES = [Ashby, AshbyStageTrigger, AshbyTrigger, Willo, WilloResponseTrigger, WilloTrigger];

export const OURS: Record<string, INodeType> = Object.fromEntries(
	NODES.map((Node) => new Node()).map((node) => {
		return [`n8n-nodes-ashby-willo.${node.description.name}`, node];
	}),
);

/** What became of an execution. */
export interface Ran {
	error?: Error & { context?: IDataObject; description?: string | null };
	/** The output of each node that ran. */
	output: (node: string) => IDataObject[];
	/** n8n keeps it until somebody decides. */
	waiting?: { data: IRunExecutionData; mode: WorkflowExecuteMode };
}

export class TemplateEngine {
	/** Those of workflows that called themselves, too. */
	readonly executions: Ran[] = [];
	readonly emails: Email[] = [];
	/** Of the data table. */
	readonly rows: IDataObject[] = [];
	/** The node that runs now. */
	current = '';
	/** Called before an email is sent; throws if the mail server takes none. */
	beforeEmail: (email: Email) => void = () => {};
	readonly workflow: Workflow;

	/** @param fillIn changes the parameters as a person does after importing */
	constructor(
		template: Template,
		private readonly credentials: GivenCredential[],
		fillIn: (nodes: INode[]) => void,
	) {
		const types: Record<string, INodeType> = {
			...OURS,
			...coreNodes((email) => {
				this.beforeEmail(email);
				this.emails.push(email);
			}, this.rows),
		};
		const { nodes, connections, name } = structuredClone(workflowOf(template));
		const working = nodes.filter(({ type }) => !type.endsWith('.stickyNote')) as unknown as INode[];
		const referred = credentials.map(({ type }) => [type.name, { id: type.name, name: type.name }]);
		for (const node of working) {
			const own = types[node.type].description.credentials?.map((each) => each.name) ?? [];
			if (node.retryOnFail) Object.assign(node, { maxTries: 2, waitBetweenTries: 1 });
			node.credentials = Object.fromEntries(referred.filter(([key]) => own.includes(String(key))));
		}
		fillIn(working);
		const getByName = (type: string) => types[type];
		this.workflow = new Workflow({
			id: template.id,
			name,
			nodes: working,
			connections,
			active: true,
			nodeTypes: { getByName, getByNameAndVersion: getByName, getKnownTypes: () => ({}) },
			settings: { executionOrder: 'v1' },
		});
	}

	/** Runs the workflow from one of its triggers, and whatever it calls. */
	async run(
		trigger: string,
		items: IDataObject[],
		mode: WorkflowExecuteMode = 'trigger',
	): Promise<Ran> {
		const node = this.workflow.nodes[trigger];
		const main = [items.map((json): INodeExecutionData => ({ json: structuredClone(json) }))];
		const executionData = { nodeExecutionStack: [{ node, data: { main }, source: null }] };
		return await this.process(createRunExecutionData({ executionData }), mode);
	}

	/** Somebody sends the form for which an execution waits. */
	async decide({ waiting }: Ran, answer: IDataObject): Promise<Ran> {
		const { data, mode } = structuredClone({ ...waiting! });
		data.executionData!.nodeExecutionStack[0].data.main = [[{ json: answer }]];
		return await this.process(data, mode);
	}

	private async process(data: IRunExecutionData, mode: WorkflowExecuteMode): Promise<Ran> {
		const executionId = String(this.executions.length + 1);
		const hooks = new ExecutionLifecycleHooks(mode, executionId, {} as never);
		hooks.addHandler('nodeExecuteBefore', (name) => void (this.current = name));
		const isCalled = ({ type }: INode) => type.endsWith('.executeWorkflowTrigger');
		const additional = additionalDataOf({ credentials: this.credentials }, {} as INode, {
			executionId,
			hooks,
			formWaitingBaseUrl: 'https://n8n.invalid/form-waiting',
			webhookWaitingBaseUrl: 'https://n8n.invalid/webhook-waiting',
			executeWorkflow: async (_info, _additional, { inputData = [] }) => {
				const { name } = Object.values(this.workflow.nodes).find(isCalled)!;
				const items = inputData.map(({ json }) => json);
				await this.run(name, items, 'integrated');
				return { executionId: 'called', data: [null] };
			},
		});
		const ran: Ran = { output: () => [] };
		this.executions.push(ran);
		const execute = new WorkflowExecute(additional, mode, data);
		const result = await execute.processRunExecutionData(this.workflow);
		const { runData, error } = result.data.resultData;
		ran.error = error;
		ran.output = (name) =>
			(runData[name] ?? []).flatMap((task) =>
				(task.data?.main ?? []).flatMap((items) => (items ?? []).map(({ json }) => json)),
			);
		if (result.waitTill) ran.waiting = { data: result.data, mode };
		return ran;
	}
}
