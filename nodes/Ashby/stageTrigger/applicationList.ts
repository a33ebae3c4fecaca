/**
 * Ashby's list of applications, read page by page: only changes, or all applications if needed. Only this file
 * handles tokens, cursors, and restarts. docs/how-the-trigger-decides.md shows its steps.
 */
import type { IDataObject } from 'n8n-workflow';
import { ApiFailure } from '../../shared/api/failure';
import type { AshbyClient } from '../client/client';
import { PAGE_SIZE } from '../client/client';
import { mustListAgain } from '../client/failures';
import type { Answer, Application } from '../client/types';

/** How far the list has been read: plain JSON, kept between polls. */
export interface ListState {
	/** Marks what has been read so far. */
	syncToken?: string;
	/**
	 * The token is from an empty listing, which takes one request. Whether it shows every change isn't documented, so
	 * the token of the complete listing replaces it.
	 */
	isProvisional?: true;
	/** The provisional token has returned an application, so it shows every change. */
	isProven?: true;
	/** The token of the complete listing, until the changes of the provisional one have been read once more. */
	listingToken?: string;
	/** A pass over the changes that ran out of time: the next poll continues at this cursor. */
	changes?: Pass;
	/** A full listing that ran out of time, or that hasn't begun yet (without a cursor). */
	listing?: Pass;
}

/** One pass over the changes or over all applications, page by page. */
export interface Pass {
	cursor?: string;
	/** When its first page was read, in ms by Ashby's clock. */
	beganAt?: number;
	/** Its entries may have been returned before, so the notes must be read first. So must those of the pass after it. */
	checkNotes?: true;
	/** Only for a listing: applications with a row that it hasn't shown yet. */
	unseen?: string[];
}

export type Step = 'token' | 'changes' | 'listing' | 'done';

export interface Page {
	of: 'changes' | 'listing';
	pass: Pass;
	rows: Application[];
	/** Absent on the last page. */
	nextCursor?: string;
	syncToken?: string;
}

/** No application was created in the future, so listing those takes one request and returns a token. */
const NARROWED_MS = 365 * 24 * 60 * 60_000;

export class ApplicationList {
	/** When the first answer came, in ms by Ashby's clock; 0 before that. */
	now = 0;
	/** When the earliest completed pass began, in ms by Ashby's clock. */
	completeSince = Infinity;
	/** The pass that an earlier poll began. */
	private resumed?: Page['of'];
	private hasAskedForToken = false;
	private sendsTokenWithCursor = false;

	/**
	 * @param state is changed as pages are accepted
	 * @param known the applications that are remembered
	 * @param checkNotes whether changes may have been returned before without a record
	 */
	constructor(
		private readonly state: ListState,
		private readonly client: Pick<AshbyClient, 'call'>,
		private readonly known: () => string[],
		private readonly checkNotes: boolean,
	) {
		const { syncToken, isProvisional, changes, listing } = state;
		// After a listing that an earlier poll completed, its token must be read, too.
		if (changes?.cursor || state.listingToken) this.resumed = 'changes';
		else if (listing?.cursor && (!syncToken || isProvisional)) this.resumed = 'listing';
		for (const pass of [changes, listing]) if (pass && checkNotes) pass.checkNotes = true;
		// What the listing hasn't shown yet may have been returned before, too.
		if (syncToken) this.beginChanges(listing?.checkNotes);
		else if (!listing) this.beginListing();
	}

	/** What the next request is for. */
	step(): Step {
		const { syncToken, changes, listing } = this.state;
		if (listing && !syncToken && !listing.cursor && !this.hasAskedForToken) return 'token';
		if (changes) return 'changes';
		return listing ? 'listing' : 'done';
	}

	/** Whether the token shows every change, so that a listing can skip remembered applications. */
	get isCovered(): boolean {
		return this.state.syncToken !== undefined && !this.state.isProvisional;
	}

	/** Lists all applications, from the start. */
	beginListing(): void {
		this.state.listing = { unseen: this.known(), ...(this.checkNotes && { checkNotes: true }) };
	}

	/**
	 * Sends one request.
	 *
	 * @returns the page, undefined if the next request is needed to get one
	 * @throws ApiFailure if Ashby can't be read; the next poll continues here
	 */
	async read(): Promise<Page | undefined> {
		const step = this.step();
		if (step === 'token') await this.takeToken();
		if (step !== 'changes' && step !== 'listing') return undefined;
		const pass = this.state[step] as Pass;
		const answer = await this.fetch(step, pass.cursor).catch((failure: unknown) => {
			if (mustListAgain(failure) && this.startAgain(step)) return undefined;
			throw failure;
		});
		if (!answer) return undefined;
		this.setClock(answer.serverTime);
		const { results: rows, nextCursor, moreDataAvailable, syncToken } = answer;
		return {
			of: step,
			pass,
			rows,
			syncToken,
			...(moreDataAvailable ? { nextCursor } : {}),
		};
	}

	/** Records that a page has been processed, unless its pass was started again in the meantime. */
	accept({ of, pass, rows, nextCursor, syncToken }: Page): void {
		const { state } = this;
		const { checkNotes } = pass;
		if (state[of] !== pass) return;
		const isOnlyPage = pass.beganAt === undefined && !nextCursor;
		if (of === 'changes' && state.isProvisional && rows.length > 0) state.isProven = true;
		pass.beganAt ??= this.now;
		pass.cursor = nextCursor;
		if (nextCursor) return;
		if (of === 'changes') {
			state.syncToken = syncToken ?? state.syncToken;
			if (state.listingToken) this.replaceToken();
		} else if (!this.isCovered) {
			state.listingToken = syncToken;
			const isClear = !state.isProvisional || state.isProven || isOnlyPage || !syncToken;
			if (isClear) this.replaceToken();
			else this.beginChanges(checkNotes);
		}
		this.completeSince = Math.min(this.completeSince, pass.beganAt);
		delete state[of];
		if (this.resumed === of) {
			// An earlier poll began this pass, so there may be newer changes. They can be read right away. A provisional
			// token may not show them, so they are read with the one that replaces it, too.
			this.resumed = state.listingToken ? 'changes' : undefined;
			this.beginChanges(checkNotes);
		}
	}

	/**
	 * The token of a complete listing may only show what changed since its last page, so a proven provisional one, which is
	 * older than its first page, is kept.
	 */
	private replaceToken(): void {
		const { state } = this;
		if (!state.isProvisional || !state.isProven) state.syncToken = state.listingToken;
		delete state.isProvisional;
		delete state.isProven;
		delete state.listingToken;
	}

	private beginChanges(checkNotes?: boolean): void {
		this.state.changes ??= this.checkNotes || checkNotes ? { checkNotes: true } : {};
	}

	/**
	 * Prepares to list from the start after a refused token or cursor. Returns false if this was already the start of a
	 * listing.
	 */
	private startAgain(step: Page['of']): boolean {
		const { state } = this;
		if (step === 'listing') {
			if (!state.listing?.cursor) return false;
			this.beginListing();
			return true;
		}
		if (state.listingToken) {
			delete state.changes;
			delete state.isProven;
			this.replaceToken();
			// Without it, this poll would end as if it had read what changed since the listing.
			this.beginChanges();
			return true;
		}
		const isUnderWay = state.isProvisional && state.listing;
		delete state.syncToken;
		delete state.isProvisional;
		delete state.changes;
		if (isUnderWay) this.hasAskedForToken = true;
		else this.beginListing();
		return true;
	}

	/**
	 * An empty listing returns a token at once, which is used until the complete listing returns its own.
	 */
	private async takeToken(): Promise<void> {
		this.hasAskedForToken = true;
		const createdAfter = Date.now() + NARROWED_MS;
		const answer = await this.list({ createdAfter }).catch((failure: unknown) => {
			if (isRefused(failure)) return undefined;
			throw failure;
		});
		if (!answer) return;
		this.setClock(answer.serverTime);
		if (!answer.syncToken || answer.moreDataAvailable) return;
		this.state.syncToken = answer.syncToken;
		this.state.isProvisional = true;
	}

	/** Uses the first answer, so that later waits don't matter. */
	private setClock(serverTime = Date.now()): void {
		this.now ||= serverTime;
	}

	private async fetch(step: Page['of'], cursor?: string): Promise<Answer<Application[]>> {
		const { syncToken } = this.state;
		if (step === 'listing') return await this.list({ cursor });
		if (!cursor) return await this.list({ syncToken });
		// Whether later pages need the token in addition to the cursor isn't documented, and there are clients of both
		// kinds in production. The cursor is sent alone first, and with the token if that is refused.
		if (this.sendsTokenWithCursor) return await this.list({ cursor, syncToken });
		return await this.list({ cursor }).catch(async (failure: unknown) => {
			if (!isRefused(failure) || !syncToken) throw failure;
			this.sendsTokenWithCursor = true;
			return await this.list({ cursor, syncToken });
		});
	}

	private async list(body: IDataObject): Promise<Answer<Application[]>> {
		const answer = await this.client.call<Application[]>('application.list', {
			limit: PAGE_SIZE,
			...body,
		});
		if (answer.moreDataAvailable && (!answer.nextCursor || answer.nextCursor === body.cursor)) {
			throw new ApiFailure({
				kind: 'unexpectedAnswer',
				message: 'Ashby reported more applications but returned no new cursor to read them',
				advice:
					'The next poll tries again from here. If this keeps happening, contact Ashby support',
			});
		}
		return answer;
	}
}

function isRefused(failure: unknown): boolean {
	return failure instanceof ApiFailure && failure.kind === 'refused';
}
