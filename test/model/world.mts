/** Runs a script: people in the sandbox, a person at the workflow, and n8n with the real node. */
import type { INodeType } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { State } from '../../nodes/Ashby/stageTrigger/table.ts';
import type { Fault } from '../sandbox/faults.mts';
import { ClassicEngine, DurableEngine } from '../support/engines.mts';
import type { Engine, EngineOptions, Poll } from '../support/engines.mts';
import { Judge } from './judge.mts';
import type { Delivered } from './observed.mts';
import { Violation } from './observed.mts';
import { RecordedAshby } from './recordedAshby.mts';
import { doAct } from './people.mts';
import type { RunningPoll } from './runningPoll.mts';
import type { RequestBody } from './oracle.mts';
import { Oracle } from './oracle.mts';
import { beginPoll, faultOf, leftOf, takeMeanwhile } from './runningPoll.mts';
import type { Change, PollRun, Script, Step } from './script.mts';
import { parametersOf, testEvent } from './workflow.mts';

export const totals = { steps: 0, polls: 0, requests: 0, fired: 0, repeated: 0, kills: 0 };

/** Steps before or in which the executions of earlier polls come to their end. */
const LASTING = new Set<Step['do']>(['pass', 'tick', 'publish', 'unpublish', 'update', 'restart']);
const HOUR_MS = 3600_000;
/** More than enough for what is returned one at a time. */
const SETTLING_TICKS = 12;

export class World {
	readonly org: RecordedAshby;
	readonly engine: Engine;
	private readonly oracle: Oracle;
	private readonly judge: Judge;
	private workflow: Required<Change>;
	private readonly polls: RunningPoll[] = [];
	private readonly byPoll = new Map<Poll, RunningPoll>();
	private run: PollRun = {};
	private isPublished = false;
	/** A publishing of which no poll has been taken yet. */
	private publishing = false;
	private violation?: Error;
	/** Entries in executions that have not ended. */
	private executing: string[] = [];
	private lastPoll?: RunningPoll;
	/** The application that a poll couldn't read. */
	private unreadable?: string;

	constructor(
		readonly script: Script,
		private readonly setClock: (time: number) => void,
	) {
		this.org = new RecordedAshby(script.switches);
		this.oracle = new Oracle(this.org);
		this.workflow = { ...script.workflow };
		const EngineClass = script.engine === 'classic' ? ClassicEngine : DurableEngine;
		const options: EngineOptions = {
			parameters: {},
			budgetMs: script.budgetMs,
			onPollBegin: (poll) => this.pollBegins(poll),
			onPollEnd: (poll) => this.pollEnds(poll),
			wait: (ms) => this.pass(ms),
			onProblem: (error) => (this.violation ??= this.judge.reported(this.polls.at(-1)!, error)),
		};
		Object.defineProperty(options, 'credentials', { get: () => this.org.credentials() });
		this.engine = new EngineClass(new AshbyStageTrigger() as INodeType, options);
		this.judge = new Judge(script, this.org, this.oracle, this.engine);
		this.org.ashby.fault = ({ path, body }) => this.requestArrives(path, body ?? {});
		this.org.ashby.beforeAnswer = async () => await this.meanwhile();
		this.org.ashby.onExchange = ({ path, answer, status, fault }) => {
			const running = this.polls.at(-1);
			if (running && status === 429) running.calm = false;
			if (path !== '/application.list' || !running || answer?.success !== true || fault) return;
			running.firstAnswerAt ??= this.org.time;
		};
	}

	/** Runs all steps, then waits until n8n is idle. */
	async play(): Promise<void> {
		await this.org.start();
		try {
			this.pass(0);
			for (const { job, stage } of this.script.there) this.org.add(job, stage);
			this.pass(5000);
			if (this.script.published) await this.step({ do: 'publish' });
			for (const step of this.script.steps) {
				totals.steps++;
				await this.step(step);
				this.check();
			}
			await this.settle();
		} finally {
			await this.org.ashby.stop();
		}
	}

	/** Time passes for Ashby and for this machine, whose clock may be wrong. */
	pass(ms: number): void {
		this.org.time += ms;
		this.setClock(this.org.time + this.script.skewMs);
	}

	private async settle(): Promise<void> {
		if (!this.isPublished || this.violation) return this.check();
		if (!this.engine.isRunning) await this.step({ do: 'restart' });
		this.pass(1000);
		// Whatever is still to be repeated has its time by then, however often it was repeated before.
		const ticks = this.script.repeats ? SETTLING_TICKS : 4;
		for (let tick = 0; tick < ticks; tick++) {
			await this.step({ do: 'tick' });
			this.check();
			this.pass(4 * HOUR_MS);
		}
		this.endExecutions();
		if (this.script.repeats && this.engine.isRunning) {
			this.oracle.checkNobodyLost(this.lastPoll as RunningPoll);
		}
		if (this.org.ashby.counts.mostAtOnce > 3) throw new Violation('too many requests at once');
	}

	private check(): void {
		if (this.violation) throw this.violation;
	}

	/** The executions have run to their end: a note of each candidate names the entry. */
	private endExecutions(): void {
		for (const id of this.executing.splice(0)) {
			if (this.script.repeats) this.org.writeNote(id);
			this.oracle.answered(id);
		}
	}

	private async step(step: Step): Promise<void> {
		if (step.do === 'restart' && step.dies && this.isPublished) this.executing = [];
		if (LASTING.has(step.do)) this.endExecutions();
		switch (step.do) {
			case 'pass':
				// A token may have expired.
				if (step.ms >= 24 * HOUR_MS) this.judge.forgetCalm();
				return this.pass(step.ms);
			case 'tick':
				return await this.polling(step, async () => await this.engine.tick(step.kill));
			case 'publish':
				return await this.publish(step);
			case 'unpublish':
				return this.unpublish();
			case 'update':
				return await this.update(step.change, step);
			case 'restart':
				return await this.restart(step);
			case 'fail':
				this.executing = [];
				return;
			case 'testEvent':
				return await testEvent(parametersOf(this.workflow, this.script, this.org), this.org);
			default:
				return doAct(this.org, this.oracle, step);
		}
	}

	/** Something that polls. After a kill n8n starts again. */
	private async polling(run: PollRun, what: () => Promise<void>): Promise<void> {
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

	private async publish(run: PollRun & { change?: Change }): Promise<void> {
		// To publish is to change a workflow that runs, or to switch one on that does not.
		if (this.isPublished) return await this.update(run.change ?? {}, run);
		this.workflow = { ...this.workflow, ...run.change };
		Object.assign(this.engine, { parameters: parametersOf(this.workflow, this.script, this.org) });
		this.isPublished = true;
		this.publishing = true;
		this.oracle.watches.forgetUnstored();
		await this.polling(run, async () => await this.engine.publish(run.kill));
		this.noteGivenUp();
	}

	private unpublish(): void {
		if (!this.isPublished) return;
		this.engine.unpublish();
		this.isPublished = false;
		this.judge.forgetCalm();
	}

	private async update(change: Change, run: PollRun): Promise<void> {
		if (!this.isPublished) {
			this.workflow = { ...this.workflow, ...change };
			return;
		}
		const before = JSON.stringify(this.workflow);
		this.workflow = { ...this.workflow, ...change };
		if (JSON.stringify(this.workflow) === before) return;
		this.judge.forgetCalm();
		const parameters = parametersOf(this.workflow, this.script, this.org);
		await this.polling(run, async () => await this.engine.update(parameters, run.kill));
		this.noteGivenUp();
	}

	/** n8n has tried an activation often enough. A person switches the workflow off. */
	private noteGivenUp(): void {
		if (this.isPublished && !this.engine.isRunning) this.unpublish();
	}

	private async restart(run: PollRun): Promise<void> {
		if (!this.isPublished) return;
		this.oracle.watches.forgetUnstored();
		this.judge.forgetCalm();
		if (this.publishing) {
			this.oracle.watches.interrupt();
			this.publishing = false;
		}
		await this.polling(run, async () => await this.engine.restart(run.kill));
		this.noteGivenUp();
	}

	private pollBegins(poll: Poll): void {
		const state = this.engine.state.state as unknown as State | undefined;
		const running = beginPoll(poll, this.run, {
			script: this.script,
			org: this.org,
			workflow: this.workflow,
			publishing: this.publishing,
			isOverlapping: this.polls.length > 0,
			openBefore: Object.values(state?.rows ?? {}).filter(({ open }) => open).length,
			exceptFor: this.unreadable,
		});
		// What happens meanwhile happens once, and undisturbed.
		this.run = {};
		this.polls.push(running);
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

	/** The sandbox has a request of the poll that began last. */
	private requestArrives(path: string, body: RequestBody): Fault | undefined {
		totals.requests++;
		const running = this.polls.at(-1);
		if (!running) return undefined;
		if (running.msPerRequest > 0) this.pass(running.msPerRequest);
		const { applicationId } = body;
		const fault = faultOf(running, { path, applicationId }, this, ({ passMs = 0, acts = [] }) => {
			this.pass(passMs);
			for (const act of acts) doAct(this.org, this.oracle, act);
		});
		if (fault) this.oracle.withhold(body, running);
		return fault;
	}

	/** What n8n does while a poll waits for its answer. */
	private async meanwhile(): Promise<void> {
		const meanwhile = takeMeanwhile(this.polls.at(-1));
		if (!meanwhile) return;
		if (meanwhile === 'tick') await this.step({ do: 'tick' });
		else if (meanwhile === 'unpublish') this.unpublish();
		else if (meanwhile === 'republish') {
			this.unpublish();
			await this.publish({});
		} else await this.update(meanwhile.update, {});
	}
}
