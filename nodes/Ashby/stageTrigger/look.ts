import type { IDataObject } from 'n8n-workflow';
import { ApiFailure, isOfOneRequest } from '../../shared/failure';
import type { AshbyClient } from '../client/client';
import { PAGE_SIZE } from '../client/client';
import { mustListAgain } from '../client/failures';
import type { Answer, Application, ApplicationWithHistory, HistoryRow } from '../client/types';
import { readApplication } from './application';
import type { State } from './state';
import { copyState, emptyState } from './state';
import type { Link, WhenActivated } from './stays';
import {
	bringIntoForce,
	changedAround,
	completeLook,
	countEndedStays,
	decide,
	isDealtWith,
	linksTo,
	remember,
} from './stays';

export interface Settings {
	links: Link[];
	whenActivated: WhenActivated;
	includeWhoLeft: boolean;
	/** A person has just published the workflow. */
	publishing: boolean;
	/** This is not the first poll of an activation: the next one can do its work. */
	scheduled: boolean;
	/** Milliseconds left before the look should end and leave the rest to the next one. */
	timeLeftMs: () => number;
}

/** One stay that fires, with its application as it was when its history was read. */
export interface Stay {
	application: ApplicationWithHistory;
	row: HistoryRow;
}

export interface Found {
	stays: Stay[];
	state: State;
	/** How far Ashby's clock is ahead of this machine's, in ms. */
	clockAheadMs: number;
}

/** After so many applications that cannot be asked about, the rest wait for the next look. */
export const MOST_FAILURES = 3;

type Kind = 'changes' | 'listing';

class Look {
	private readonly state: State;
	private readonly isFirst: boolean;
	/** What an earlier look began to read, and left to this one. */
	private resumed?: Kind;
	private readonly stays: Stay[] = [];
	private readonly pending: Set<string>;
	private unseen: Set<string>;
	private pagesRead = 0;
	private sendsTokenWithCursor = false;
	/** A person has published or changed the workflow. */
	private isChange = false;
	/** When links come into force, by Ashby's clock: known from the first answer on. */
	private now = 0;
	private clockAheadMs = 0;
	private completedSince = Infinity;
	private readonly failures: unknown[] = [];
	/** Applications whose history could not be read in this look. */
	private readonly unreadable = new Set<string>();

	constructor(
		before: State | undefined,
		private readonly settings: Settings,
		private readonly client: Pick<AshbyClient, 'call' | 'rows'>,
	) {
		this.isFirst = before === undefined;
		this.state = before ? copyState(before) : emptyState();
		const { syncToken, changes, listing } = this.state;
		if (changes?.cursor) this.resumed = 'changes';
		else if (listing?.cursor && !syncToken) this.resumed = 'listing';
		this.pending = new Set(this.state.pending);
		this.unseen = new Set(this.state.listing?.unseen);
	}

	async run(): Promise<Found> {
		const { state } = this;
		if (state.syncToken) state.changes ??= {};
		else if (!state.listing) this.beginListing();
		let goOn = true;
		while (goOn && (state.changes ?? state.listing)) {
			goOn = await this.readPage(state.changes ? 'changes' : 'listing');
			// Not before the first good answer, with which what a person changed comes into force.
			if (goOn && this.pagesRead > 0) goOn = await this.readHistories();
			goOn &&= this.settings.timeLeftMs() > 0;
		}
		// What was found is handed over even if something failed on the way: that is still to do, and
		// the next look meets it first. So is what a person changed, or one application that cannot be
		// read would keep a workflow from being published; and the pages of a look that got on by some.
		const nothingGained = this.stays.length === 0 && this.pagesRead < 2 && !this.isChange;
		if (this.failures.length > 0 && nothingGained) throw this.failures[0];
		// Without a good answer nothing has come into force, and only this poll knows what a person did.
		if (this.pagesRead === 0 && !this.settings.scheduled) throw tookTooLong();
		this.close();
		return { stays: this.stays.sort(byEntry), state, clockAheadMs: this.clockAheadMs };
	}

	private close(): void {
		const { state } = this;
		state.pending = [...this.pending];
		if (state.listing) state.listing.unseen = [...this.unseen];
		// Applications that still wait for their history count as not looked at.
		const isComplete = !state.changes && !state.listing && this.pending.size === 0;
		if (isComplete && this.completedSince < Infinity) {
			completeLook(state.memory, this.completedSince);
		}
	}

	private beginListing(): void {
		this.unseen = new Set(Object.keys(this.state.memory.stays));
		this.state.listing = { unseen: [] };
	}

	/** Reads the next page. Returns whether to go on. */
	private async readPage(kind: Kind): Promise<boolean> {
		const cursor = this.state[kind]?.cursor;
		const page = await attempt(this.fetch(kind, cursor));
		if ('error' in page) {
			if (mustListAgain(page.error) && this.startAgain(kind, cursor)) return true;
			this.failures.push(page.error);
			return false;
		}
		const restarted = this.pagesRead++ === 0 && this.begin(page.value.serverTime, kind, cursor);
		for (const application of page.value.results) this.note(application, kind);
		if (!restarted) this.advance(kind, page.value);
		return true;
	}

	/**
	 * After the first answer: Ashby's clock tells when links come into force; no other clock decides.
	 * Returns whether the listing that was being read has to start again.
	 */
	private begin(serverTime: number | undefined, kind: Kind, cursor: string | undefined): boolean {
		const { state, settings } = this;
		const { memory } = state;
		const publishing = settings.publishing || this.isFirst;
		// A Date header has whole seconds: only from the next one on is a time surely later.
		this.now = (serverTime ?? Date.now()) + 1000;
		this.clockAheadMs = this.now - Date.now();
		if (this.isFirst) memory.lookedAt = this.now;
		const { whenActivated, links, includeWhoLeft } = settings;
		const counts = countEndedStays(memory, includeWhoLeft, this.now);
		const coming = { publishing, whenActivated, now: this.now };
		const { listingNeeded, changed } = bringIntoForce(memory, links, coming);
		this.isChange = changed || counts;
		if (this.isChange) state.revision++;
		const isFreshListing = kind === 'listing' && !cursor;
		if (!listingNeeded || isFreshListing) return false;
		this.beginListing();
		return kind === 'listing';
	}

	private async fetch(kind: Kind, cursor: string | undefined): Promise<Answer<Application[]>> {
		const { syncToken } = this.state;
		if (kind === 'listing') return await this.list({ cursor });
		if (!cursor) return await this.list({ syncToken });
		// Whether later pages want the token beside the cursor is not documented, and clients of both
		// kinds are in production: the cursor alone first, the token added if that is refused.
		if (this.sendsTokenWithCursor) return await this.list({ cursor, syncToken });
		const page = await attempt(this.list({ cursor }));
		if ('value' in page) return page.value;
		const isRefused = page.error instanceof ApiFailure && page.error.kind === 'refused';
		if (!isRefused || !syncToken) throw page.error;
		this.sendsTokenWithCursor = true;
		return await this.list({ cursor, syncToken });
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

	/** After a refused token or cursor: prepares to list from the start, or tells that this was one. */
	private startAgain(kind: Kind, cursor: string | undefined): boolean {
		if (kind === 'listing' && !cursor) return false;
		if (kind === 'changes') {
			delete this.state.syncToken;
			delete this.state.changes;
		}
		this.beginListing();
		return true;
	}

	private note(application: Application, kind: Kind): void {
		const { state, settings } = this;
		const { memory } = state;
		if (kind === 'listing') this.unseen.delete(application.id);
		const { job, currentInterviewStage: stage } = application;
		const standsInLinked = linksTo(settings.links, job.id, stage).length > 0;
		// While a token stands for what changed, a listing only looks for applications not yet known.
		const known = kind === 'listing' && !!state.syncToken && isDealtWith(application.id, memory);
		const mayHaveLeft =
			settings.includeWhoLeft &&
			(kind === 'changes' || changedAround(application.updatedAt, memory.lookedAt));
		if ((standsInLinked && !known) || mayHaveLeft) this.pending.add(application.id);
		else if (!standsInLinked) delete memory.stays[application.id];
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
		} else {
			// Whoever a complete listing did not show is gone: deleted, or hidden from the key.
			for (const id of this.unseen) if (!this.pending.has(id)) delete state.memory.stays[id];
			state.syncToken ??= page.syncToken;
		}
		this.completedSince = Math.min(this.completedSince, reading.beganAt);
		delete state[kind];
		if (this.resumed !== kind) return;
		// What changed since an earlier look began to read this is there to be read at once.
		this.resumed = undefined;
		state.changes = {};
	}

	/** Reads the history of pending applications while there is time. Returns whether to go on. */
	private async readHistories(): Promise<boolean> {
		for (const id of [...this.pending]) {
			if (this.unreadable.has(id)) continue;
			if (this.settings.timeLeftMs() <= 0) return false;
			const read = await attempt(this.readHistory(id));
			if (!('error' in read)) {
				this.pending.delete(id);
				continue;
			}
			this.unreadable.add(id);
			this.failures.push(read.error);
			if (!isOfOneRequest(read.error)) return false;
			if (this.unreadable.size >= MOST_FAILURES) return false;
		}
		return true;
	}

	private async readHistory(id: string): Promise<void> {
		const { memory } = this.state;
		const { links, includeWhoLeft } = this.settings;
		const application = await readApplication(this.client, id);
		if (!application) {
			// Deleted since the page was read.
			delete memory.stays[id];
			return;
		}
		const decision = decide(application, links, memory, includeWhoLeft);
		remember(memory, id, decision);
		for (const row of decision.fires) this.stays.push({ application, row });
	}
}

type Attempt<T> = { value: T } | { error: unknown };

async function attempt<T>(work: Promise<T>): Promise<Attempt<T>> {
	return await work.then(
		(value) => ({ value }),
		(error: unknown) => ({ error }),
	);
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
 * One look at Ashby: reads what changed since the last look (one request when nothing did), goes on
 * with a full listing where one is needed, reads the history of each application that may have
 * begun a new stay, and decides.
 *
 * The given state is not touched. Either the look ends with the stays that fire and the state to
 * assign, or it throws and nothing has been lost: the next one starts where this one did. When time
 * runs out, or something fails after stays were found, the returned state says where to go on.
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
