/** Runs a script: people in the sandbox, a person at the workflow, and n8n with the real node. */
import { isDeepStrictEqual } from 'node:util';
import type { IDataObject, INodeType } from 'n8n-workflow';

import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import type { State } from '../../nodes/Ashby/stageTrigger/state.ts';
import type { Fault } from '../sandbox/faults.mts';
import { pollContext } from '../support/contexts.mts';
import { ClassicEngine, DurableEngine } from '../support/engines.mts';
import type { Engine, EngineOptions, Poll } from '../support/engines.mts';
import { checkCost } from './cost.mts';
import type { Delivered, ObservedPoll } from './oracle.mts';
import { Oracle, Violation } from './oracle.mts';
import { LINKS, ModelOrganisation } from './organisation.mts';
import { doAct } from './people.mts';
import type { Change, Disturbance, PollRun, Script, Step } from './script.mts';

/** A poll under way. */
interface Running extends ObservedPoll {
	requests: number;
	/** Of these, those that ask for notes, or whether a watched job and stage still exist. */
	linkRequests: number;
	/** Entries that waited for their note, or for their time in the stage. */
	openBefore: number;
	disturbances: Disturbance[];
	msPerRequest: number;
	/** What is wrong with the next requests. */
	faults: Fault[];
	startTime: number;
	/** Another poll is still running. */
	isOverlapping: boolean;
	atActivation: boolean;
}

export const totals = { steps: 0, polls: 0, requests: 0, fired: 0, repeated: 0, kills: 0 };

/** When n8n considers publishing failed because its poll is still running: 0.7 of the lease of 120 s. */
const ACTIVATION_DEADLINE_MS = 84_000;
/** What is still to go wrong when n8n tries an activation again. */
const leftOf = ({ faults, msPerRequest }: Running): PollRun => ({
	msPerRequest,
	disturbances: faults.length > 0 ? [{ at: 1, fault: faults[0], times: faults.length }] : [],
});
/** How Ashby may keep the history of one application to itself. */
const UNREADABLE: Fault[] = [
	{ kind: 'status', status: 500 },
	{ kind: 'code', code: 'read_only' },
];
/** Steps before or in which the executions of earlier polls come to their end. */
const LASTING = new Set<Step['do']>(['pass', 'tick', 'publish', 'unpublish', 'update', 'restart']);
const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;
/** More than enough for what is returned one at a time. */
const SETTLING_TICKS = 12;
const GIVEN_UP = 'No note was written';

export class World {
	readonly org: ModelOrganisation;
	readonly engine: Engine;
	private readonly oracle: Oracle;
	private workflow: Required<Change>;
	private readonly polls: Running[] = [];
	private readonly byPoll = new Map<Poll, Running>();
	private run: PollRun = {};
	private isPublished = false;
	/** A publishing of which no poll has been taken yet. */
	private publishing = false;
	private violation?: Error;
	/** Calm polls on end whose state is still in use, and when the last one began. */
	private calmPolls = 0;
	private caughtUp = { act: 0, time: 0 };
	/** Entries in executions that have not ended. */
	private executing: string[] = [];
	private lastLook?: Running;

	constructor(
		private readonly script: Script,
		private readonly setClock: (time: number) => void,
	) {
		this.org = new ModelOrganisation(script.switches);
		this.oracle = new Oracle(this.org);
		this.workflow = { ...script.workflow };
		const EngineClass = script.engine === 'classic' ? ClassicEngine : DurableEngine;
		const options: EngineOptions = {
			parameters: {},
			budgetMs: script.budgetMs,
			onPollBegin: (poll) => this.pollBegins(poll),
			onPollEnd: (poll) => this.pollEnds(poll),
			wait: (ms) => this.pass(ms),
		};
		Object.defineProperty(options, 'credentials', { get: () => this.org.credentials() });
		this.engine = new EngineClass(new AshbyStageTrigger() as INodeType, options);
		this.org.ashby.fault = ({ path, body }) => this.requestArrives(path, body?.applicationId);
		this.org.ashby.beforeAnswer = async () => await this.meanwhile();
		this.org.ashby.onExchange = ({ path, answer, status, fault }) => {
			const running = this.polls.at(-1);
			if (running && status === 429) running.calm = false;
			if (path !== '/application.list' || !running || answer?.success !== true || fault) return;
			running.firstAnswerAt ??= this.org.time;
		};
	}

	/** Runs all steps, then lets n8n come to rest. */
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

	/** Time passes, for Ashby and for this machine, whose clock may be wrong. */
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
			this.oracle.checkNobodyLost(this.lastLook as Running);
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
				if (step.ms >= DAY_MS) this.calmPolls = 0;
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
				return await this.testEvent();
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
		this.setParameters();
		this.isPublished = true;
		this.publishing = true;
		this.oracle.forgetUnstored();
		await this.polling(run, async () => await this.engine.publish(run.kill));
		this.noteGivenUp();
	}

	private unpublish(): void {
		if (!this.isPublished) return;
		this.engine.unpublish();
		this.isPublished = false;
		this.calmPolls = 0;
	}

	private async update(change: Change, run: PollRun): Promise<void> {
		if (!this.isPublished) {
			this.workflow = { ...this.workflow, ...change };
			return;
		}
		const before = JSON.stringify(this.workflow);
		this.workflow = { ...this.workflow, ...change };
		if (JSON.stringify(this.workflow) === before) return;
		this.calmPolls = 0;
		const parameters = this.parameters();
		await this.polling(run, async () => await this.engine.update(parameters as never, run.kill));
		this.noteGivenUp();
	}

	/** n8n has tried an activation often enough. A person switches the workflow off. */
	private noteGivenUp(): void {
		if (!this.isPublished || this.engine.isRunning) return;
		this.unpublish();
	}

	private async restart(run: PollRun): Promise<void> {
		if (!this.isPublished) return;
		this.oracle.forgetUnstored();
		this.calmPolls = 0;
		if (this.publishing) {
			this.oracle.interrupt();
			this.publishing = false;
		}
		await this.polling(run, async () => await this.engine.restart(run.kill));
		this.noteGivenUp();
	}

	/** A person looks at test events, which must leave no trace. */
	private async testEvent(): Promise<void> {
		const staticData: IDataObject = {};
		const context = pollContext(new AshbyStageTrigger() as INodeType, {
			parameters: this.parameters() as never,
			credentials: this.org.credentials(),
			mode: 'manual',
			activation: 'manual',
			staticData,
		});
		await new AshbyStageTrigger().poll.call(context).catch(() => null);
		if (Object.keys(staticData).length > 0) throw new Violation('a test event left a trace');
	}

	private parameters() {
		const { links, ...options } = this.workflow;
		return {
			links: { link: links.map((number) => this.org.linkParameter(LINKS[number])) },
			options: {
				...options,
				repeatUntilNoted: this.script.repeats,
				maxCandidates: this.script.maxCandidates,
				minMinutesInStage: this.script.minMinutesInStage,
			},
		};
	}

	private setParameters(): void {
		(this.engine as unknown as { parameters: unknown }).parameters = this.parameters();
	}

	private pollBegins(poll: Poll): void {
		const { disturbances = [], msPerRequest = 0 } = this.run;
		const isOverlapping = this.polls.length > 0;
		const running: Running = {
			workflow: { ...this.workflow },
			publishing: this.publishing && poll.activation === 'activate',
			startAct: this.org.acts,
			endAct: 0,
			calm: disturbances.length === 0 && msPerRequest === 0,
			isOverlapping,
			atActivation: poll.atActivation,
			stored: poll.atActivation || this.script.engine === 'durable',
			repeats: this.script.repeats,
			minMinutesInStage: this.script.minMinutesInStage,
			startTime: this.org.time,
			requests: 0,
			linkRequests: 0,
			openBefore: Object.keys(this.state?.unconfirmed ?? {}).length,
			disturbances: disturbances.filter(
				// n8n makes changes of a workflow wait for an activation of it that is under way.
				({ meanwhile }) => !poll.atActivation || meanwhile === undefined || meanwhile === 'tick',
			),
			msPerRequest,
			faults: [],
		};
		// What happens meanwhile happens once, and undisturbed.
		this.run = {};
		this.polls.push(running);
		this.byPoll.set(poll, running);
		totals.polls++;
	}

	private pollEnds(poll: Poll): void {
		const running = this.byPoll.get(poll) as Running;
		this.byPoll.delete(poll);
		this.polls.splice(this.polls.indexOf(running), 1);
		this.lastLook = running;
		running.endAct = this.org.acts;
		const items = poll.items as unknown as Delivered[];
		const ids = items.map(({ id }) => id);
		if (items.length > 0) running.stored = true;
		// The rest comes with the next poll.
		if (items.length >= this.script.maxCandidates) running.calm = false;
		if (poll.outcome === 'thrown' && poll.atActivation) this.run = leftOf(running);
		if (running.isOverlapping && (running.requests === 0 || !poll.atActivation))
			running.calm = false;
		try {
			if (running.calm && running.requests === 0) throw new Violation('a poll asked nothing');
			const tookMs = this.org.time - running.startTime;
			if (poll.atActivation && tookMs > ACTIVATION_DEADLINE_MS) {
				throw new Violation(`the poll of an activation took ${tookMs} ms`);
			}
			if (poll.outcome === 'taken') {
				if (running.firstAnswerAt !== undefined) this.publishing = false;
				totals.fired += ids.length;
				totals.repeated += items.filter(({ attempt }) => attempt.number > 1).length;
				this.oracle.taken(running, items);
				this.executing.push(...ids);
				const isComplete = running.calm && running.exceptFor === undefined;
				if (isComplete) {
					const { org, oracle, script, state, caughtUp, calmPolls } = this;
					checkCost(running, {
						org,
						oracle,
						switches: script.switches,
						state,
						caughtUp,
						calmPolls,
					});
				}
				this.calmPolls = isComplete ? this.calmPolls + 1 : 0;
				this.caughtUp = { act: running.startAct, time: running.startTime };
			} else if (poll.outcome === 'killedHandingOver') {
				const executed = isDeepStrictEqual(this.engine.executions.at(-1), items.at(-1));
				// The classic engine writes the state of an activation after its execution.
				const lost = executed && running.atActivation && this.script.engine === 'classic';
				if (!lost) this.publishing = false;
				const isDurable = this.script.engine === 'durable';
				const stored = executed ? isDurable : this.isKept(items[0]);
				this.oracle.killedHandingOver(running, items, { executed, stored, lost });
			} else if (poll.outcome === 'thrown' && this.reportsBrokenWatch(running, poll.error)) {
				this.calmPolls = 0;
				// A refused publishing has no effect.
				if (running.calm && !running.atActivation) this.oracle.checkNothingMissed(running);
			} else if (poll.outcome === 'thrown' && poll.error?.message.startsWith(GIVEN_UP)) {
				this.calmPolls = 0;
			} else if (poll.outcome === 'thrown' && running.exceptFor !== undefined) {
				this.calmPolls = 0;
				if (running.calm) this.oracle.checkNothingMissed(running);
			} else if (poll.outcome === 'thrown' && running.calm) {
				throw new Violation(`a poll threw for no reason: ${poll.error?.message}`);
			}
		} catch (error) {
			this.violation ??= error as Error;
		}
	}

	/**
	 * Whether n8n has written down that it handed this over. Of a poll that brought something into force
	 * there is a copy beside the state of the durable engine.
	 */
	private isKept({ id, attempt }: Delivered): boolean {
		const staticData = JSON.parse(this.engine.database.staticData) as Record<string, object>;
		const states = Object.values(staticData).flatMap((data) => Object.values(data) as State[]);
		return states.some(({ unconfirmed }) => unconfirmed?.[id]?.attempts === attempt.number);
	}

	/** A row names a job or stage that no longer exists: the poll says so when it has nothing else to return. */
	private reportsBrokenWatch({ workflow }: Running, error: Error | undefined): boolean {
		const isBroken = workflow.links
			.map((number) => LINKS[number])
			.some(({ job, stage }) => job !== '*' && this.org.stageId(job, stage) === undefined);
		return isBroken && !!error?.message.includes("of 'Jobs and Stages'");
	}

	/** The sandbox has a request of the poll that began last. */
	private requestArrives(path: string, applicationId?: string): Fault | undefined {
		totals.requests++;
		const running = this.polls.at(-1);
		if (!running) return undefined;
		running.requests++;
		if (!path.startsWith('/application.')) running.linkRequests++;
		if (running.msPerRequest > 0) this.pass(running.msPerRequest);
		for (const { at, acts = [], passMs = 0, fault, times = 1 } of running.disturbances) {
			if (at !== running.requests) continue;
			this.pass(passMs);
			for (const act of acts) doAct(this.org, this.oracle, act);
			if (fault) running.faults.push(...new Array<Fault>(times).fill(fault));
		}
		const fault = running.faults.shift();
		const unreadable = this.org.applications[this.script.unreadable ?? -1]?.id;
		if (path !== '/application.info' || applicationId !== unreadable) return fault;
		running.exceptFor = unreadable;
		return fault ?? UNREADABLE[(this.script.unreadable ?? 0) % UNREADABLE.length];
	}

	/** What n8n does while a poll waits for its answer. */
	private async meanwhile(): Promise<void> {
		const running = this.polls.at(-1);
		const found = running?.disturbances.find(
			({ at, meanwhile }) => at === running.requests && meanwhile !== undefined,
		);
		if (!running || !found?.meanwhile) return;
		const { meanwhile } = found;
		running.disturbances.splice(running.disturbances.indexOf(found), 1);
		if (meanwhile === 'tick') await this.step({ do: 'tick' });
		else if (meanwhile === 'unpublish') this.unpublish();
		else if (meanwhile === 'republish') {
			this.unpublish();
			await this.publish({});
		} else await this.update(meanwhile.update, {});
	}

	/** What the node keeps. */
	private get state(): State | undefined {
		return this.engine.state.state as unknown as State | undefined;
	}
}
