/**
 * What n8n's two polling engines have in common, around the real `PollContext`: activation with its
 * tries, and the database, which is all that survives a stop of n8n.
 */
import { PollContext } from 'n8n-core';
import type {
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	Workflow,
	WorkflowActivateMode,
} from 'n8n-workflow';

import type { ContextOptions } from './nodeWorkflow.mts';
import { additionalDataOf, workflowOf } from './nodeWorkflow.mts';

/**
 * Where n8n is killed: while it polls, with the poll's result in hand, or in the instant in which it
 * hands items over: the state is written and the execution is not, or the other way round.
 */
export type Kill = 'whilePolling' | 'beforeHandingOver' | 'stateWritten' | 'executionWritten';

/**
 * What became of a poll: n8n took its result; it threw; its result was dropped (another activation
 * has begun, it took too long); n8n was killed before it took the result, or while it did.
 */
export type Outcome = 'taken' | 'thrown' | 'dropped' | 'killed' | 'killedHandingOver';

export interface Poll {
	activation: WorkflowActivateMode;
	/** The poll that n8n makes when it activates the workflow, as opposed to a scheduled one. */
	atActivation: boolean;
	parameters: INodeParameters;
	items: IDataObject[];
	error?: Error;
	outcome?: Outcome;
}

export interface Engine {
	/** Items of the executions so far, as the trigger returned them. */
	executions: IDataObject[];
	/** Messages of polls that failed, and of the problems that they reported. */
	errors: string[];
	database: { staticData: string; cursor?: string };
	readonly isRunning: boolean;
	/** What the node would find as its state now. */
	readonly state: IDataObject;
	/** A person publishes the workflow (again). */
	publish(kill?: Kill): Promise<void>;
	/** A person publishes a changed version while the workflow runs. */
	update(parameters: INodeParameters, kill?: Kill): Promise<void>;
	/** A person renames the node while the workflow runs, or it gets a new ID, as a copy does. */
	rename(to: Pick<ContextOptions, 'nodeName' | 'nodeId'>, kill?: Kill): Promise<void>;
	unpublish(): void;
	/** The schedule's time has come. With `kill`, n8n dies there; `restart` brings it back. */
	tick(kill?: Kill): Promise<void>;
	/** n8n starts again, with the workflow still published. */
	restart(kill?: Kill): Promise<void>;
}

export interface EngineOptions extends Pick<ContextOptions, 'credentials' | 'nodeName' | 'nodeId'> {
	parameters: INodeParameters;
	/** The names of the other nodes of the workflow at present. */
	otherNodes?: () => string[];
	budgetMs?: number;
	onPollBegin?: (poll: Poll) => void;
	onPollEnd?: (poll: Poll) => void;
	/** A poll reports a problem and goes on: n8n records a failed execution. */
	onProblem?: (error: Error) => void;
	/** Waits between the tries of an activation. */
	wait?: (ms: number) => void;
}

/** An activation that throws is tried so often, with a new context each time (n8n's constants). */
const ACTIVATION_TRIES = 5;

export abstract class BaseEngine implements Engine {
	executions: IDataObject[] = [];
	errors: string[] = [];
	database: Engine['database'] = { staticData: '{}' };
	protected parameters: INodeParameters;
	private node: Pick<ContextOptions, 'nodeName' | 'nodeId'> = {};

	constructor(
		protected readonly nodeType: INodeType,
		protected readonly options: EngineOptions,
	) {
		this.parameters = options.parameters;
		const { nodeName, nodeId } = options;
		this.node = { nodeName, nodeId };
	}

	abstract readonly isRunning: boolean;
	abstract readonly state: IDataObject;
	abstract unpublish(): void;
	abstract tick(kill?: Kill): Promise<void>;
	abstract restart(kill?: Kill): Promise<void>;
	/** Polls once, as n8n does at activation, and starts the schedule. */
	protected abstract activateOnce(
		loaded: Loaded,
		mode: WorkflowActivateMode,
		kill?: Kill,
	): Promise<void>;
	/** Stops the schedule of what ran so far. */
	protected abstract halt(): void;

	async publish(kill?: Kill): Promise<void> {
		await this.activate('activate', kill);
	}

	async update(parameters: INodeParameters, kill?: Kill): Promise<void> {
		this.parameters = parameters;
		// The node has changed, so n8n takes its trigger down and sets it up again, and polls.
		await this.activate('update', kill);
	}

	async rename(to: Pick<ContextOptions, 'nodeName' | 'nodeId'>, kill?: Kill): Promise<void> {
		// The durable poller keeps its cursor by the node's ID.
		if (to.nodeId) delete this.database.cursor;
		this.node = { ...this.node, ...to };
		await this.activate('update', kill);
	}

	/** With its retries, after which n8n gives up; throws what the last one threw. */
	protected async activate(mode: WorkflowActivateMode, kill?: Kill): Promise<void> {
		this.halt();
		const loaded = this.load();
		for (let attempt = 1; ; attempt++) {
			try {
				await this.activateOnce(loaded, mode, kill);
				return;
			} catch (error) {
				if (attempt === ACTIVATION_TRIES) {
					this.save(loaded.workflow);
					throw error;
				}
				this.options.wait?.(1000 * 2 ** (attempt - 1));
			}
		}
	}

	/** The workflow as n8n loads it from its database. */
	protected load(): Loaded {
		const loaded = workflowOf(this.nodeType, {
			parameters: structuredClone(this.parameters),
			credentials: this.options.credentials,
			...this.node,
			otherNodes: this.options.otherNodes?.(),
			staticDataOfWorkflow: JSON.parse(this.database.staticData) as IDataObject,
		});
		return { workflow: loaded.workflow, nodeName: loaded.node.name };
	}

	protected context(
		{ workflow, nodeName }: Loaded,
		activation: WorkflowActivateMode,
		budgetMs: number,
		staticData?: () => IDataObject,
	): PollContext {
		const node = workflow.nodes[nodeName];
		const more = { credentials: this.options.credentials };
		return new PollContext(
			workflow,
			node,
			additionalDataOf(more, node),
			'trigger',
			activation,
			undefined,
			(error) => {
				this.errors.push(error.message);
				this.options.onProblem?.(error);
			},
			undefined,
			undefined,
			staticData,
			() => budgetMs,
		);
	}

	/** Runs the node's poll. What it throws is in the result, `error`. */
	protected async poll(context: PollContext, atActivation: boolean): Promise<Polled> {
		const poll: Poll = {
			activation: context.getActivationMode(),
			atActivation,
			parameters: context.getNode().parameters,
			items: [],
		};
		this.options.onPollBegin?.(poll);
		const run = this.nodeType.poll as NonNullable<INodeType['poll']>;
		const items = await run.call(context as never).catch((error: Error) => {
			poll.error = error;
			return null;
		});
		poll.items = items ? items[0].map(({ json }) => structuredClone(json)) : [];
		return { poll, items };
	}

	protected end(poll: Poll, outcome: Outcome): void {
		poll.outcome = outcome;
		if (outcome === 'thrown' && !poll.atActivation) this.errors.push(String(poll.error?.message));
		this.options.onPollEnd?.(poll);
	}

	/** As n8n does it: only when a change was noticed. */
	protected save(workflow: Workflow): void {
		if (workflow.staticData.__dataChanged !== true) return;
		this.database.staticData = JSON.stringify(workflow.staticData);
		workflow.staticData.__dataChanged = false;
	}

	protected runWorkflow(poll: Poll): void {
		this.executions.push(...poll.items);
	}
}

export interface Loaded {
	workflow: Workflow;
	nodeName: string;
}

export interface Polled {
	poll: Poll;
	items: INodeExecutionData[][] | null;
}

export const isBeforeHandingOver = (kill?: Kill) =>
	kill === 'whilePolling' || kill === 'beforeHandingOver';
