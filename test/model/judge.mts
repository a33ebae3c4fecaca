/** Whether a poll did what it should, by how it ended. */
import { isDeepStrictEqual } from 'node:util';

import type { State } from '../../nodes/Ashby/stageTrigger/table.ts';
import type { Engine, Poll } from '../support/engines.mts';
import { checkCost } from './cost.mts';
import type { Delivered } from './observed.mts';
import { Violation } from './observed.mts';
import type { Oracle } from './oracle.mts';
import type { RecordedAshby } from './recordedAshby.mts';
import { LINKS } from './recordedAshby.mts';
import type { RunningPoll } from './runningPoll.mts';
import type { Script } from './script.mts';

/** When n8n considers publishing failed because its poll is still running: 0.7 of the lease of 120 s. */
const ACTIVATION_DEADLINE_MS = 84_000;
const DAY_MS = 24 * 3600_000;
const GIVEN_UP = 'Given up after a week';

export class Judge {
	/** Consecutive calm polls whose state is still in use, and when the last one began. */
	private calmPolls = 0;
	private caughtUp = { act: 0, time: 0 };
	/** When each problem was reported last. */
	private readonly said = new Map<string, number>();

	constructor(
		private readonly script: Script,
		private readonly org: RecordedAshby,
		private readonly oracle: Oracle,
		private readonly engine: Engine,
	) {}

	/** What earlier polls remembered may not help the next one. */
	forgetCalm(): void {
		this.calmPolls = 0;
		this.said.clear();
	}

	/** What a poll put into effect may be lost with n8n: the execution came first. */
	isLost(poll: Poll, items: Delivered[]): boolean {
		if (poll.outcome !== 'killedHandingOver') return false;
		// The classic engine writes the state of an activation after its execution.
		return this.isExecuted(items) && poll.atActivation && this.script.engine === 'classic';
	}

	/** @throws Violation if the poll was wrong */
	judge(poll: Poll, running: RunningPoll, items: Delivered[]): void {
		if (running.calm && running.requests === 0) throw new Violation('a poll asked nothing');
		// What it has reported is remembered in the state, which is lost.
		if (poll.outcome !== 'taken') this.said.clear();
		const tookMs = this.org.time - running.startTime - running.furtherNotesMs;
		if (poll.atActivation && tookMs > ACTIVATION_DEADLINE_MS) {
			throw new Violation(`the poll of an activation took ${tookMs} ms`);
		}
		if (poll.outcome === 'taken') return this.judgeTaken(running, items);
		if (poll.outcome === 'killedHandingOver') {
			const executed = this.isExecuted(items);
			const isDurable = this.script.engine === 'durable';
			const stored = executed ? isDurable : this.isKept(items[0]);
			const lost = this.isLost(poll, items);
			this.oracle.killedHandingOver(running, items, { executed, stored, lost });
		} else if (poll.outcome === 'thrown') this.judgeThrown(running, poll);
	}

	private judgeTaken(running: RunningPoll, items: Delivered[]): void {
		this.oracle.taken(running, items);
		const isComplete = running.calm && !running.askedInVain;
		if (isComplete) {
			const { org, oracle, caughtUp, calmPolls } = this;
			const { switches } = this.script;
			const state = this.engine.state.state as unknown as State | undefined;
			checkCost(running, { org, oracle, switches, state, caughtUp, calmPolls });
		}
		this.calmPolls = isComplete ? this.calmPolls + 1 : 0;
		this.caughtUp = { act: running.startAct, time: running.startTime };
	}

	private judgeThrown(running: RunningPoll, { error, atActivation }: Poll): void {
		if (this.reportsBrokenWatch(running, error)) {
			this.calmPolls = 0;
			// A refused publishing has no effect.
			if (running.calm && !atActivation) this.oracle.checkNothingMissed(running);
		} else if (running.calm) {
			throw new Violation(`a poll threw for no reason: ${error?.message}`);
		}
	}

	/**
	 * A poll has reported a problem, and gone on.
	 *
	 * @returns what is wrong if there is none, or if it was reported less than a day ago
	 */
	reported(running: RunningPoll, error: Error): Violation | undefined {
		const { message } = error;
		const isUnreadable = message.includes("couldn't return") && running.exceptFor !== undefined;
		const isReal =
			isUnreadable ||
			(message.startsWith(GIVEN_UP) && this.oracle.mayGiveUp) ||
			this.reportsBrokenWatch(running, error);
		if (!isReal) return new Violation(`reported for no reason: ${message}`);
		const before = this.said.get(message) ?? -Infinity;
		// Several entries of one candidate, each once.
		const mayBeAnother = running.workflow.includeWhoLeft && message.startsWith(GIVEN_UP);
		if (this.org.time - before < DAY_MS - 1000 && !mayBeAnother) {
			return new Violation(`reported twice: ${message}`);
		}
		this.said.set(message, this.org.time);
		return undefined;
	}

	private isExecuted(items: Delivered[]): boolean {
		return isDeepStrictEqual(this.engine.executions.at(-1), items.at(-1));
	}

	/**
	 * Whether n8n has stored that it returned this. Of a poll that put something into effect, there is
	 * a copy next to the state of the durable engine.
	 */
	private isKept({ id, attempt }: Delivered): boolean {
		const staticData = JSON.parse(this.engine.database.staticData) as Record<string, object>;
		const states = Object.values(staticData).flatMap((data) => Object.values(data) as State[]);
		return states.some(({ rows }) =>
			Object.values(rows ?? {}).some(
				({ entry, open }) => entry === id && open?.tries?.count === attempt.number,
			),
		);
	}

	/** A row names a job or stage that no longer exists: the poll says so when it has nothing else to return. */
	private reportsBrokenWatch({ workflow }: RunningPoll, error: Error | undefined): boolean {
		const isBroken = workflow.links
			.map((number) => LINKS[number])
			.some(({ job, stage }) => {
				const jobs = job === '*' ? this.org.jobs.keys() : [job];
				return [...jobs].every((each) => this.org.stageId(each, stage) === undefined);
			});
		return isBroken && !!error?.message.includes("of 'Jobs and Stages'");
	}
}
