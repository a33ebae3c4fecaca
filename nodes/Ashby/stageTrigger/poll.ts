import { ApiFailure } from '../../shared/failure';
import type { AshbyClient } from '../client/client';
import type { Attempt } from '../../shared/attempt';
import { firstAttempt } from '../stageEntry/attempt';
import type { StageEntry } from '../stageEntry/history';
import type { WatchedStage } from '../stageEntry/watchedStages';
import type { Page } from './applicationList';
import { ApplicationList } from './applicationList';
import { takeIn, takeInEnd } from './intake';
import type { ReadyEntry } from './pending';
import { Pending } from './pending';
import type { WhenActivated } from './rules';
import * as rules from './rules';
import type { State } from './state';
import { copyState, emptyState } from './state';
import { afterAttempt, QUIET_MS } from './unconfirmed';

export interface Settings {
	watchedStages: WatchedStage[];
	whenActivated: WhenActivated;
	includeWhoLeft: boolean;
	/** An entry only counts once the candidate has been in the stage for this long. */
	minMinutesInStage: number;
	/** The maximum number of entries to return at once. The next poll returns the rest. */
	maxCandidates: number;
	/** Whether to return an entry again until one of the candidate's notes contains its ID. */
	repeatUntilNoted: boolean;
	/** A person has just published the workflow. */
	publishing: boolean;
	/** This isn't the first poll of an activation, so the next one can do its work. */
	scheduled: boolean;
	/** Milliseconds left before the poll should end and leave the rest to the next one. */
	timeLeftMs: () => number;
	/** Whether another trigger of this workflow is processing the entry. */
	isClaimed?: (entryId: string) => boolean;
}

export interface ReturnedEntry extends StageEntry {
	attempt: Attempt;
}

export interface PollResult {
	/** Oldest entry first. */
	entries: ReturnedEntry[];
	state: State;
	/** How much of Ashby's list of applications was read. */
	read: { pages: number; applications: number };
}

/**
 * One poll of Ashby. Reads the changes since the last poll (one request if there are none), the history of each
 * application that may have a new entry, and the notes of candidates with unconfirmed entries. Continues with a full
 * listing if needed, and decides which entries to return.
 *
 * The given state isn't changed. The poll either returns entries and the new state, or throws, and the next poll starts
 * where this one did. If time runs out, or something fails after entries were found, the new state records where to
 * continue.
 *
 * @throws ApiFailure if Ashby can't be read
 */
export async function poll(
	before: State | undefined,
	settings: Settings,
	client: Pick<AshbyClient, 'call' | 'rows'>,
): Promise<PollResult> {
	const state = copyState(before ?? emptyState());
	const known = () => Object.keys(state.memory.entries);
	const list = new ApplicationList(state, client, known, !settings.scheduled);
	const pending = new Pending(state, settings, client, () => list.aheadMs);
	const isFirst = before === undefined;
	let pages = 0;
	let applications = 0;
	let isChange = false;
	try {
		while (list.step() !== 'done') {
			const page = await list.read();
			if (page && pages++ === 0) isChange = activate(state, settings, list, page, isFirst);
			if (page) {
				applications += page.rows.length;
				takeIn(page, state.memory, pending, { ...settings, isCovered: list.isCovered });
				if (list.accept(page)) takeInEnd(page, state.memory, pending);
			}
			if (settings.timeLeftMs() <= 0) break;
			// Only after a successful answer, when changes made by a person take effect.
			const mayDecide = pages > 0 && (list.step() === 'listing' || list.step() === 'done');
			if (mayDecide && !(await pending.settle())) break;
		}
	} catch (failure) {
		pending.failures.push(failure ?? new Error('Unknown error'));
	}
	await pending.close();
	// If something failed after entries were found, they are returned anyway. The failed task remains, and the next poll
	// does it first. The same applies after a person's changes, so that one unreadable application doesn't keep a workflow
	// from being published, and to a poll that made some progress.
	const madeProgress = pending.ready.length + pending.settled > 0 || pages > 1;
	const [failure] = pending.failures;
	if (failure !== undefined && !madeProgress && !isChange) throw failure;
	// Without a successful answer, nothing has taken effect, and only this poll knows what a person changed.
	if (pages === 0 && !settings.scheduled) throw failure ?? tookTooLong();
	const isComplete =
		list.step() === 'done' && state.changed.length === 0 && state.existing.length === 0;
	// Applications whose history must still be read count as unread.
	if (isComplete && list.completeSince < Infinity) {
		rules.completeUntil(state.memory, list.completeSince);
	}
	const entries = returned(pending.ready, state, settings);
	return { entries, state, read: { pages, applications } };
}

/**
 * Starts watches after the first page, because they use Ashby's clock.
 *
 * @returns whether a person has published or changed the workflow
 */
function activate(
	state: State,
	{ publishing, whenActivated, watchedStages, includeWhoLeft }: Settings,
	list: ApplicationList,
	page: Page,
	isFirst: boolean,
): boolean {
	const { memory } = state;
	const { now } = list;
	if (isFirst) memory.readUntil = now;
	const counts = rules.countEndedEntries(memory, includeWhoLeft, now);
	const { listingNeeded, changed } = rules.activateWatches(memory, watchedStages, {
		publishing: publishing || isFirst,
		whenActivated,
		now,
	});
	const isFreshListing = page.of === 'listing' && page.isFirst;
	if (listingNeeded && !isFreshListing) list.beginListing();
	if (changed || counts) state.revision++;
	return changed || counts;
}

/** The entries with their attempts. From now on, they are unconfirmed. */
function returned(ready: ReadyEntry[], state: State, settings: Settings): ReturnedEntry[] {
	const repeats = settings.repeatUntilNoted;
	return ready.sort(byEntry).map(({ application, row, unconfirmed }) => {
		const next = afterAttempt(unconfirmed, Date.now(), ready.length);
		if (repeats) state.unconfirmed[row.id] = next;
		else delete state.unconfirmed[row.id];
		const isRepeat = repeats && (unconfirmed.attempts > 0 || unconfirmed.checkNotes === true);
		const first = firstAttempt(row, repeats ? next.due - QUIET_MS : null, isRepeat);
		return { application, row, attempt: { ...first, number: next.attempts } };
	});
}

function byEntry(a: StageEntry, b: StageEntry): number {
	return (
		Date.parse(a.row.enteredStageAt) - Date.parse(b.row.enteredStageAt) ||
		a.row.id.localeCompare(b.row.id)
	);
}

function tookTooLong(): ApiFailure {
	return new ApiFailure({
		kind: 'unavailable',
		message: 'Ashby took too long to respond',
		advice: 'Try again in a few minutes',
	});
}
