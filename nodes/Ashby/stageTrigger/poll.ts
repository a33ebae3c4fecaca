import { ApiFailure } from '../../shared/api/failure';
import { Failures } from '../../shared/node/giveUp';
import { afterClockChange, afterOneMore, endOf, isOver } from '../../shared/trigger/retry';
import { messageOf } from '../../shared/trigger/pollRecords';
import { activate, complete } from '../../shared/trigger/watch';
import type { AshbyClient } from '../client/client';
import { askForKey } from '../client/missingPermissions';
import { textInNotes } from '../client/notes';
import type { ApplicationWithHistory } from '../client/types';
import { isWhole, nameOf, readApplication } from '../stageEntry/application';
import { firstAttempt } from '../stageEntry/attempt';
import type { StageEntry } from '../stageEntry/history';
import { keyOf } from '../stageEntry/watchedStages';
import type { Page } from './applicationList';
import { ApplicationList } from './applicationList';
import type { PollResult, ReturnedEntry, Settings } from './settings';
import { tookTooLong } from './settings';
import { completeUntil, countEndedEntries, decide, mark } from './decide';
import { Interviews, textsFor, waitingFrom } from './interviews';
import type { Clocks, Row, State } from './table';
import { close, copyOf, emptyState, mayReturn, noteFailure, tasksIn } from './table';

type Client = Pick<AshbyClient, 'call' | 'rows'>;

/**
 * One poll of Ashby: marks rows of the table from pages, then does the tasks of the table.
 *
 * The given state isn't changed. The poll either returns entries and the new state, or throws, and the next poll starts
 * where this one did. If time runs out, or something fails after something was achieved, the new state records where to
 * continue.
 *
 * @throws ApiFailure if Ashby can't be read
 */
export async function poll(
	before: State | undefined,
	settings: Settings,
	client: Client,
): Promise<PollResult> {
	return await new Poll(before, settings, client).run();
}

class Poll {
	private readonly state: State;
	private readonly list: ApplicationList;
	/** What to return, by the key of the row. */
	private readonly ready = new Map<string, StageEntry>();
	/** Tasks that failed in this poll. */
	private readonly failed = new Set<string>();
	private readonly read = { pages: 0, applications: 0 };
	private readonly interviews: Interviews;
	private readonly failures: Failures;
	/** The tasks that have failed since the last success. It may turn out that Ashby is the problem. */
	private failing: Array<{ key: string; why: string }> = [];
	/** What kept this poll from doing everything. */
	private obstacle: unknown;
	private done = 0;
	/** A person has published or changed the workflow. */
	private isChange = false;

	constructor(
		private readonly before: State | undefined,
		private readonly settings: Settings,
		private readonly client: Client,
	) {
		this.state = copyOf(before ?? emptyState());
		this.failures = new Failures(async () => await askForKey(client));
		const { rows, list } = this.state;
		const known = () => Object.keys(rows).filter((key) => rows[key].application === undefined);
		this.list = new ApplicationList(list, client, known, settings.isUnsure);
		this.interviews = new Interviews(this.state, settings, () => this.list.now);
		for (const row of Object.values(rows)) {
			const { failed, open } = row;
			// A poll that was killed may have returned entries without a record of it.
			if (settings.isUnsure && (row.read || open)) row.isUnsure = true;
			if (open?.tries) open.tries = afterClockChange(open.tries, Date.now());
			if (failed) row.failed = { ...failed, ...afterClockChange(failed, Date.now()) };
			if (!settings.repeatUntilNoted && open?.tries) delete row.open;
		}
	}

	async run(): Promise<PollResult> {
		const { list, read, settings, state } = this;
		try {
			while (list.step() !== 'done' && (await this.readOn()));
		} catch (failure) {
			this.obstacle = failure ?? new Error('Unknown error');
		}
		this.noteFailures();
		// If something failed after something was achieved, that is returned anyway. The same applies after a person's changes,
		// so that one unreadable application doesn't keep a workflow from being published.
		const madeProgress = this.done > 0 || read.pages > 1 || this.isChange;
		const { obstacle } = this;
		if (obstacle !== undefined && !madeProgress) throw obstacle;
		// Without a successful answer, nothing has taken effect, and only this poll knows what a person changed.
		if (read.pages === 0 && !settings.scheduled) throw obstacle ?? tookTooLong();
		const entries = this.returned();
		// Whoever must still be read counts as unread, except for those who can't be read.
		const isRead = list.step() === 'done' && !Object.values(state.rows).some(isToRead);
		if (isRead && list.completeSince < Infinity) {
			complete(state.watches);
			completeUntil(state, list.completeSince);
		}
		return { entries, state, read };
	}

	/** Reads a page and does the tasks. Returns whether to continue. */
	private async readOn(): Promise<boolean> {
		const { list, read, settings } = this;
		const page = await list.read();
		if (page) {
			if (read.pages++ === 0) this.activate(page);
			this.mark(page);
			list.accept(page);
		}
		if (settings.timeLeftMs() <= 0) return false;
		// Only after a successful answer, when changes made by a person take effect.
		const mayWork = read.pages > 0 && (list.step() === 'listing' || list.step() === 'done');
		return !mayWork || (await this.work());
	}

	/** Starts watches after the first page, because they use Ashby's clock. */
	private activate({ of, pass }: Page): void {
		const { before, list, settings, state } = this;
		const { includeWhoLeft, watchedStages } = settings;
		const { now } = list;
		if (!before) state.readUntil = now;
		const counts = countEndedEntries(state, includeWhoLeft, now);
		const next = activate(state.watches, watchedStages.map(keyOf), { ...settings, now });
		state.watches = next.watches;
		if (next.listingNeeded && (of === 'changes' || pass.cursor)) list.beginListing();
		this.isChange = next.changed || counts;
		if (this.isChange) state.revision++;
	}

	private mark({ of, pass, rows, nextCursor }: Page): void {
		const { list, settings, state } = this;
		const shown = { of, isUnsure: pass.checkNotes === true, isCovered: list.isCovered };
		this.read.applications += rows.length;
		// An invalid row must not keep the others from being read.
		const whole = rows.filter(isWhole);
		for (const application of whole) mark(state, application, shown, settings);
		const seen = new Set(whole.map(({ id }) => id));
		pass.unseen &&= pass.unseen.filter((id) => !seen.has(id));
		if (nextCursor) return;
		// Applications that a complete listing didn't show are deleted or hidden from the key.
		for (const id of pass.unseen ?? []) if (!state.rows[id]?.read) delete state.rows[id];
	}

	private get clocks(): Clocks {
		return { now: Date.now(), ashbyNow: this.list.now };
	}

	/** Does the tasks of the table. Returns whether the poll should continue. */
	private async work(): Promise<boolean> {
		const { failed, failures, ready, settings, state } = this;
		for (const key of tasksIn(state.rows, this.clocks)) {
			const row: Row | undefined = state.rows[key];
			if (!row || failed.has(key) || (ready.has(key) && !row.read)) continue;
			if (ready.size >= settings.maxCandidates) return true;
			try {
				await this.handle(key, row);
				this.done++;
				failures.succeeded();
				this.noteFailures();
			} catch (failure) {
				failed.add(key);
				this.failing.push({ key, why: messageOf(failure) });
				// Ashby's permissions concern all applications.
				if (failure instanceof ApiFailure && failure.kind === 'permission') this.obstacle = failure;
				if (settings.timeLeftMs() <= 0) return false;
				const stop = await failures.failed(failure);
				if (stop?.because === 'items') this.noteFailures(true);
				if (stop?.because === 'vendor') {
					this.failing = [];
					this.obstacle = stop.failure;
				}
				if (stop) return false;
			}
			if (settings.timeLeftMs() <= 0) return false;
		}
		return true;
	}

	/** @param areMany whether they kept the poll from doing the rest, so that a person is told at once */
	private noteFailures(areMany = false): void {
		for (const { key, why } of this.failing.splice(0)) noteFailure(this.state, key, why, areMany);
	}

	/** Reads an application, unless a note settles its entry, and returns its entries that are new or due. */
	private async handle(key: string, row: Row): Promise<void> {
		const { client, failed, list, settings, state } = this;
		const asked = row.read ? undefined : row.open?.candidateId;
		if (asked !== undefined && (await this.interviews.isStillMissing(row))) return;
		if (asked !== undefined && (await this.isSettled(row, asked))) return;
		const id = row.application ?? key;
		const application = await readApplication(client, id);
		const after = application ? decide(application, state, settings, list.now) : {};
		for (const other of [
			key,
			id,
			...(application?.applicationHistory ?? []).map((one) => one.id),
		]) {
			if (!after[other]) this.ready.delete(other);
			delete state.rows[other];
		}
		Object.assign(state.rows, after);
		for (const [other, next] of Object.entries(after)) {
			if (!mayReturn(next, this.clocks) || failed.has(other)) continue;
			// The notes are read by the next poll.
			if (settings.timeLeftMs() <= 0 && (next.isUnsure || next.open?.tries)) continue;
			await this.offer(other, next, application!, next.entry === row.entry ? asked : undefined);
		}
	}

	/** @param asked the candidate whose notes were read already */
	private async offer(
		key: string,
		row: Row,
		application: ApplicationWithHistory,
		asked: string | undefined,
	): Promise<void> {
		const { ready, state } = this;
		const { candidate } = application;
		// A merged candidate has another ID, and all of the notes.
		if (!ready.has(key) && asked !== candidate.id && (await this.isSettled(row, candidate.id)))
			return;
		if (isOver(row.open!.tries ?? NEVER, Date.now())) {
			state.givenUp.push(nameOf(application) ?? 'a candidate without a name');
			return close(row);
		}
		const entry = application.applicationHistory.find(({ id }) => id === row.entry)!;
		const whole = await this.interviews.addTo({ application, row: entry }, row);
		if (whole) ready.set(key, whole);
	}

	/** Whether a note shows that the entry is done, or another trigger of this workflow has it. */
	private async isSettled(row: Row, candidateId: string): Promise<boolean> {
		const { client, settings } = this;
		const entry = row.entry!;
		const { repeatUntilNoted } = settings;
		const claimed = settings.claimEntry(entry);
		// It is returned from here if the other trigger's attempt fails.
		if (claimed !== 'now') row.isUnsure = true;
		if (claimed === 'held') {
			if (!repeatUntilNoted) close(row);
			return true;
		}
		if (!repeatUntilNoted || !(row.isUnsure || row.open!.tries)) return false;
		const noted = await textInNotes(client, candidateId, textsFor(row));
		if (noted === entry) close(row);
		else if (noted) row.open = waitingFrom(row.open!, 0);
		return noted !== undefined;
	}

	/** The entries with their attempts. From now on, they are open until a note contains their IDs. */
	private returned(): ReturnedEntry[] {
		const { list, ready, settings, state } = this;
		const { repeatUntilNoted, minutesPerAttempt } = settings;
		const wait = { items: ready.size, leastMs: minutesPerAttempt * 60_000 };
		return [...ready].sort(byEntry).map(([key, entry]) => {
			const { application, interview, row } = entry;
			const known = state.rows[key];
			const before = known.open?.tries;
			const tries = afterOneMore(before, Date.now(), wait);
			const isRepeat = repeatUntilNoted && (before !== undefined || known.isUnsure === true);
			close(known);
			const began = Date.parse(row.enteredStageAt);
			const open = { candidateId: application.candidate.id, began, interview };
			if (interview?.value === null) known.open = waitingFrom(open, list.now);
			else if (repeatUntilNoted) known.open = { ...open, tries };
			const first = firstAttempt(row, repeatUntilNoted ? endOf(tries) : null, isRepeat);
			return { ...entry, attempt: { ...first, number: tries.count } };
		});
	}
}

const NEVER = { count: 0, since: 0, at: 0, due: 0 };

/** Whether an application must be read. Those that can't be read don't count. */
function isToRead({ read, failed }: Row): boolean {
	return read !== undefined && failed === undefined;
}

function byEntry([, a]: [string, StageEntry], [, b]: [string, StageEntry]): number {
	return (
		Date.parse(a.row.enteredStageAt) - Date.parse(b.row.enteredStageAt) ||
		a.row.id.localeCompare(b.row.id)
	);
}
