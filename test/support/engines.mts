/**
 * n8n's two polling engines around the real `PollContext`: what each keeps and what it forgets, as
 * read from n8n 2.41.1 (n8n-core's `active-workflow-triggers` and `poll-trigger-executor`, n8n's
 * `workflow-trigger-activator`, `trigger-execution-context.factory`, `poll-trigger-job-registrar`
 * and `poll-trigger-task-handler`).
 *
 * `database` is all that survives a stop of n8n: the workflow's static data, and for the durable
 * engine the cursor. `executions` are the items that were handed over.
 */
import { isDeepStrictEqual } from 'node:util';

import { PollContext } from 'n8n-core';
import type {
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	Workflow,
	WorkflowActivateMode,
} from 'n8n-workflow';

import type { ContextOptions } from './contexts.mts';
import { additionalDataOf, workflowOf } from './contexts.mts';

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
	/** Items of the executions so far, as they came out of the trigger. */
	executions: IDataObject[];
	/** Messages of polls that failed. */
	errors: string[];
	database: { staticData: string; cursor?: string };
	readonly isRunning: boolean;
	/** What the node would find as its state now. */
	readonly state: IDataObject;
	/** A person publishes the workflow (again). */
	publish(kill?: Kill): Promise<void>;
	/** A person publishes a changed version while the workflow runs. */
	update(parameters: INodeParameters, kill?: Kill): Promise<void>;
	unpublish(): void;
	/** The schedule's time has come. With `kill`, n8n dies there; `restart` brings it back. */
	tick(kill?: Kill): Promise<void>;
	/** n8n starts again, with the workflow still published. */
	restart(kill?: Kill): Promise<void>;
}

export interface EngineOptions extends Pick<ContextOptions, 'credentials'> {
	parameters: INodeParameters;
	budgetMs?: number;
	onPollBegin?: (poll: Poll) => void;
	onPollEnd?: (poll: Poll) => void;
	/** Waits between the tries of an activation. */
	wait?: (ms: number) => void;
}

/** An activation that throws is tried so often, with a new context each time (n8n's constants). */
const ACTIVATION_TRIES = 5;
/** How long a durable poll may take before it is abandoned, and what it is told. */
const DURABLE_TIMEOUT_MS = 45_000;
const DURABLE_BUDGET_MS = 36_000;

abstract class BaseEngine implements Engine {
	executions: IDataObject[] = [];
	errors: string[] = [];
	database: Engine['database'] = { staticData: '{}' };
	protected parameters: INodeParameters;

	constructor(
		protected readonly nodeType: INodeType,
		protected readonly options: EngineOptions,
	) {
		this.parameters = options.parameters;
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

	/** With its tries, after which n8n gives up; what the last one threw is thrown. */
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
			undefined,
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

	protected handOver(poll: Poll): void {
		this.executions.push(...poll.items);
	}
}

interface Loaded {
	workflow: Workflow;
	nodeName: string;
}

interface Polled {
	poll: Poll;
	items: INodeExecutionData[][] | null;
}

const isBeforeHandingOver = (kill?: Kill) =>
	kill === 'whilePolling' || kill === 'beforeHandingOver';

/** The default: state lives in memory and is saved at activation, at start and with each emission. */
export class ClassicEngine extends BaseEngine {
	private running?: { loaded: Loaded; context: PollContext };

	get isRunning(): boolean {
		return this.running !== undefined;
	}

	get state(): IDataObject {
		const { workflow, nodeName } = this.running?.loaded ?? this.load();
		return workflow.getStaticData('node', workflow.nodes[nodeName]);
	}

	unpublish(): void {
		this.halt();
	}

	protected halt(): void {
		this.running = undefined;
	}

	async restart(kill?: Kill): Promise<void> {
		await this.activate('init', kill);
	}

	protected async activateOnce(
		loaded: Loaded,
		mode: WorkflowActivateMode,
		kill?: Kill,
	): Promise<void> {
		const context = this.context(loaded, mode, this.options.budgetMs ?? 300_000);
		const { poll, items } = await this.poll(context, true);
		if (isBeforeHandingOver(kill)) return this.end(poll, 'killed');
		if (poll.error) {
			this.end(poll, 'thrown');
			throw poll.error;
		}
		if (kill && items) return this.dieHandingOver(loaded, poll, kill);
		this.save(loaded.workflow);
		if (items) this.handOver(poll);
		this.end(poll, 'taken');
		this.running = { loaded, context };
	}

	async tick(kill?: Kill): Promise<void> {
		const { running } = this;
		if (!running) return;
		const { poll, items } = await this.poll(running.context, false);
		// An old activation's poll that ends after the next one began is dropped by n8n.
		if (this.running !== running) return this.end(poll, 'dropped');
		if (kill) this.running = undefined;
		if (isBeforeHandingOver(kill)) return this.end(poll, 'killed');
		if (poll.error) return this.end(poll, 'thrown');
		if (items && kill) return this.dieHandingOver(running.loaded, poll, kill);
		if (items) {
			this.save(running.loaded.workflow);
			this.handOver(poll);
		}
		this.end(poll, kill ? 'killed' : 'taken');
	}

	/** The state is written at the same time as the execution: a kill can fall between the two. */
	private dieHandingOver({ workflow }: Loaded, poll: Poll, kill: Kill): void {
		if (kill === 'stateWritten') this.save(workflow);
		else this.handOver(poll);
		this.end(poll, 'killedHandingOver');
	}
}

/** The durable poller: a cursor per node, committed with the execution, and after quiet polls. */
export class DurableEngine extends BaseEngine {
	/** The jobs of the schedule are in the database: they survive a stop of n8n. */
	private hasJobs = false;
	private isUp = false;
	/** Grows when the trigger is set up anew: a poll that began before has lost its lease. */
	private epoch = 0;

	get isRunning(): boolean {
		return this.hasJobs && this.isUp;
	}

	get state(): IDataObject {
		return JSON.parse(this.database.cursor ?? '{}') as IDataObject;
	}

	unpublish(): void {
		this.halt();
	}

	protected halt(): void {
		this.hasJobs = false;
		this.epoch++;
	}

	async restart(kill?: Kill): Promise<void> {
		this.isUp = true;
		// Nothing is polled where the jobs of the schedule are already there.
		if (!this.hasJobs) await this.activate('init', kill);
	}

	protected async activateOnce(
		loaded: Loaded,
		mode: WorkflowActivateMode,
		kill?: Kill,
	): Promise<void> {
		this.isUp = true;
		this.hasJobs = true;
		const { workflow, nodeName } = loaded;
		const ownData = workflow.getStaticData('node', workflow.nodes[nodeName]);
		this.database.cursor ??= JSON.stringify(ownData);
		const staged = JSON.parse(this.database.cursor) as IDataObject;
		const context = this.context(loaded, mode, 300_000, () => staged);
		const { poll, items } = await this.poll(context, true);
		if (kill && (items || isBeforeHandingOver(kill))) this.isUp = false;
		if (isBeforeHandingOver(kill)) return this.end(poll, 'killed');
		if (poll.error) {
			this.hasJobs = false;
			this.end(poll, 'thrown');
			throw poll.error;
		}
		if (kill && items) return this.dieHandingOver(workflow, poll, staged, kill);
		// Without items nothing is committed at activation; the workflow's static data is saved.
		if (items) {
			this.commit(staged);
			this.handOver(poll);
		}
		this.save(workflow);
		this.end(poll, 'taken');
	}

	async tick(kill?: Kill): Promise<void> {
		if (!this.isRunning) return;
		const { epoch } = this;
		const began = Date.now();
		const loaded = this.load();
		const staged = JSON.parse(this.database.cursor ?? '{}') as IDataObject;
		const context = this.context(loaded, 'update', DURABLE_BUDGET_MS, () => staged);
		const { poll, items } = await this.poll(context, false);
		if (kill) this.isUp = false;
		if (isBeforeHandingOver(kill)) return this.end(poll, 'killed');
		if (Date.now() - began > DURABLE_TIMEOUT_MS) return this.end(poll, 'dropped');
		if (epoch !== this.epoch) return this.end(poll, 'dropped');
		if (poll.error) return this.end(poll, 'thrown');
		if (kill && items) return this.dieHandingOver(loaded.workflow, poll, staged, kill);
		if (items) {
			// The static data is written beside the transaction that holds cursor and execution.
			this.save(loaded.workflow);
			this.handOver(poll);
		}
		if (!kill) this.commit(staged);
		this.end(poll, kill ? 'killed' : 'taken');
	}

	private dieHandingOver(workflow: Workflow, poll: Poll, staged: IDataObject, kill: Kill): void {
		if (kill === 'stateWritten') {
			this.save(workflow);
		} else {
			this.commit(staged);
			this.handOver(poll);
		}
		this.end(poll, 'killedHandingOver');
	}

	private commit(staged: IDataObject): void {
		if (isDeepStrictEqual(staged, JSON.parse(this.database.cursor ?? '{}'))) return;
		this.database.cursor = JSON.stringify(staged);
	}
}
