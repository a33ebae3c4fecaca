/**
 * n8n's two polling engines: what each keeps and what it forgets, as read from n8n 2.41.1 (n8n-core's
 * `active-workflow-triggers` and `poll-trigger-executor`, n8n's `workflow-trigger-activator`,
 * `trigger-execution-context.factory`, `poll-trigger-job-registrar` and `poll-trigger-task-handler`).
 */
import { isDeepStrictEqual } from 'node:util';

import type { PollContext } from 'n8n-core';
import type { IDataObject, Workflow, WorkflowActivateMode } from 'n8n-workflow';

import type { Kill, Loaded, Poll } from './engine.mts';
import { BaseEngine, isBeforeHandingOver } from './engine.mts';

export type { Engine, EngineOptions, Kill, Poll } from './engine.mts';

/** How long a durable poll may take before it is abandoned, and the budget it gets. */
const DURABLE_TIMEOUT_MS = 45_000;
const DURABLE_BUDGET_MS = 36_000;

/** The default: state lives in memory and is saved at activation, at start and with each emission. */
export class ClassicEngine extends BaseEngine {
	private running?: { loaded: Loaded; context: PollContext };
	/** The activation before, which n8n sometimes leaves registered (its issues 31883, 35251). */
	private stale?: PollContext;

	/** Its schedule's time has come. Returns how many items it returns. */
	async tickStale(): Promise<number> {
		const items = this.stale && (await this.nodeType.poll!.call(this.stale));
		return items?.[0].length ?? 0;
	}

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
		if (this.running) this.stale = this.running.context;
		this.running = undefined;
	}

	async restart(kill?: Kill): Promise<void> {
		this.running = undefined;
		this.stale = undefined;
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
		if (items) this.runWorkflow(poll);
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
			this.runWorkflow(poll);
		}
		this.end(poll, kill ? 'killed' : 'taken');
	}

	/** The state is written at the same time as the execution: a kill can fall between the two. */
	private dieHandingOver({ workflow }: Loaded, poll: Poll, kill: Kill): void {
		if (kill === 'stateWritten') this.save(workflow);
		else this.runWorkflow(poll);
		this.end(poll, 'killedHandingOver');
	}
}

/** The durable poller: a cursor per node, committed with the execution, and after quiet polls. */
export class DurableEngine extends BaseEngine {
	/** The jobs of the schedule are in the database: they survive a stop of n8n. */
	private hasJobs = false;
	private isUp = false;
	/** Increases when the trigger is set up again: a poll that began before has lost its lease. */
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
			this.runWorkflow(poll);
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
			// The static data is written outside the transaction with the cursor and the execution.
			this.save(loaded.workflow);
			this.runWorkflow(poll);
		}
		if (!kill) this.commit(staged);
		this.end(poll, kill ? 'killed' : 'taken');
	}

	private dieHandingOver(workflow: Workflow, poll: Poll, staged: IDataObject, kill: Kill): void {
		if (kill === 'stateWritten') {
			this.save(workflow);
		} else {
			this.commit(staged);
			this.runWorkflow(poll);
		}
		this.end(poll, 'killedHandingOver');
	}

	private commit(staged: IDataObject): void {
		if (isDeepStrictEqual(staged, JSON.parse(this.database.cursor ?? '{}'))) return;
		this.database.cursor = JSON.stringify(staged);
	}
}
