/**
 * Which entries must, may, and must not be returned, derived from what really happened in the organization
 * and what a person did to the workflow. It doesn't know how the node decides.
 */
import type { Delivered, ObservedPoll, Unanswered } from './observed.mts';
import { iso, Violation } from './observed.mts';
import type { RecordedAshby, StageEntry } from './recordedAshby.mts';
import { Watches } from './watches.mts';
import { Withheld } from './withheld.mts';

/** How long the trigger waits at least before it returns an entry again, and how often. */
const SHORTEST_WAIT_MS = 4 * 60_000;
const SURE_ATTEMPTS = 7;
/** A process knows for so long what was returned. */
const CLAIMED_MS = 15 * 24 * 60 * 60_000;
/** It gives up after a week. Requests take their time. */
const LONGEST_MS = 7 * 24 * 60 * 60_000 - 60_000;

export class Oracle {
	readonly watches: Watches;
	/** How often each entry was returned. */
	private readonly fired = new Map<string, number>();
	/** Entries that were lost or doubled by a kill at the very moment of returning them. */
	private readonly excused = new Map<string, number>();
	/** Entries whose beginning was edited across the time of a watch before the trigger had read it. */
	private readonly unclear = new Set<string>();
	private readonly edits: Array<{ id: string; from: number; to: number }> = [];
	/** How often the watched stages of a returned entry were removed: added back, they may include it again. */
	private readonly forgotten = new Map<string, number>();
	/** Entries that were returned and whose watched stages haven't been removed since. */
	private readonly remembered = new Set<string>();
	/** Entries that a note names. */
	private readonly named = new Set<string>();
	private readonly unanswered = new Map<string, Unanswered>();
	/** Returned entries of which the trigger's state may know nothing: dropped unless they count for a watch as it is then. */
	private readonly unstored = new Set<string>();
	private readonly dropped = new Set<string>();
	/** When an execution was last started for an entry. */
	private readonly executed = new Map<string, number>();
	/**
	 * Since when the triggers know of each other what they returned: when n8n was last started, or a person last
	 * published, which ends what they have claimed.
	 */
	private sharedSince = 0;
	/** Another trigger, or one with another name, may have returned an entry. */
	private isShared = false;
	/** Entries that a poll may have found and left to a later one, before which a person may publish. */
	private readonly met = new Set<string>();
	readonly withheld: Withheld;
	/** Entries whose beginning was edited. */
	private readonly redated = new Set<string>();

	/** @param hopeless the number of an application whose executions all fail */
	constructor(
		private readonly org: RecordedAshby,
		private readonly hopeless = -1,
	) {
		this.watches = new Watches(org);
		this.withheld = new Withheld(org);
	}

	/** Whether all executions for the entry fail, so that no note is ever written. */
	isHopeless({ applicationId }: Pick<StageEntry, 'applicationId'>): boolean {
		return this.org.applications[this.hopeless]?.id === applicationId;
	}

	/** n8n took the result of a poll and ran the workflow for these entries. */
	taken(poll: ObservedPoll, delivered: Delivered[]): void {
		this.activateWatches(poll);
		if (poll.atActivation || delivered.length > 0) this.watches.keep();
		for (const item of delivered) this.deliver(item, poll);
		for (const entry of this.org.entries.values())
			if (poll.firstAnswerAt && this.watches.counts(entry, poll)) this.met.add(entry.id);
		if (!poll.calm) return;
		this.checkNothingMissed(poll);
		this.watches.complete(poll);
	}

	/**
	 * n8n was killed while it returned these entries: some were `executed`, that it returned them
	 * may be `stored`, and what the poll had brought into force may be `lost`.
	 */
	killedHandingOver(
		poll: ObservedPoll,
		delivered: Delivered[],
		{ executed, stored, lost }: { executed: boolean; stored: boolean; lost: boolean },
	): void {
		const restore = this.watches.snapshot();
		this.activateWatches(poll);
		for (const item of delivered) {
			this.excused.set(item.id, (this.excused.get(item.id) ?? 0) + 1);
			this.remembered.add(item.id);
			if (executed) this.deliver(item, poll);
			else if (stored) this.leaveUnanswered(item, poll);
			if (executed && !stored) this.unstored.add(item.id);
			// n8n doesn't know that it started the execution again, and the execution has died with it.
			const unanswered = this.unanswered.get(item.id);
			if (unanswered && !stored) unanswered.at = 0;
		}
		if (lost) restore();
	}

	/** n8n starts, or a person publishes. */
	begins(): void {
		this.sharedSince = this.org.time;
		this.watches.forgetUnstored();
	}

	/** Another trigger may return the same entries. */
	share(): void {
		this.isShared = true;
	}

	/** The trigger has another name. Nobody can know which entries with an edited date, or in a dropped poll, are new. */
	renamed(dropped: Iterable<string>): void {
		this.share();
		this.watches.forgetComplete();
		for (const id of [...this.redated, ...dropped]) this.unclear.add(id);
		for (const id of this.unanswered.keys()) this.unstored.add(id);
	}

	/** Another trigger has returned these entries. */
	takenByOther(poll: ObservedPoll, delivered: Delivered[]): void {
		for (const item of delivered) {
			this.met.add(item.id);
			this.deliver(item, poll);
		}
	}

	/** An execution has processed an entry, and written a note about it. */
	answered(id: string): void {
		this.named.add(id);
		this.unanswered.delete(id);
	}

	/** Whether an entry was returned for so long that the trigger may give it up. */
	get mayGiveUp(): boolean {
		const before = this.org.time - LONGEST_MS;
		return [...this.unanswered.values()].some(({ since }) => since <= before);
	}

	/** At the end, after everything has worked for long enough: a note names every candidate who is still in the stage. */
	checkNobodyLost(poll: ObservedPoll): void {
		for (const [id, { number }] of this.unanswered) {
			const entry = this.org.entries.get(id);
			if (!entry || entry.gone || entry.leftAt !== undefined || number >= SURE_ATTEMPTS) continue;
			if (entry.applicationId === poll.exceptFor || this.isHopeless(entry)) continue;
			if (this.dropped.has(id) || (this.isShared && this.redated.has(id))) continue;
			if (!this.remembered.has(id) || this.watches.watching(poll, entry).length === 0) continue;
			throw new Violation(`${entry.name} was lost with its execution, and never repeated`);
		}
	}

	private deliver(item: Delivered, poll: ObservedPoll): void {
		const { id, attempt } = item;
		for (const ids of [this.unstored, this.dropped]) ids.delete(id);
		// Checked for an invitation that an earlier execution may have sent. Once its stage was no longer watched, or if another
		// trigger returned it too long ago, only Invite can know, from n8n's database.
		const before = this.executed.get(id);
		const isOutlasted = this.isShared && this.org.time - (before ?? 0) >= CLAIMED_MS;
		const isKnown = before !== undefined && this.timesForgotten(id) === 0 && !isOutlasted;
		if (poll.repeats && isKnown && !attempt.isRepeat) {
			throw new Violation(`${id} was executed before, and is not called a repeat`);
		}
		this.executed.set(id, this.org.time);
		const isAgain = this.isShared && before !== undefined;
		// A first attempt reads no notes.
		const isForgotten =
			(before ?? 0) <= this.sharedSince || this.org.time - (before ?? 0) >= CLAIMED_MS;
		if (isAgain && isForgotten && !attempt.isRepeat) return;
		if (attempt.number === 1 && !(isAgain && poll.repeats)) this.fire(id, poll);
		else this.repeat(id, poll);
		this.leaveUnanswered(item, poll);
	}

	private leaveUnanswered({ id, attempt: { number } }: Delivered, poll: ObservedPoll): void {
		if (this.named.has(id)) return;
		const { since = poll.startTime } = this.unanswered.get(id) ?? {};
		this.unanswered.set(id, { number, at: poll.startTime, since });
	}

	private repeat(id: string, poll: ObservedPoll): void {
		const entry = this.org.entries.get(id);
		if (!entry) throw new Violation(`repeated ${id}, which is no entry`);
		const before = this.unanswered.get(id);
		const because = (why: string) => new Violation(`${entry.name} was repeated, but ${why}`);
		if (!poll.repeats) throw because('nobody asked for that');
		// Between two requests of the poll, the notes have moved to another candidate.
		if (!before && this.org.mergedAt.get(entry.applicationId)! > poll.startAct) return;
		if (!before) throw because('a note tells of it');
		const mayBeUnderWay = this.org.time - before.at < SHORTEST_WAIT_MS;
		if (mayBeUnderWay && !(this.isShared && before.at <= this.sharedSince)) {
			throw because('it may still be under way');
		}
		if (!this.watches.isNamed(poll, entry)) throw because('no row watches it');
		const hasLeft = entry.leftAt !== undefined && entry.leftAt <= poll.startAct;
		if (hasLeft && !poll.workflow.includeWhoLeft) throw because('it had ended');
	}

	/**
	 * The start of an entry is being edited. Ashby returns no other, so if it crosses the start of a watch,
	 * and the trigger hasn't stored the entry before, nobody can know.
	 */
	edited(entry: StageEntry, from: number, to: number): void {
		this.redated.add(entry.id);
		if (this.fired.has(entry.id)) return;
		const edit = { id: entry.id, from, to };
		this.edits.push(edit);
		this.judgeEdit(edit);
	}

	private judgeEdit({ id, from, to }: (typeof this.edits)[number]): void {
		if (this.watches.isCrossed(from, to)) this.unclear.add(id);
	}

	private activateWatches(poll: ObservedPoll): void {
		const { firstAnswerAt } = poll;
		if (firstAnswerAt === undefined) return;
		this.watches.activate({ ...poll, firstAnswerAt });
		for (const id of this.unstored) {
			if (!this.watches.counts(this.org.entries.get(id)!, poll, 'must')) this.dropped.add(id);
		}
		for (const id of [...this.remembered]) {
			const entry = this.org.entries.get(id);
			if (entry && this.watches.watching(poll, entry).length > 0) continue;
			this.remembered.delete(id);
			this.forgotten.set(id, this.timesForgotten(id) + 1);
		}
		// Before the watches took effect, their times weren't known here yet.
		for (const edit of this.edits) this.judgeEdit(edit);
	}

	private timesForgotten(id: string): number {
		return this.forgotten.get(id) ?? 0;
	}

	private fire(id: string, poll: ObservedPoll): void {
		const entry = this.org.entries.get(id);
		if (!entry) throw new Violation(`fired ${id}, which is no entry`);
		const count = (this.fired.get(id) ?? 0) + 1;
		this.fired.set(id, count);
		this.remembered.add(id);
		const most = 1 + (this.excused.get(id) ?? 0) + this.timesForgotten(id);
		if (count > most) throw new Violation(`${entry.name} fired ${count} times`);
		const watching = this.watches.watching(poll, entry);
		if (!this.watches.isNamed(poll, entry))
			throw new Violation(`${entry.name} fired, which no row watches`);
		if (!this.unclear.has(id) && !this.met.has(id) && !this.watches.counts(entry, poll)) {
			throw new Violation(
				`${entry.name} fired, but it began ${iso(entry.began)}, before its watch ${watching.map(({ may }) => iso(may)).join()}`,
			);
		}
		const minMs = poll.minMinutesInStage * 60_000;
		const until = Math.min(entry.leftTime ?? Infinity, this.org.time);
		if (!this.redated.has(id) && until - entry.began < minMs - 1000)
			throw new Violation(`${entry.name} fired after ${until - entry.began} ms in the stage`);
		if (entry.leftAt === undefined || entry.leftAt > poll.startAct) return;
		if (!poll.workflow.includeWhoLeft) {
			throw new Violation(`${entry.name} fired although it had ended when the poll began`);
		}
		if (!poll.isOther && (entry.leftTime ?? 0) < (this.watches.endedSince ?? 0) - 1000) {
			throw new Violation(
				`${entry.name} fired although it had ended before Include Candidates Who Left was on`,
			);
		}
	}

	/** Every entry of a watched stage was returned by the end of a calm poll. */
	checkNothingMissed(poll: ObservedPoll): void {
		for (const entry of this.org.entries.values()) {
			if (this.fired.has(entry.id) || this.excused.has(entry.id)) continue;
			if (entry.gone) continue;
			if (entry.applicationId === poll.exceptFor || this.withheld.mayWait(entry.applicationId))
				continue;
			if (this.mustHaveFired(entry, poll)) {
				throw new Violation(`${entry.name}, begun ${iso(entry.began)}, did not fire`);
			}
		}
	}

	private mustHaveFired(entry: StageEntry, poll: ObservedPoll): boolean {
		const watching = this.watches.watching(poll, entry);
		const stands = entry.leftAt === undefined;
		const minMs = poll.minMinutesInStage * 60_000;
		if (minMs > 0) {
			const until = entry.leftTime ?? poll.startTime;
			if (this.redated.has(entry.id) || until - entry.began < minMs + 1000) return false;
		}
		if (stands && this.watches.isNew(entry, poll)) return true;
		if (this.unclear.has(entry.id)) return false;
		if (!this.watches.counts(entry, poll, 'must')) return false;
		if (stands) return true;
		if (!poll.workflow.includeWhoLeft || entry.presentJobId !== entry.jobId) return false;
		return (
			watching.some(({ must, since }) => entry.began >= Math.max(must, since)) &&
			// Ashby's whole seconds, and the history shows an end some milliseconds early.
			(entry.leftTime ?? 0) >= (this.watches.endedSince ?? Infinity) + 1100
		);
	}
}
