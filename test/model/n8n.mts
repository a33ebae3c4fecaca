/** A person at the workflow, and n8n with the real node. */
import type { INodeType } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { State } from '../../nodes/Ashby/stageTrigger/table.ts';
import { forgetProcess } from '../../nodes/shared/processMemory.ts';
import { ClassicEngine, DurableEngine } from '../support/engines.mts';
import type { Engine, EngineOptions, Poll } from '../support/engines.mts';
import { Judge } from './judge.mts';
import type { Delivered } from './observed.mts';
import { Violation } from './observed.mts';
import type { Oracle } from './oracle.mts';
import { OTHER_NAME, OtherTrigger } from './otherTrigger.mts';
import type { RecordedAshby } from './recordedAshby.mts';
import type { RunningPoll } from './runningPoll.mts';
import { beginPoll, leftOf } from './runningPoll.mts';
import type { Change, PollRun, Script } from './script.mts';
import { parametersOf } from './workflow.mts';

export const totals = { steps: 0, polls: 0, requests: 0, fired: 0, repeated: 0, kills: 0 };

export class N8n {
	readonly engine: Engine;
	readonly other: OtherTrigger;
	readonly judge: Judge;
	workflow: Required<Change>;
	isPublished = false;
	lastPoll?: RunningPoll;
	violation?: Error;
	/** How many polls were under way at once. */
	mostPolls = 0;
	/** Entries in executions that have not ended. */
	executing: string[] = [];
	private readonly polls: RunningPoll[] = [];
	private readonly byPoll = new Map<Poll, RunningPoll>();
	private run: PollRun = {};
	/** A publishing of which no poll has been taken yet. */
	private publishing = false;
	/** The application that a poll couldn't read. */
	private unreadable?: string;
	private names = 0;
	/** Entries in polls that the durable poller dropped. They were returned, as far as a renamed trigger knows. */
	private readonly dropped = new Set<string>();

	/** @param wait lets time pass */
	constructor(
		private readonly script: Script,
		private readonly org: RecordedAshby,
		private readonly oracle: Oracle,
		wait: (ms: number) => void,
	) {
		const started = (ids: string[]) => this.executing.push(...ids);
		this.other = new OtherTrigger(script, org, oracle, started, () => [this.name]);
		this.workflow = { ...script.workflow };
		const EngineClass = script.engine === 'classic' ? ClassicEngine : DurableEngine;
		const options: EngineOptions = {
			parameters: {},
			otherNodes: () => [OTHER_NAME],
			budgetMs: script.budgetMs,
			onPollBegin: (poll) => this.pollBegins(poll),
			onPollEnd: (poll) => this.pollEnds(poll),
			wait,
			onProblem: (error) => (this.violation ??= this.judge.reported(this.polls.at(-1)!, error)),
		};
		Object.defineProperty(options, 'credentials', { get: () => org.credentials() });
		this.engine = new EngineClass(new AshbyStageTrigger() as INodeType, options);
		this.judge = new Judge(script, org, oracle, this.engine);
	}

	/** The trigger's name, which a person changes. */
	private get name(): string {
		return this.names === 0 ? 'Ashby Stage Trigger' : `Trigger ${this.names}`;
	}

	/** The poll that began last, of those under way. */
	get polling(): RunningPoll | undefined {
		return this.polls.at(-1);
	}

	/** The executions have run to their end: a note of each candidate names the entry. */
	endExecutions(): void {
		for (const id of this.executing.splice(0)) {
			if (this.oracle.isHopeless(this.org.entries.get(id)!)) continue;
			if (this.script.repeats) this.org.writeNote(id);
			this.oracle.answered(id);
		}
	}

	/** Lets n8n poll. */
	async tick(run: PollRun): Promise<void> {
		await this.runPolls(run, async () => await this.engine.tick(run.kill));
	}

	/** Something that polls. After a kill n8n starts again. */
	private async runPolls(run: PollRun, what: () => Promise<void>): Promise<void> {
		this.run = run;
		await what().catch((error: Error) => {
			if (error instanceof Violation) throw error;
		});
		this.run = {};
		if (run.kill) {
			totals.kills++;
			if (this.isPublished) await this.restart({});
		}
	}

	async publish(run: PollRun & { change?: Change }): Promise<void> {
		// To publish is to change a workflow that runs, or to switch one on that does not.
		if (this.isPublished) return await this.update(run.change ?? {}, run);
		this.workflow = { ...this.workflow, ...run.change };
		Object.assign(this.engine, { parameters: parametersOf(this.workflow, this.script, this.org) });
		this.isPublished = true;
		this.publishing = true;
		this.oracle.begins();
		await this.runPolls(run, async () => await this.engine.publish(run.kill));
		await this.startOther(async () => await this.other.publish(this.workflow));
	}

	async rename(copies: boolean): Promise<void> {
		if (!this.engine.isRunning) return;
		this.judge.forgetCalm();
		this.oracle.watches.forgetUnstored();
		const { repeats } = this.script;
		this.oracle.renamed(repeats ? [] : this.dropped);
		// Once their attempt has ended, they are returned.
		if (repeats) this.oracle.withheld.hold(this.dropped);
		if (copies && this.script.engine === 'durable') this.oracle.watches.forgetUnkept();
		if (this.publishing) this.oracle.watches.interrupt();
		this.publishing = false;
		this.names++;
		const to = { nodeName: this.name, ...(copies && { nodeId: `copy-${this.names}` }) };
		await this.runPolls({}, async () => await this.engine.rename(to));
		if (!this.engine.isRunning) this.oracle.watches.interrupt();
		this.noteGivenUp();
	}

	async tickStale(): Promise<void> {
		if (!this.engine.isRunning || !(this.engine instanceof ClassicEngine)) return;
		const items = await this.engine.tickStale().catch(() => 0);
		if (items > 0) throw new Violation('a registration that was superseded returned something');
	}

	unpublish(): void {
		if (!this.isPublished) return;
		this.engine.unpublish();
		this.other.unpublish();
		this.isPublished = false;
		this.judge.forgetCalm();
	}

	async update(change: Change, run: PollRun): Promise<void> {
		if (!this.isPublished) {
			this.workflow = { ...this.workflow, ...change };
			return;
		}
		const before = JSON.stringify(this.workflow);
		this.workflow = { ...this.workflow, ...change };
		if (JSON.stringify(this.workflow) === before) return;
		this.judge.forgetCalm();
		this.oracle.begins();
		const parameters = parametersOf(this.workflow, this.script, this.org);
		await this.runPolls(run, async () => await this.engine.update(parameters, run.kill));
		await this.startOther(async () => await this.other.publish(this.workflow));
	}

	/** n8n activates a workflow with all of its triggers, or not at all. */
	private async startOther(start: () => Promise<void>): Promise<void> {
		this.noteGivenUp();
		if (!this.isPublished) return;
		await start();
		if (!this.other.isRunning) this.unpublish();
	}

	/** n8n has tried an activation often enough. A person switches the workflow off. */
	private noteGivenUp(): void {
		if (this.isPublished && !this.engine.isRunning) this.unpublish();
	}

	async restart(run: PollRun): Promise<void> {
		if (!this.isPublished) return;
		forgetProcess();
		this.oracle.begins();
		this.judge.forgetCalm();
		if (this.publishing) {
			this.oracle.watches.interrupt();
			this.publishing = false;
		}
		await this.runPolls(run, async () => await this.engine.restart(run.kill));
		await this.startOther(async () => await this.other.restart(this.workflow));
	}

	private pollBegins(poll: Poll): void {
		const state = this.engine.state.state as unknown as State | undefined;
		const running = beginPoll(poll, this.run, {
			script: this.script,
			org: this.org,
			workflow: this.workflow,
			publishing: this.publishing,
			isOverlapping: this.polls.length > 0,
			openBefore: Object.values(state?.rows ?? {}).filter(({ failed, open }) => failed ?? open)
				.length,
			exceptFor: this.unreadable,
		});
		// What happens meanwhile happens once, and undisturbed.
		this.run = {};
		this.polls.push(running);
		this.mostPolls = Math.max(this.mostPolls, this.polls.length);
		this.byPoll.set(poll, running);
		totals.polls++;
	}

	private pollEnds(poll: Poll): void {
		const running = this.byPoll.get(poll) as RunningPoll;
		this.byPoll.delete(poll);
		this.polls.splice(this.polls.indexOf(running), 1);
		this.lastPoll = running;
		this.unreadable = running.exceptFor;
		running.endAct = this.org.acts;
		const items = poll.items as unknown as Delivered[];
		if (items.length > 0) running.stored = true;
		// The rest comes with the next poll.
		if (items.length >= this.script.maxCandidates) running.calm = false;
		if (running.isOverlapping && (running.requests === 0 || !poll.atActivation))
			running.calm = false;
		if (poll.outcome === 'thrown' && poll.atActivation) this.run = leftOf(running);
		if (poll.outcome === 'taken') this.took(running, items);
		if (poll.outcome === 'dropped' && this.script.engine === 'durable') {
			for (const { id } of items) this.dropped.add(id);
		}
		if (poll.outcome === 'killedHandingOver' && !this.judge.isLost(poll, items)) {
			this.publishing = false;
		}
		try {
			this.judge.judge(poll, running, items);
		} catch (error) {
			this.violation ??= error as Error;
		}
	}

	/** n8n runs the workflow for what a poll returned. */
	private took({ firstAnswerAt }: RunningPoll, items: Delivered[]): void {
		if (firstAnswerAt !== undefined) this.publishing = false;
		totals.fired += items.length;
		totals.repeated += items.filter(({ attempt }) => attempt.number > 1).length;
		this.executing.push(...items.map(({ id }) => id));
	}
}
