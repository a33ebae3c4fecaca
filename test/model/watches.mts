/** Since when each stage has been watched, derived from what a person did to the workflow. */
import type { ObservedPoll } from './observed.mts';
import type { RecordedAshby, PlainLink, StageEntry } from './recordedAshby.mts';
import { LINKS, linkName } from './recordedAshby.mts';

/** Since when a stage has been watched. */
interface Watch {
	/** Entries since then are returned. 0: existing ones, too. */
	must: number;
	/** Entries since then may be returned: earlier than `must` if n8n was killed while it activated. */
	may: number;
	/** When it was first watched. */
	since: number;
	/**
	 * Everyone who was there at this act is remembered: every later entry is returned, whatever its date.
	 * `stored` is what n8n has stored of that.
	 */
	complete?: number;
	stored?: number;
	/** n8n has stored when it began in the workflow's static data, which polls don't write that return nothing. */
	isKept?: true;
	/** A trigger with a new ID doesn't know it. */
	isLost?: true;
}

export class Watches {
	private readonly watches = new Map<string, Watch>();
	/** When `includeWhoLeft` was turned on. */
	endedSince?: number;
	/** A poll of an activation was lost: only n8n knows whether its watches took effect. */
	private interrupted = false;
	/** The way back to what n8n has stored, if a poll has changed the watches since then. */
	private revert?: () => void;

	constructor(private readonly org: RecordedAshby) {}

	/** Publishing didn't reach the node: n8n was killed during it or gave up, and starts without it. */
	interrupt(): void {
		this.interrupted = true;
	}

	/** The state is gone with the name of the trigger. What it had read counts, but whoever was there isn't known. */
	forgetComplete(): void {
		for (const watch of this.watches.values()) {
			delete watch.complete;
			delete watch.stored;
		}
	}

	/** n8n has stored the workflow's static data. */
	keep(): void {
		this.revert = undefined;
		for (const watch of this.watches.values()) watch.isKept = true;
	}

	/** The durable poller has forgotten the state with the ID of the node, and only the static data is left. */
	forgetUnkept(): void {
		for (const watch of this.watches.values()) if (!watch.isKept) watch.isLost = true;
	}

	/** n8n starts, or loads the workflow again: it knows what it has stored. */
	forgetUnstored(): void {
		this.revert?.();
		this.revert = undefined;
		for (const watch of this.watches.values()) watch.complete = watch.stored;
	}

	/** Returns a way back to the current watches. */
	snapshot(): () => void {
		const before = new Map(this.watches);
		const { endedSince } = this;
		return () => {
			this.endedSince = endedSince;
			this.watches.clear();
			for (const [key, watch] of before) this.watches.set(key, watch);
		};
	}

	/** A poll has a response with applications: from then on, the person's settings are in effect. */
	activate({
		workflow,
		publishing,
		firstAnswerAt,
		stored,
	}: ObservedPoll & { firstAnswerAt: number }): void {
		const { whenActivated, includeWhoLeft } = workflow;
		const now = firstAnswerAt;
		const afresh = publishing && whenActivated !== 'catchUp';
		const includes = whenActivated === 'includeExisting';
		const keys = workflow.links.map((number) => linkName(LINKS[number]));
		const isChange =
			keys.some((key) => !this.watches.has(key)) ||
			[...this.watches.keys()].some((key) => !keys.includes(key)) ||
			includeWhoLeft !== (this.endedSince !== undefined);
		if (isChange && !stored) this.revert ??= this.snapshot();
		for (const key of keys) {
			const before = this.watches.get(key);
			if (before && (this.interrupted || before.isLost)) {
				const catchesUp = whenActivated === 'catchUp' && !before.isLost;
				const must = Math.max(before.must, catchesUp ? 0 : now);
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

	/** Whether an entry began after a watch of its stage, or may have. */
	counts(entry: StageEntry, poll: ObservedPoll, from: 'may' | 'must' = 'may'): boolean {
		return this.watching(poll, entry).some((watch) => entry.began >= watch[from]);
	}

	/**
	 * Whether the trigger must know that the candidate has come since everyone in the stage was known. Whoever was
	 * transferred to another job with the same interview plan stands in the same stage, as far as it knows.
	 */
	isNew(entry: StageEntry, poll: ObservedPoll): boolean {
		const wasThere = [...this.org.entries.values()].some(
			({ applicationId, jobId, leftAt, stageId }) =>
				applicationId === entry.applicationId &&
				jobId !== entry.jobId &&
				leftAt === entry.beganAct &&
				stageId === entry.stageId,
		);
		if (wasThere) return false;
		return this.watching(poll, entry).some(
			({ complete }) => entry.beganAct > (complete ?? Infinity),
		);
	}

	/** The watches of a poll that cover an entry. */
	watching({ workflow }: ObservedPoll, entry: StageEntry): Watch[] {
		return workflow.links
			.map((number) => LINKS[number])
			.filter((link) => this.matches(link, entry))
			.map((link) => this.watches.get(linkName(link)))
			.filter((watch): watch is Watch => watch !== undefined);
	}

	/** Whether a row of the workflow names the entry's stage. Its watch begins when the first trigger has polled. */
	isNamed({ workflow }: ObservedPoll, entry: StageEntry): boolean {
		return workflow.links.some((number) => this.matches(LINKS[number], entry));
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
