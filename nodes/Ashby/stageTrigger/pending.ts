/** Reads the histories of applications and settles the entries it finds. */
import { isOfOneRequest } from '../../shared/failure';
import { hasNote } from '../client/notes';
import type { AshbyClient } from '../client/client';
import { isNotFound } from '../client/failures';
import type { HistoryRow } from '../client/types';
import { readApplication } from '../stageEntry/application';
import type { StageEntry } from '../stageEntry/history';
import { currentRow } from '../stageEntry/history';
import { watchedAs } from '../stageEntry/watchedStages';
import type { Waiting } from './intake';
import type { Settings } from './poll';
import * as rules from './rules';
import type { State } from './state';
import type { UnconfirmedEntry } from './unconfirmed';
import { dueEntries, isGivenUp, QUIET_MS } from './unconfirmed';

/** An entry to return. */
export interface ReadyEntry extends StageEntry {
	unconfirmed: UnconfirmedEntry;
}

/** After this many failures, the remaining tasks wait for the next poll. */
const MOST_FAILURES = 3;

/** A history to read, or an entry to settle. */
type Task = { of: 'history'; id: string; checkNotes: boolean } | { of: 'entry'; id: string };

export class Pending implements Waiting {
	changed: Set<string>;
	readonly existing: Set<string>;
	/** Entries to return. */
	readonly ready: ReadyEntry[] = [];
	/** The number of entries that turned out to be done or gone. */
	settled = 0;
	readonly failures: unknown[] = [];
	/** Unconfirmed entries to settle in this poll: newly found ones, and those that are due. */
	private readonly fresh: string[] = [];
	private readonly due: string[];
	private readonly read = new Map<string, StageEntry>();
	/** Applications to read in the next poll because of a failure, and whether they had changed. */
	private readonly unreadable = new Map<string, boolean>();

	/**
	 * @param state its `memory` and `unconfirmed` are changed as entries are settled
	 * @param aheadMs how far Ashby's clock is ahead of this machine's
	 */
	constructor(
		private readonly state: State,
		private readonly settings: Settings,
		private readonly client: Pick<AshbyClient, 'call' | 'rows'>,
		private readonly aheadMs: () => number,
	) {
		this.changed = new Set(state.changed);
		this.existing = new Set(state.existing);
		const { unconfirmed } = state;
		if (!settings.repeatUntilNoted) {
			for (const [id, { attempts }] of Object.entries(unconfirmed)) {
				if (attempts > 0) delete unconfirmed[id];
			}
		}
		if (!settings.scheduled) this.checkAllNotes();
		this.due = dueEntries(unconfirmed, Date.now());
	}

	/** A poll that was killed may have returned pending entries without a record, so the notes must be read. */
	private checkAllNotes(): void {
		for (const id of this.changed) this.existing.add(id);
		this.changed.clear();
		for (const entry of Object.values(this.state.unconfirmed)) entry.checkNotes = true;
	}

	/**
	 * Works through all tasks until they are done, time is up, or Max Candidates is reached.
	 *
	 * @returns whether the poll should keep reading
	 */
	async settle(): Promise<boolean> {
		for (let task = this.next(); task; task = this.next()) {
			const failure = await this.take(task).then(
				() => undefined,
				(error: unknown) => error ?? new Error('Unknown error'),
			);
			if (failure !== undefined && !this.canContinueAfter(task, failure)) return false;
			if (this.settings.timeLeftMs() <= 0) return false;
		}
		return true;
	}

	/**
	 * Ends the poll. Entries that can be settled without a request are settled; the rest is left to the next poll.
	 */
	async close(): Promise<void> {
		const { state } = this;
		for (const id of this.fresh) {
			if (!state.unconfirmed[id].checkNotes) await this.settleEntry(id);
		}
		for (const [id, hadChanged] of this.unreadable) {
			(hadChanged ? this.changed : this.existing).add(id);
		}
		state.changed = [...this.changed];
		state.existing = [...this.existing];
	}

	/**
	 * Changed applications come first, then entries that are due, then existing applications.
	 */
	private next(): Task | undefined {
		if (this.ready.length >= this.settings.maxCandidates) return undefined;
		const fresh = this.fresh.shift();
		if (fresh) return { of: 'entry', id: fresh };
		const [changed] = this.changed;
		if (changed) return { of: 'history', id: changed, checkNotes: false };
		const due = this.due.shift();
		if (due) return { of: 'entry', id: due };
		const [existing] = this.existing;
		return existing ? { of: 'history', id: existing, checkNotes: true } : undefined;
	}

	private async take(task: Task): Promise<void> {
		if (task.of === 'history') await this.readHistory(task.id, task.checkNotes);
		else await this.settleEntry(task.id);
	}

	/** Whether other tasks can continue after a failure. The failed task is done in a later poll. */
	private canContinueAfter(task: Task, failure: unknown): boolean {
		this.failures.push(failure);
		if (task.of === 'history') {
			this.unreadable.set(task.id, this.changed.delete(task.id));
			this.existing.delete(task.id);
		} else {
			// Moved behind the others, so that a few unreadable ones don't block them forever.
			this.state.unconfirmed[task.id].due = Date.now();
		}
		return isOfOneRequest(failure) && this.failures.length < MOST_FAILURES;
	}

	private async readHistory(id: string, checkNotes: boolean): Promise<void> {
		const { watchedStages, includeWhoLeft } = this.settings;
		const { memory } = this.state;
		const application = await readApplication(this.client, id);
		this.changed.delete(id);
		this.existing.delete(id);
		if (!application) {
			// Deleted since the page was read.
			delete memory.entries[id];
			return;
		}
		const decision = rules.decide(application, watchedStages, memory, includeWhoLeft);
		rules.remember(memory, id, decision);
		for (const row of decision.fresh) this.add({ application, row }, checkNotes);
	}

	/** Adds a new entry, to be returned now or once the candidate has been in the stage for long enough. */
	private add(entry: StageEntry, checkNotes: boolean): void {
		const { minMinutesInStage, watchedStages } = this.settings;
		const { unconfirmed, memory } = this.state;
		const { application, row } = entry;
		// It is already known if its watched stage was removed and added back.
		if (row.id in unconfirmed || this.wasTooShort(row)) return;
		const mayBeDone =
			checkNotes ||
			rules.includesExisting(application, row, watchedStages, memory) ||
			// While candidates wait, another trigger may process the entry.
			minMinutesInStage > 0;
		const minMs = minMinutesInStage * 60_000;
		// Without a minimum, there is no wait, even if the entry seems later than now because of clock rounding.
		const waits = minMs > 0 && !row.leftStageAt;
		const from = Date.parse(row.enteredStageAt) + minMs - this.aheadMs();
		const due = Math.max(Date.now(), waits ? from : 0);
		unconfirmed[row.id] = {
			applicationId: application.id,
			candidateId: application.candidate.id,
			attempts: 0,
			since: 0,
			due,
			...(mayBeDone ? { checkNotes: true as const } : {}),
		};
		if (due > Date.now()) return;
		this.read.set(row.id, entry);
		this.fresh.push(row.id);
	}

	/** Whether the candidate left before the minimum. Edited times may be in any order. */
	private wasTooShort({ enteredStageAt, leftStageAt }: HistoryRow): boolean {
		const minMs = this.settings.minMinutesInStage * 60_000;
		if (minMs === 0 || !leftStageAt) return false;
		return Date.parse(leftStageAt) - Date.parse(enteredStageAt) < minMs;
	}

	/** Settles an unconfirmed entry: it has a note, it is gone, or it is ready to be returned. */
	private async settleEntry(id: string): Promise<void> {
		const { state, settings } = this;
		const entry = state.unconfirmed[id];
		const { applicationId, candidateId } = entry;
		if (settings.isClaimed?.(id)) {
			entry.checkNotes = true;
			entry.due = Date.now() + QUIET_MS;
			return;
		}
		const mayBeNoted =
			settings.repeatUntilNoted && (entry.checkNotes === true || entry.attempts > 0);
		const hasGone =
			!settings.includeWhoLeft && !rules.isStillThere(applicationId, id, state.memory);
		if (hasGone || (mayBeNoted && (await this.isNoted(candidateId, id)))) return this.drop(id);
		const found = this.read.get(id) ?? (await this.find(applicationId, id));
		if (!found) return this.drop(id);
		const { candidate } = found.application;
		// The candidate was merged into another one, along with the notes.
		const isMerged = candidate.id !== candidateId;
		if (mayBeNoted && isMerged && (await this.isNoted(candidate.id, id))) return this.drop(id);
		if (isGivenUp(entry, Date.now())) {
			state.givenUp.push(candidate.name ?? 'a candidate without a name');
			return this.drop(id);
		}
		this.ready.push({ ...found, unconfirmed: { ...entry, candidateId: candidate.id } });
	}

	private drop(id: string): void {
		delete this.state.unconfirmed[id];
		this.settled++;
	}

	private async isNoted(candidateId: string, entryId: string): Promise<boolean> {
		return await hasNote(this.client, candidateId, entryId).catch((failure: unknown) => {
			if (isNotFound(failure)) return false;
			throw failure;
		});
	}

	/** The current entry, or undefined if it no longer counts. */
	private async find(applicationId: string, entryId: string): Promise<StageEntry | undefined> {
		const { endedFrom = Infinity } = this.state.memory;
		const application = await readApplication(this.client, applicationId);
		const row = application?.applicationHistory.find(({ id }) => id === entryId);
		if (!application || !row) return undefined;
		if (currentRow(application)?.id !== row.id) {
			const left = Date.parse(row.leftStageAt ?? '');
			if (left < endedFrom || this.wasTooShort(row)) return undefined;
		}
		const stage = { id: row.stageId, title: row.title };
		const watchedBy = watchedAs(this.settings.watchedStages, application.job.id, stage);
		return watchedBy.length > 0 ? { application, row } : undefined;
	}
}
