/** Since when each stage has been watched, derived from what a person did to the workflow. */
import type { ObservedPoll } from './observed.mts';
import type { RecordedAshby, PlainLink, StageEntry } from './recordedAshby.mts';
import { LINKS, linkName } from './recordedAshby.mts';

/** Since when a stage has been watched. */
interface Watch {
	/** Entries since then fire. 0: those who are there fire as well. */
	must: number;
	/** Entries since then may fire: earlier than `must` where n8n was killed while it activated. */
	may: number;
	/** When it was first watched. */
	since: number;
	/**
	 * Whoever was there at this act is remembered: whatever begins later fires, whenever somebody says
	 * that it began. `stored` is what n8n has written down of that.
	 */
	complete?: number;
	stored?: number;
}

export class Watches {
	private readonly watches = new Map<string, Watch>();
	/** When `includeWhoLeft` was switched on. */
	endedSince?: number;
	/** A poll of an activation was lost: whether its watches took effect is n8n's secret. */
	private interrupted = false;

	constructor(private readonly org: RecordedAshby) {}

	/** A publishing did not reach the node: n8n was killed in it or gave up, and starts without it. */
	interrupt(): void {
		this.interrupted = true;
	}

	/** n8n starts, or loads the workflow again: it knows what it has stored. */
	forgetUnstored(): void {
		for (const watch of this.watches.values()) watch.complete = watch.stored;
	}

	/** Returns a way back to the watches of now. */
	snapshot(): () => void {
		const before = new Map(this.watches);
		const { endedSince } = this;
		return () => {
			this.endedSince = endedSince;
			this.watches.clear();
			for (const [key, watch] of before) this.watches.set(key, watch);
		};
	}

	/** A poll has an answer with applications: what a person asked for is in force from then on. */
	activate({
		workflow,
		publishing,
		firstAnswerAt,
	}: ObservedPoll & { firstAnswerAt: number }): void {
		const { whenActivated, includeWhoLeft } = workflow;
		const now = Math.floor(firstAnswerAt / 1000) * 1000;
		const afresh = publishing && whenActivated !== 'catchUp';
		const includes = whenActivated === 'includeExisting';
		const keys = workflow.links.map((number) => linkName(LINKS[number]));
		for (const key of keys) {
			const before = this.watches.get(key);
			if (before && this.interrupted) {
				const must = Math.max(before.must, whenActivated === 'catchUp' ? 0 : now);
				const may = includes ? 0 : before.may;
				this.watches.set(key, { must, may, since: now });
			} else if (!before || afresh) {
				this.watches.set(key, { must: includes ? 0 : now, may: includes ? 0 : now, since: now });
			}
		}
		for (const key of this.watches.keys()) if (!keys.includes(key)) this.watches.delete(key);
		this.endedSince = includeWhoLeft ? (this.endedSince ?? now) : undefined;
		this.interrupted = false;
	}

	/** A calm poll has found every candidate in the stage. It may also have found those who entered during the poll. */
	complete({ endAct, stored }: ObservedPoll): void {
		for (const watch of this.watches.values()) {
			watch.complete ??= endAct;
			if (stored) watch.stored ??= watch.complete;
		}
	}

	/** Whether one of these times is between the two. */
	isCrossed(from: number, to: number): boolean {
		return [...this.watches.values()].some(({ must, may, since }) =>
			[must, may, since].some((time) => from < time !== to < time),
		);
	}

	/** Whether an entry began after a watch of its stage. */
	counts(entry: StageEntry, poll: ObservedPoll): boolean {
		return this.watching(poll, entry).some(({ may }) => entry.began >= may);
	}

	/** The watches of a poll that cover an entry. */
	watching({ workflow }: ObservedPoll, entry: StageEntry): Watch[] {
		return workflow.links
			.map((number) => LINKS[number])
			.filter((link) => this.matches(link, entry))
			.map((link) => this.watches.get(linkName(link)))
			.filter((watch): watch is Watch => watch !== undefined);
	}

	/** Whether an application is in a stage that the poll watches. */
	isInWatchedStage({ workflow }: ObservedPoll, applicationId: string): boolean {
		return [...this.org.entries.values()].some(
			(entry) =>
				entry.applicationId === applicationId &&
				entry.leftAt === undefined &&
				workflow.links.some((number) => this.matches(LINKS[number], entry)),
		);
	}

	private matches({ job, stage, byName }: PlainLink, entry: StageEntry): boolean {
		if (entry.stageTitle !== stage) return false;
		if (job === '*') return true;
		const linked = this.org.jobs[job];
		if (linked.id === entry.jobId) return true;
		// Ashby's history doesn't show which job an entry belonged to: past ones count for the current job.
		const isPast = entry.leftAt !== undefined;
		const present = isPast ? entry.presentJobId : entry.jobId;
		if (linked.id !== present) return false;
		return byName || linked.interviewPlanIds.includes(entry.planId);
	}
}
