import type { IDataObject } from 'n8n-workflow';
import { ApiFailure, isOfOneRequest } from '../../shared/failure';
import { hasNote } from '../actions/candidate/notes';
import type { AshbyClient } from '../client/client';
import { PAGE_SIZE } from '../client/client';
import { isNotFound, mustListAgain } from '../client/failures';
import type { Answer, Application, ApplicationWithHistory, HistoryRow } from '../client/types';
import { isWhole, readApplication } from '../stageEntry/application';
import type { Attempt } from '../stageEntry/attempt';
import { firstAttempt } from '../stageEntry/attempt';
import type { Reading, State } from './state';
import { copyState, emptyState } from './state';
import type { Link, WhenActivated } from './stays';
import * as rules from './stays';
import type { Open } from './unconfirmed';
import { dueEntries, handedOver, isGivenUp, QUIET_MS } from './unconfirmed';

export interface Settings {
	links: Link[];
	whenActivated: WhenActivated;
	includeWhoLeft: boolean;
	/** An entry counts only after the candidate has stood in the stage for so long. */
	minMinutesInStage: number;
	/** No more entries are handed over at once; the rest come with the next poll. */
	maxCandidates: number;
	/** An entry comes again until a note of the candidate names it. */
	repeatUntilNoted: boolean;
	/** A person has just published the workflow. */
	publishing: boolean;
	/** This is not the first poll of an activation: the next one can do its work. */
	scheduled: boolean;
	/** Milliseconds left before the look should end and leave the rest to the next one. */
	timeLeftMs: () => number;
	/** Whether another trigger of this workflow has the entry in hand. */
	isClaimed?: (entryId: string) => boolean;
}

/** One stay that fires, with its application as it was when its history was read. */
export interface Stay {
	application: ApplicationWithHistory;
	row: HistoryRow;
}

export interface HandOver extends Stay {
	attempt: Attempt;
}

export interface Found {
	/** Oldest entry first. */
	handOvers: HandOver[];
	state: State;
}

/** After so many applications that cannot be asked about, the rest wait for the next poll. */
const MOST_FAILURES = 3;

/** Nobody has applied a year from now: a listing of those is one request and gives a token. */
const NARROWED_MS = 365 * 24 * 60 * 60_000;

type Kind = 'changes' | 'listing';

/** What a look does next; docs/how-the-trigger-decides.md draws it. */
type Step =
	| { do: 'token' }
	| { do: 'page'; of: Kind }
	| { do: 'history'; id: string; asks: boolean }
	| { do: 'handOver'; id: string };

class Look {
	private readonly state: State;
	private readonly isFirst: boolean;
	/** What an earlier look began to read, and left to this one. */
	private resumed?: Kind;
	private changed: Set<string>;
	private readonly standing: Set<string>;
	private unseen: Set<string>;
	/** Open entries of which this look has to decide: those it found, then those whose time has come. */
	private readonly due: string[];
	private readonly fresh: string[] = [];
	private readonly read = new Map<string, Stay>();
	private readonly ready: Array<Stay & { open: Open }> = [];
	private pagesRead = 0;
	private decided = 0;
	private hasAskedForToken = false;
	private sendsTokenWithCursor = false;
	/** A person has published or changed the workflow. */
	private isChange = false;
	/** When links come into force, by Ashby's clock: known from the first answer on. */
	private now = 0;
	/** How far Ashby's clock is ahead of this machine's. */
	private aheadMs = 0;
	private completedSince = Infinity;
	private readonly failures: unknown[] = [];
	/** Applications whose history could not be read in this look: whether they had changed. */
	private readonly unreadable = new Map<string, boolean>();

	constructor(
		before: State | undefined,
		private readonly settings: Settings,
		private readonly client: Pick<AshbyClient, 'call' | 'rows'>,
	) {
		this.isFirst = before === undefined;
		this.state = copyState(before ?? emptyState());
		const { syncToken, isProvisional, changes, listing, open } = this.state;
		if (changes?.cursor) this.resumed = 'changes';
		else if (listing?.cursor && (!syncToken || isProvisional)) this.resumed = 'listing';
		this.changed = new Set(this.state.changed);
		this.standing = new Set(this.state.standing);
		this.unseen = new Set(listing?.unseen);
		if (!settings.repeatUntilNoted) {
			for (const [id, { attempts }] of Object.entries(open)) if (attempts > 0) delete open[id];
		}
		if (!settings.scheduled) this.distrust();
		this.due = dueEntries(open, Date.now());
	}

	/** What was left to this poll, one that was killed may have handed over without a trace of it. */
	private distrust(): void {
		const { changes, open } = this.state;
		if (changes) changes.asks = true;
		for (const id of this.changed) this.standing.add(id);
		this.changed.clear();
		for (const entry of Object.values(open)) entry.asks = true;
	}

	async run(): Promise<Found> {
		const { state, settings } = this;
		if (state.syncToken) state.changes ??= this.newReading();
		else if (!state.listing) this.beginListing();
		for (let step = this.next(); step; step = this.next()) {
			const failure = await this.take(step).then(
				() => undefined,
				(error: unknown) => error ?? new Error('Nothing is known of what went wrong'),
			);
			if (failure !== undefined && !this.goesOnAfter(step, failure)) break;
			if (settings.timeLeftMs() <= 0) break;
		}
		// What is ready but for its turn costs no request.
		for (const id of this.fresh) if (!state.open[id].asks) await this.handOver(id);
		// What was found is handed over even if something failed on the way: that is still to do, and
		// the next look meets it first. So is what a person changed, or one application that cannot be
		// read would keep a workflow from being published; and the pages of a look that got on by some.
		const gotOn = this.ready.length > 0 || this.decided > 0 || this.pagesRead > 1;
		if (this.failures.length > 0 && !gotOn && !this.isChange) throw this.failures[0];
		// Without a good answer nothing has come into force, and only this poll knows what a person did.
		if (this.pagesRead === 0 && !settings.scheduled) throw this.failures[0] ?? tookTooLong();
		return this.close();
	}

	/** In this order: who changed, who is to be handed over, and then who has been there all along. */
	private next(): Step | undefined {
		const { state } = this;
		if (state.listing && !state.syncToken && !state.listing.cursor && !this.hasAskedForToken) {
			return { do: 'token' };
		}
		if (state.changes) return { do: 'page', of: 'changes' };
		// Not before the first good answer, with which what a person changed comes into force.
		if (this.pagesRead > 0 && this.ready.length < this.settings.maxCandidates) {
			const fresh = this.fresh.shift();
			if (fresh) return { do: 'handOver', id: fresh };
			const [changed] = this.changed;
			if (changed) return { do: 'history', id: changed, asks: false };
			const due = this.due.shift();
			if (due) return { do: 'handOver', id: due };
			const [standing] = this.standing;
			if (standing) return { do: 'history', id: standing, asks: true };
		}
		return state.listing ? { do: 'page', of: 'listing' } : undefined;
	}

	private async take(step: Step): Promise<void> {
		if (step.do === 'token') await this.takeToken();
		else if (step.do === 'page') await this.readPage(step.of);
		else if (step.do === 'history') await this.readHistory(step.id, step.asks);
		else await this.handOver(step.id);
	}

	/** Whether a step that failed leaves others to be taken; what it was about is still to do. */
	private goesOnAfter(step: Step, failure: unknown): boolean {
		if (step.do === 'page' && this.startsAgain(step.of, failure)) return true;
		this.failures.push(failure);
		if (step.do === 'token' || step.do === 'page') return false;
		if (step.do === 'history') {
			this.unreadable.set(step.id, this.changed.delete(step.id));
			this.standing.delete(step.id);
		} else {
			// Behind the others, or a few that cannot be asked about would hold them up for good.
			this.state.open[step.id].due = Date.now();
		}
		return isOfOneRequest(failure) && this.failures.length < MOST_FAILURES;
	}

	/** After a refused token or cursor: prepares to list from the start, or tells that this was one. */
	private startsAgain(kind: Kind, failure: unknown): boolean {
		const { state } = this;
		if (!mustListAgain(failure)) return false;
		if (kind === 'listing' && !state.listing?.cursor) return false;
		const isUnderWay = kind === 'changes' && state.isProvisional && state.listing;
		if (kind === 'changes') {
			delete state.syncToken;
			delete state.isProvisional;
			delete state.changes;
		}
		if (isUnderWay) this.hasAskedForToken = true;
		else this.beginListing();
		return true;
	}

	private beginListing(): void {
		this.unseen = new Set(Object.keys(this.state.memory.stays));
		this.state.listing = { unseen: [] };
	}

	private newReading(): Reading {
		return this.settings.scheduled ? {} : { asks: true };
	}

	/** A listing of nobody gives a token at once, to be used until the complete listing gives its own. */
	private async takeToken(): Promise<void> {
		this.hasAskedForToken = true;
		const createdAfter = Date.now() + NARROWED_MS;
		const page = await this.list({ createdAfter }).catch((failure: unknown) => {
			if (failure instanceof ApiFailure && failure.kind === 'refused') return undefined;
			throw failure;
		});
		if (!page) return;
		this.setClock(page.serverTime);
		if (!page.syncToken || page.moreDataAvailable) return;
		this.state.syncToken = page.syncToken;
		this.state.isProvisional = true;
	}

	private async readPage(kind: Kind): Promise<void> {
		const cursor = this.state[kind]?.cursor;
		const page = await this.fetch(kind, cursor);
		const restarted = this.pagesRead++ === 0 && this.begin(page.serverTime, kind, cursor);
		for (const application of page.results) {
			if (isWhole(application)) this.note(application, kind);
		}
		if (!restarted) this.advance(kind, page);
	}

	/**
	 * After the first answer: Ashby's clock tells when links come into force; no other clock decides.
	 * Returns whether the listing that was being read has to start again.
	 */
	private begin(serverTime: number | undefined, kind: Kind, cursor: string | undefined): boolean {
		const { state, settings } = this;
		const { memory } = state;
		const publishing = settings.publishing || this.isFirst;
		if (!this.now) this.setClock(serverTime);
		if (this.isFirst) memory.lookedAt = this.now;
		const { whenActivated, links, includeWhoLeft } = settings;
		const counts = rules.countEndedStays(memory, includeWhoLeft, this.now);
		const coming = { publishing, whenActivated, now: this.now };
		const { listingNeeded, changed } = rules.bringIntoForce(memory, links, coming);
		this.isChange = changed || counts;
		if (this.isChange) state.revision++;
		const isFreshListing = kind === 'listing' && !cursor;
		if (!listingNeeded || isFreshListing) return false;
		this.beginListing();
		return kind === 'listing';
	}

	private setClock(serverTime = Date.now()): void {
		this.now = serverTime;
		this.aheadMs = serverTime - Date.now();
	}

	private async fetch(kind: Kind, cursor: string | undefined): Promise<Answer<Application[]>> {
		const { syncToken } = this.state;
		if (kind === 'listing') return await this.list({ cursor });
		if (!cursor) return await this.list({ syncToken });
		// Whether later pages want the token beside the cursor is not documented, and clients of both
		// kinds are in production: the cursor alone first, the token added if that is refused.
		if (this.sendsTokenWithCursor) return await this.list({ cursor, syncToken });
		return await this.list({ cursor }).catch(async (error: unknown) => {
			const isRefused = error instanceof ApiFailure && error.kind === 'refused';
			if (!isRefused || !syncToken) throw error;
			this.sendsTokenWithCursor = true;
			return await this.list({ cursor, syncToken });
		});
	}

	private async list(body: IDataObject): Promise<Answer<Application[]>> {
		const page = await this.client.call<Application[]>('application.list', {
			limit: PAGE_SIZE,
			...body,
		});
		if (page.moreDataAvailable && (!page.nextCursor || page.nextCursor === body.cursor)) {
			throw new ApiFailure({
				kind: 'unexpectedAnswer',
				message: 'Ashby announced more applications but gave no new cursor to reach them',
				advice: 'The next poll starts from here again. If it goes on, ask Ashby’s support',
			});
		}
		return page;
	}

	private note(application: Application, kind: Kind): void {
		const { state, settings } = this;
		const { memory } = state;
		const { id, job, currentInterviewStage: stage, updatedAt } = application;
		if (kind === 'listing') this.unseen.delete(id);
		const watching = rules.linksTo(settings.links, job.id, stage);
		const isStanding = watching.length > 0;
		if (kind === 'changes') {
			if (isStanding || settings.includeWhoLeft) {
				(state.changes?.asks ? this.standing : this.changed).add(id);
			}
		} else if (settings.includeWhoLeft && rules.changedAround(updatedAt, memory.lookedAt)) {
			this.standing.add(id);
		} else if (isStanding) {
			const isCovered = state.syncToken !== undefined && !state.isProvisional;
			const verdict = rules.met(application, watching, memory, isCovered);
			if (verdict === 'read') this.standing.add(id);
			if (verdict === 'absorb') memory.stays[id] = rules.asUnread(stage.id);
		}
		if (!isStanding && !this.changed.has(id) && !this.standing.has(id)) delete memory.stays[id];
	}

	private advance(kind: Kind, page: Answer<Application[]>): void {
		const { state } = this;
		const reading = state[kind];
		if (!reading) return;
		reading.beganAt ??= this.now;
		if (page.moreDataAvailable) {
			reading.cursor = page.nextCursor;
			return;
		}
		if (kind === 'changes') {
			state.syncToken = page.syncToken ?? state.syncToken;
			// A batch that is being noted shows as changes, too: whoever is new must not wait behind it.
			const isKnown = (id: string) => id in state.memory.stays;
			const all = [...this.changed];
			this.changed = new Set([...all.filter((id) => !isKnown(id)), ...all]);
		} else {
			// Whoever a complete listing did not show is gone: deleted, or hidden from the key.
			const isWaiting = (id: string) => this.changed.has(id) || this.standing.has(id);
			for (const id of this.unseen) if (!isWaiting(id)) delete state.memory.stays[id];
			if (!state.syncToken || state.isProvisional) state.syncToken = page.syncToken;
			delete state.isProvisional;
		}
		this.completedSince = Math.min(this.completedSince, reading.beganAt);
		delete state[kind];
		if (this.resumed !== kind) return;
		// What changed since an earlier look began to read this is there to be read at once.
		this.resumed = undefined;
		if (state.syncToken) state.changes = this.newReading();
	}

	private async readHistory(id: string, asks: boolean): Promise<void> {
		const { settings, state } = this;
		const { memory } = state;
		const application = await readApplication(this.client, id);
		this.changed.delete(id);
		this.standing.delete(id);
		if (!application) {
			// Deleted since the page was read.
			delete memory.stays[id];
			return;
		}
		const decision = rules.decide(application, settings.links, memory, settings.includeWhoLeft);
		rules.remember(memory, id, decision);
		for (const row of decision.fires) this.open({ application, row }, asks);
	}

	/** An entry fires: to be handed over now, or when the candidate has stood there for long enough. */
	private open(stay: Stay, asks: boolean): void {
		const { minMinutesInStage, links } = this.settings;
		const { application, row } = stay;
		// Of a link that was taken away and put back: it comes again in any case.
		if (row.id in this.state.open) return;
		const includesExisting = rules.includesExisting(application, row, links, this.state.memory);
		const minMs = minMinutesInStage * 60_000;
		const entered = Date.parse(row.enteredStageAt);
		if (this.wasTooShort(row)) return;
		// Without a minimum nobody waits, even where an entry is later than the seconds of a Date header.
		const waits = minMs > 0 && !row.leftStageAt;
		const due = Math.max(Date.now(), waits ? entered + minMs - this.aheadMs : 0);
		this.state.open[row.id] = {
			applicationId: application.id,
			candidateId: application.candidate.id,
			attempts: 0,
			since: 0,
			due,
			// Whoever waits does so because something else may deal with the entry meanwhile.
			...(asks || includesExisting || minMinutesInStage > 0 ? { asks: true as const } : {}),
		};
		if (due > Date.now()) return;
		this.read.set(row.id, stay);
		this.fresh.push(row.id);
	}

	/** Whether the candidate left before the minimum. Times that were edited may be in any order. */
	private wasTooShort({ enteredStageAt, leftStageAt }: HistoryRow): boolean {
		const minMs = this.settings.minMinutesInStage * 60_000;
		if (minMs === 0 || !leftStageAt) return false;
		return Date.parse(leftStageAt) - Date.parse(enteredStageAt) < minMs;
	}

	/** Settles an open entry: a note names it, it has gone, or it is ready to be handed over. */
	private async handOver(id: string): Promise<void> {
		const { state, settings, client } = this;
		const open = state.open[id];
		if (settings.isClaimed?.(id)) {
			open.asks = true;
			open.due = Date.now() + QUIET_MS;
			return;
		}
		const asks = settings.repeatUntilNoted && (open.asks === true || open.attempts > 0);
		const isNoted = async (candidateId: string) =>
			await hasNote(client, candidateId, id).catch((failure: unknown) => {
				if (isNotFound(failure)) return false;
				throw failure;
			});
		const hasGone =
			!settings.includeWhoLeft && !rules.isStanding(open.applicationId, id, state.memory);
		if (hasGone || (asks && (await isNoted(open.candidateId)))) return this.settle(id);
		const stay = this.read.get(id) ?? (await this.stayOf(open.applicationId, id));
		if (!stay) return this.settle(id);
		const { candidate } = stay.application;
		// Merged into another candidate, notes and all.
		if (asks && candidate.id !== open.candidateId && (await isNoted(candidate.id))) {
			return this.settle(id);
		}
		if (isGivenUp(open, Date.now())) {
			state.givenUp.push(candidate.name ?? 'a candidate without a name');
			return this.settle(id);
		}
		this.ready.push({ ...stay, open: { ...open, candidateId: candidate.id } });
	}

	private settle(id: string): void {
		delete this.state.open[id];
		this.decided++;
	}

	/** The stay as it is now, or undefined when it no longer counts. */
	private async stayOf(applicationId: string, id: string): Promise<Stay | undefined> {
		const { links } = this.settings;
		const { endedFrom = Infinity } = this.state.memory;
		const application = await readApplication(this.client, applicationId);
		const row = application?.applicationHistory.find((each) => each.id === id);
		if (!application || !row) return undefined;
		if (rules.currentRow(application) !== row) {
			const left = Date.parse(row.leftStageAt ?? '');
			if (left < endedFrom || this.wasTooShort(row)) return undefined;
		}
		const stage = { id: row.stageId, title: row.title };
		return rules.linksTo(links, application.job.id, stage).length > 0
			? { application, row }
			: undefined;
	}

	private close(): Found {
		const { state } = this;
		for (const [id, hadChanged] of this.unreadable) {
			(hadChanged ? this.changed : this.standing).add(id);
		}
		state.changed = [...this.changed];
		state.standing = [...this.standing];
		if (state.listing) state.listing.unseen = [...this.unseen];
		// Applications that still wait for their history count as not looked at.
		const isComplete =
			!state.changes && !state.listing && this.changed.size === 0 && this.standing.size === 0;
		if (isComplete && this.completedSince < Infinity) {
			rules.completeLook(state.memory, this.completedSince);
		}
		return { handOvers: this.ready.sort(byEntry).map((ready) => this.attempt(ready)), state };
	}

	private attempt({ application, row, open }: Stay & { open: Open }): HandOver {
		const { state, settings } = this;
		const next = handedOver(open, Date.now(), this.ready.length);
		if (settings.repeatUntilNoted) state.open[row.id] = next;
		else delete state.open[row.id];
		const repeats = settings.repeatUntilNoted;
		const isRepeat = repeats && (open.attempts > 0 || open.asks === true);
		const first = firstAttempt(row, repeats ? next.due - QUIET_MS : null, isRepeat);
		return { application, row, attempt: { ...first, number: next.attempts } };
	}
}

function tookTooLong(): ApiFailure {
	return new ApiFailure({
		kind: 'unavailable',
		message: 'Ashby took too long to answer',
		advice: 'Try again in a few minutes',
	});
}

function byEntry(a: Stay, b: Stay): number {
	return (
		Date.parse(a.row.enteredStageAt) - Date.parse(b.row.enteredStageAt) ||
		a.row.id.localeCompare(b.row.id)
	);
}

/**
 * One look at Ashby: reads what changed since the last look (one request when nothing did), the
 * history of each application that may have begun a new stay, and the notes of the candidates whose
 * entries are open; goes on with a full listing where one is needed, and decides.
 *
 * The given state is not touched. Either the look ends with what is to be handed over and the state
 * to assign, or it throws and nothing has been lost: the next one starts where this one did. When time
 * runs out, or something fails after entries were found, the returned state says where to go on.
 *
 * @throws ApiFailure when Ashby cannot be read
 */
export async function look(
	before: State | undefined,
	settings: Settings,
	client: Pick<AshbyClient, 'call' | 'rows'>,
): Promise<Found> {
	return await new Look(before, settings, client).run();
}
