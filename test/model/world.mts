/** Runs a script: people in the sandbox, and a person at the workflow in n8n. */
import type { Fault } from '../sandbox/faults.mts';
import { N8n, totals } from './n8n.mts';
import { Violation } from './observed.mts';
import { Oracle } from './oracle.mts';
import { doAct } from './people.mts';
import { RecordedAshby } from './recordedAshby.mts';
import type { RunningPoll } from './runningPoll.mts';
import { faultOf, takeMeanwhile } from './runningPoll.mts';
import type { Script, Step } from './script.mts';
import type { RequestBody } from './withheld.mts';
import { parametersOf, testEvent } from './workflow.mts';

/** Steps before or in which the executions of earlier polls come to their end. */
const LASTING = new Set<Step['do']>(['pass', 'tick', 'publish', 'unpublish', 'update', 'restart']);
const HOUR_MS = 3600_000;
/** More than enough for what is returned one at a time. */
const SETTLING_TICKS = 12;

export class World {
	readonly org: RecordedAshby;
	private readonly oracle: Oracle;
	private readonly n8n: N8n;

	constructor(
		readonly script: Script,
		private readonly setClock: (time: number) => void,
	) {
		this.org = new RecordedAshby(script.switches);
		this.oracle = new Oracle(this.org, script.hopeless);
		this.n8n = new N8n(script, this.org, this.oracle, (ms) => this.pass(ms));
		this.org.ashby.fault = ({ path, body }) => this.requestArrives(path, body ?? {});
		this.org.ashby.beforeAnswer = async () => await this.meanwhile();
		this.org.ashby.onExchange = ({ path, body, answer, status, fault }) => {
			const running = this.n8n.polling;
			if (running && status === 429) running.calm = false;
			if (path !== '/application.list' || !running || answer?.success !== true || fault) return;
			running.clock ??= this.org.time;
			// The request for a token lists no applications.
			if (body.createdAfter === undefined) running.firstAnswerAt ??= running.clock;
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
		if (!this.n8n.isPublished || this.n8n.violation) return this.check();
		if (!this.n8n.engine.isRunning) await this.step({ do: 'restart' });
		this.pass(1000);
		// Whatever is still to be repeated has its time by then, however often it was repeated before.
		const ticks = this.script.repeats ? SETTLING_TICKS : 4;
		for (let tick = 0; tick < ticks; tick++) {
			await this.step({ do: 'tick' });
			await this.n8n.other.tick();
			this.check();
			this.pass(4 * HOUR_MS);
		}
		this.n8n.endExecutions();
		if (this.script.repeats && this.n8n.engine.isRunning) {
			this.oracle.checkNobodyLost(this.n8n.lastPoll as RunningPoll);
		}
		// One for each poll, and for one of the other trigger meanwhile.
		if (this.org.ashby.counts.mostAtOnce > 2 * this.n8n.mostPolls)
			throw new Violation('too many requests at once');
	}

	private check(): void {
		if (this.n8n.violation) throw this.n8n.violation;
	}

	private async step(step: Step): Promise<void> {
		if (step.do === 'restart' && step.dies && this.n8n.isPublished) this.n8n.executing = [];
		if (LASTING.has(step.do)) this.n8n.endExecutions();
		switch (step.do) {
			case 'pass':
				// A token may have expired.
				if (step.ms >= 24 * HOUR_MS) this.n8n.judge.forgetCalm();
				return this.pass(step.ms);
			case 'tick':
				return await this.n8n.tick(step);
			case 'publish':
				return await this.n8n.publish(step);
			case 'unpublish':
				return this.n8n.unpublish();
			case 'update':
				return await this.n8n.update(step.change, step);
			case 'restart':
				return await this.n8n.restart(step);
			case 'fail':
				this.n8n.executing = [];
				return;
			case 'otherTick':
				return await this.n8n.other.tick();
			case 'staleTick':
				return await this.n8n.tickStale();
			case 'rename':
				return await this.n8n.rename(step.copies);
			case 'testEvent':
				return await testEvent(parametersOf(this.n8n.workflow, this.script, this.org), this.org);
			default:
				return doAct(this.org, this.oracle, step);
		}
	}

	/** The sandbox has a request of the poll that began last. */
	private requestArrives(path: string, body: RequestBody): Fault | undefined {
		totals.requests++;
		const running = this.n8n.polling;
		if (!running) return undefined;
		const { applicationId, cursor } = body;
		if (running.msPerRequest > 0) this.pass(running.msPerRequest);
		if (path === '/candidate.listNotes' && cursor) running.furtherNotesMs += running.msPerRequest;
		const fault = faultOf(running, { path, applicationId }, this, ({ passMs = 0, acts = [] }) => {
			this.pass(passMs);
			for (const act of acts) doAct(this.org, this.oracle, act);
		});
		if (fault) this.oracle.withheld.add(body, running);
		return fault;
	}

	/** What n8n does while a poll waits for its answer. */
	private async meanwhile(): Promise<void> {
		if (this.n8n.other.isActivating) return;
		const meanwhile = takeMeanwhile(this.n8n.polling);
		if (!meanwhile) return;
		if (meanwhile === 'tick') await this.step({ do: 'tick' });
		else if (meanwhile === 'unpublish') this.n8n.unpublish();
		else if (meanwhile === 'rename') await this.n8n.rename(false);
		else if (meanwhile === 'republish') {
			this.n8n.unpublish();
			await this.n8n.publish({});
		} else await this.n8n.update(meanwhile.update, {});
	}
}
