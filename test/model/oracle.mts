/**
 * What must fire, what may and what must not: told from what truly happened in the organisation and
 * from what a person did to the workflow. Knows nothing of how the node decides.
 */
import type { Attempt } from '../../nodes/Ashby/stageEntry/attempt.ts';
import type { ModelOrganisation, PlainLink, Stay } from './organisation.mts';
import { LINKS, linkName } from './organisation.mts';
import type { Change } from './script.mts';

/** What the model found wrong. */
export class Violation extends Error {}

/** A link in force. */
interface Force {
	/** Stays since then fire. 0: those who are there fire as well. */
	must: number;
	/** Stays since then may fire: earlier than `must` where n8n was killed while it activated. */
	may: number;
	/** When it came into force. */
	since: number;
	/**
	 * Whoever was there at this act is remembered: whatever begins later fires, whenever somebody says
	 * that it began. `stored` is what n8n has written down of that.
	 */
	complete?: number;
	stored?: number;
}

/** Of the beginning of a stay. Times in ms. */
interface Edit {
	id: string;
	from: number;
	to: number;
}

/** One item as the trigger put it out. */
export interface Delivered {
	id: string;
	enteredStageAt: string;
	attempt: Attempt;
}

/** What has been handed over, and no execution has written a note of. */
interface Unanswered {
	number: number;
	/** When it was handed over last, in ms. */
	at: number;
}

/** How long the trigger waits at least before it hands an entry over again, and for how often. */
const SHORTEST_WAIT_MS = 4 * 60_000;
const SURE_ATTEMPTS = 7;

/** A poll as the oracle sees it. */
export interface Look {
	workflow: Required<Change>;
	/** A person has published the workflow, and no poll has been taken since. */
	publishing: boolean;
	/** The beginning and the end of the poll, counted in acts of people. */
	startAct: number;
	endAct: number;
	/** Ashby's clock in the first answer with applications, in ms; undefined without any. */
	firstAnswerAt?: number;
	/** Nothing went wrong and time did not run out: whatever there is to find is found. */
	calm: boolean;
	/** The application whose history Ashby would not give. */
	exceptFor?: string;
	/** What it remembers survives a kill. */
	stored: boolean;
	/** Repeat Until Noted is on. */
	repeats: boolean;
	minMinutesInStage: number;
	/** In ms. */
	startTime: number;
}

export class Oracle {
	private readonly force = new Map<string, Force>();
	/** When `includeWhoLeft` was switched on. */
	private endedSince?: number;
	/** How often each stay fired. */
	private readonly fired = new Map<string, number>();
	/** Stays whose firing was lost or doubled by a kill in the very instant of handing them over. */
	private readonly excused = new Map<string, number>();
	/** Stays that stood in a linked stage at a calm poll of which n8n stored the state. */
	private readonly noted = new Set<string>();
	/** Stays whose beginning was edited across the time of a link before the trigger had read it. */
	private readonly unclear = new Set<string>();
	private readonly edits: Edit[] = [];
	/** How often the links of a stay that had fired were taken away: put back, they may include it again. */
	private readonly forgotten = new Map<string, number>();
	/** Stays that have fired and whose links have not been taken away since. */
	private readonly remembered = new Set<string>();
	/** Stays that a note names, for good. */
	private readonly named = new Set<string>();
	private readonly unanswered = new Map<string, Unanswered>();
	/** Stays for which an execution has been started. */
	private readonly executed = new Set<string>();
	/** Stays that a poll may have met and left to a later one, after which a person may publish. */
	private readonly met = new Set<string>();
	/** Stays whose beginning was edited. */
	private readonly redated = new Set<string>();
	/** A poll of an activation was lost: whether its links came into force is n8n's secret. */
	private interrupted = false;

	constructor(private readonly org: ModelOrganisation) {}

	/** A publishing did not reach the node: n8n was killed in it or gave up, and starts without it. */
	interrupt(): void {
		this.interrupted = true;
	}

	/** n8n starts, or loads the workflow anew: it knows what it has written down. */
	forgetUnstored(): void {
		for (const force of this.force.values()) force.complete = force.stored;
	}

	/** A poll was taken by n8n, which handed these stays over. */
	taken(look: Look, delivered: Delivered[]): void {
		this.bringIntoForce(look);
		for (const item of delivered) this.deliver(item, look);
		for (const stay of this.org.stays.values()) if (this.counts(stay, look)) this.met.add(stay.id);
		if (!look.calm) return;
		this.checkNothingMissed(look);
		if (look.stored) this.note(look);
		if (look.exceptFor !== undefined) return;
		for (const force of this.force.values()) {
			// What began while the poll was under way may have been met by its listing.
			force.complete ??= look.endAct;
			if (look.stored) force.stored ??= force.complete;
		}
	}

	/**
	 * n8n was killed while it handed these stays over: some were `executed`, that it handed them over
	 * may be `stored`, and what the poll had brought into force may be `lost`.
	 */
	killedHandingOver(
		look: Look,
		delivered: Delivered[],
		{ executed, stored, lost }: { executed: boolean; stored: boolean; lost: boolean },
	): void {
		const before = new Map(this.force);
		const { endedSince } = this;
		this.bringIntoForce(look);
		for (const item of delivered) {
			this.excused.set(item.id, (this.excused.get(item.id) ?? 0) + 1);
			this.remembered.add(item.id);
			if (executed) this.deliver(item, look);
			else if (stored) this.leaveUnanswered(item, look);
			// n8n does not know that it began again, and the execution has died with it.
			const unanswered = this.unanswered.get(item.id);
			if (unanswered && !stored) unanswered.at = 0;
		}
		if (!lost) return;
		this.endedSince = endedSince;
		this.force.clear();
		for (const [key, force] of before) this.force.set(key, force);
	}

	/** An execution has dealt with a stay, and written so into a note. */
	answered(id: string): void {
		this.named.add(id);
		this.unanswered.delete(id);
	}

	/** At the end, when all has gone well for long enough: a note names whoever still stands there. */
	checkNobodyLost(look: Look): void {
		for (const [id, { number }] of this.unanswered) {
			const stay = this.org.stays.get(id);
			if (!stay || stay.gone || stay.leftAt !== undefined || number >= SURE_ATTEMPTS) continue;
			if (stay.applicationId === look.exceptFor) continue;
			if (!this.remembered.has(id) || this.watching(look, stay).length === 0) continue;
			throw new Violation(`${stay.name} was lost with its execution, and never repeated`);
		}
	}

	private deliver(item: Delivered, look: Look): void {
		const { id, attempt } = item;
		// Asked for an invitation that an earlier execution may have sent.
		if (look.repeats && this.executed.has(id) && !attempt.isRepeat) {
			throw new Violation(`${id} was executed before, and is not called a repeat`);
		}
		this.executed.add(id);
		if (attempt.number === 1) this.fire(id, look);
		else this.repeat(id, look);
		this.leaveUnanswered(item, look);
	}

	private leaveUnanswered({ id, attempt: { number } }: Delivered, look: Look): void {
		if (this.named.has(id)) return;
		this.unanswered.set(id, { number, at: look.startTime });
	}

	private repeat(id: string, look: Look): void {
		const stay = this.org.stays.get(id);
		if (!stay) throw new Violation(`repeated ${id}, which is no stay`);
		const before = this.unanswered.get(id);
		const because = (why: string) => new Violation(`${stay.name} was repeated, but ${why}`);
		if (!look.repeats) throw because('nobody asked for that');
		if (!before) throw because('a note tells of it');
		if (this.org.time - before.at < SHORTEST_WAIT_MS) throw because('it may still be under way');
		if (this.watching(look, stay).length === 0) throw because('no link watches it');
		const hasLeft = stay.leftAt !== undefined && stay.leftAt <= look.startAct;
		if (hasLeft && !look.workflow.includeWhoLeft) throw because('it had ended');
	}

	/**
	 * A stay's beginning is being edited. Ashby tells no other, so if it passes the time of a link,
	 * and the trigger has not noted the stay before for good, nobody can know.
	 */
	edited(stay: Stay, from: number, to: number): void {
		this.redated.add(stay.id);
		if (this.fired.has(stay.id)) return;
		const edit = { id: stay.id, from, to };
		this.edits.push(edit);
		this.judgeEdit(edit);
	}

	private judgeEdit({ id, from, to }: Edit): void {
		const crosses = [...this.force.values()].some(({ must, may, since }) =>
			[must, may, since].some((time) => from < time !== to < time),
		);
		if (crosses) this.unclear.add(id);
	}

	/** All who stand in linked stages now have been met by a poll whose state n8n has stored. */
	private note(look: Look): void {
		for (const stay of this.org.stays.values()) {
			const stands = stay.leftAt === undefined && stay.applicationId !== look.exceptFor;
			if (stands && this.watching(look, stay).length > 0) this.noted.add(stay.id);
		}
	}

	/** Whether an application stands in a stage that a link of the poll watches. */
	standsInLinked({ workflow }: Look, applicationId: string): boolean {
		return [...this.org.stays.values()].some(
			(stay) =>
				stay.applicationId === applicationId &&
				stay.leftAt === undefined &&
				workflow.links.some((number) => this.matches(LINKS[number], stay)),
		);
	}

	private bringIntoForce(look: Look): void {
		const { workflow, publishing, firstAnswerAt } = look;
		if (firstAnswerAt === undefined) return;
		const { whenActivated, includeWhoLeft } = workflow;
		const now = Math.floor(firstAnswerAt / 1000) * 1000;
		const afresh = publishing && whenActivated !== 'catchUp';
		const includes = whenActivated === 'includeExisting';
		const keys = workflow.links.map((number) => linkName(LINKS[number]));
		for (const key of keys) {
			const before = this.force.get(key);
			if (before && this.interrupted) {
				const must = Math.max(before.must, whenActivated === 'catchUp' ? 0 : now);
				const may = includes ? 0 : before.may;
				this.force.set(key, { must, may, since: now });
			} else if (!before || afresh) {
				this.force.set(key, { must: includes ? 0 : now, may: includes ? 0 : now, since: now });
			}
		}
		for (const key of this.force.keys()) if (!keys.includes(key)) this.force.delete(key);
		for (const id of [...this.remembered]) {
			const stay = this.org.stays.get(id);
			if (stay && this.watching(look, stay).length > 0) continue;
			this.remembered.delete(id);
			this.forgotten.set(id, this.timesForgotten(id) + 1);
		}
		this.endedSince = includeWhoLeft ? (this.endedSince ?? now) : undefined;
		this.interrupted = false;
		// Before the links came into force, their times were not known here yet.
		for (const edit of this.edits) this.judgeEdit(edit);
	}

	private timesForgotten(id: string): number {
		return this.forgotten.get(id) ?? 0;
	}

	/** Whether a stay began since a link that watches it came into force. */
	private counts(stay: Stay, look: Look): boolean {
		return this.watching(look, stay).some(({ may }) => stay.began >= may);
	}

	/** The links of a poll that watch a stay. */
	private watching({ workflow }: Look, stay: Stay): Force[] {
		return workflow.links
			.map((number) => LINKS[number])
			.filter((link) => this.matches(link, stay))
			.map((link) => this.force.get(linkName(link)))
			.filter((force): force is Force => force !== undefined);
	}

	private matches({ job, stage, byName }: PlainLink, stay: Stay): boolean {
		if (stay.stageTitle !== stage) return false;
		if (job === '*') return true;
		const linked = this.org.jobs[job];
		if (linked.id === stay.jobId) return true;
		// Ashby's history does not tell in which job a stay was: past ones count for the present job.
		const isPast = stay.leftAt !== undefined;
		const present = isPast ? stay.presentJobId : stay.jobId;
		if (linked.id !== present) return false;
		return byName || linked.interviewPlanIds.includes(stay.planId);
	}

	private fire(id: string, look: Look): void {
		const stay = this.org.stays.get(id);
		if (!stay) throw new Violation(`fired ${id}, which is no stay`);
		const count = (this.fired.get(id) ?? 0) + 1;
		this.fired.set(id, count);
		this.remembered.add(id);
		const most = 1 + (this.excused.get(id) ?? 0) + this.timesForgotten(id);
		if (count > most) throw new Violation(`${stay.name} fired ${count} times`);
		const watching = this.watching(look, stay);
		if (watching.length === 0) throw new Violation(`${stay.name} fired, which no link watches`);
		if (!this.unclear.has(id) && !this.met.has(id) && !this.counts(stay, look)) {
			throw new Violation(
				`${stay.name} fired, but it began ${iso(stay.began)}, before its link came into force ${watching.map(({ may }) => iso(may)).join()}`,
			);
		}
		const minMs = look.minMinutesInStage * 60_000;
		const until = Math.min(stay.leftTime ?? Infinity, this.org.time);
		if (!this.redated.has(id) && until - stay.began < minMs - 1000) {
			throw new Violation(`${stay.name} fired after ${until - stay.began} ms in the stage`);
		}
		if (stay.leftAt === undefined || stay.leftAt > look.startAct) return;
		if (!look.workflow.includeWhoLeft) {
			throw new Violation(`${stay.name} fired although it had ended when the poll began`);
		}
		if ((stay.leftTime ?? 0) < (this.endedSince ?? 0) - 1000) {
			throw new Violation(
				`${stay.name} fired although it had ended before Include Candidates Who Left was on`,
			);
		}
	}

	/** Whoever stands in a linked stage at the end of a calm poll has fired. */
	checkNothingMissed(look: Look): void {
		for (const stay of this.org.stays.values()) {
			if (this.fired.has(stay.id) || this.excused.has(stay.id)) continue;
			if (stay.gone) continue;
			if (stay.applicationId === look.exceptFor) continue;
			if (this.mustHaveFired(stay, look)) {
				throw new Violation(`${stay.name}, begun ${iso(stay.began)}, did not fire`);
			}
		}
	}

	private mustHaveFired(stay: Stay, look: Look): boolean {
		const watching = this.watching(look, stay);
		const stands = stay.leftAt === undefined;
		const minMs = look.minMinutesInStage * 60_000;
		if (minMs > 0) {
			const until = stay.leftTime ?? look.startTime;
			if (this.redated.has(stay.id) || until - stay.began < minMs + 1000) return false;
		}
		if (stands && watching.some(({ complete }) => stay.beganAct > (complete ?? Infinity))) {
			return true;
		}
		if (this.unclear.has(stay.id)) return false;
		if (!watching.some(({ must }) => stay.began >= must)) return false;
		if (stands) return true;
		if (!look.workflow.includeWhoLeft || stay.presentJobId !== stay.jobId) return false;
		return (
			watching.some(({ must, since }) => stay.began >= Math.max(must, since)) &&
			// Ashby's whole seconds, and the history tells an end some milliseconds early.
			(stay.leftTime ?? 0) >= (this.endedSince ?? Infinity) + 1100
		);
	}
}

const iso = (time: number) => new Date(time).toISOString();
