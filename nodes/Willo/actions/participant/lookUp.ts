/**
 * Checks Willo's list of participants to determine whether a person was invited to an interview. Which filters the list
 * supports isn't documented. They are sent, and every row is also compared here, so a list that ignores them takes longer
 * but never returns the wrong person.
 */
import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { WilloClient } from '../../client/client';
import type { Page, WilloObject } from '../../client/types';
import { createdAtOf, latestOf } from '../../client/participant';
import type { Sought, Verdict } from './samePerson';
import { createdSince, isPerson } from './samePerson';

export type LookUp =
	| { kind: 'found'; participant: WilloObject }
	/** `neverListed`: the complete list has no older row of the person either. */
	| { kind: 'absent'; neverListed: boolean }
	/** It can't be determined. `isPartial`: the person may also be in the part of the list that wasn't read. */
	| { kind: 'unknown'; why: string; isPartial?: boolean };

/** Which of a person's invitations count. */
export interface Narrowing {
	/** Only those sent since this time. Older pages aren't read. */
	since?: Since;
	/** How one counts if Willo doesn't say whether it was sent since then. By default, it can't be determined. */
	undated?: Verdict;
}

/** A time in ms by Willo's clock, whose time it is given, if known. */
export type Since = (serverTime: number | undefined) => number;

/** The `Date` header has whole seconds. */
const CLOCK_MARGIN_MS = 2_000;

/**
 * An invitation dated this much before the given time still counts as sent since then. The given time is from Ashby's
 * clock if it is the time of an entry, and an invitation may follow an entry by a fraction of a second. If Willo's clock
 * is slightly behind or drops fractions, the invitation would seem older, and the person would be invited twice. A
 * larger margin would be wrong as well, because the invitation for an earlier entry may be only seconds older than this
 * entry. Nobody is invited, moved out of the stage, and moved back in within one second.
 */
const SKEW_MS = 1_000;

/** Since a time, in ms since the epoch, for whatever reason: Willo doesn't say what an invitation was sent for. */
export function since(moment: number): Since {
	return () => moment - SKEW_MS;
}

/** Since a time by this machine's clock, in ms since the epoch. Willo's clock may differ. */
export function sinceHere(moment: number): Since {
	return (serverTime) => moment + ((serverTime ?? Date.now()) - Date.now()) - CLOCK_MARGIN_MS;
}

/** 300 participants, newest first. */
const MOST_PAGES = 10;

const TOO_MANY = 'Willo lists too many participants to check';

/** Participants, newest first. Each page is read once. */
export class ParticipantList {
	private readonly pages: Array<Page<WilloObject>> = [];

	constructor(
		private readonly client: WilloClient,
		private readonly query: IDataObject,
	) {}

	async page(index: number): Promise<Page<WilloObject>> {
		if (index === this.pages.length) {
			const query = { ...this.query, ordering: '-created_at' };
			const next = this.pages[index - 1]?.next;
			this.pages.push(await this.client.page<WilloObject>('participants', query, next));
		}
		return this.pages[index];
	}
}

/**
 * Reads the interview's newest participants, whoever they are, if only those since a time count. If they can't tell,
 * because they have no dates or are too many, the list is filtered by the email.
 *
 * @param all the interview's participants, if several look-ups share them
 * @throws ApiFailure if Willo can't be asked
 */
export async function lookUp(
	client: WilloClient,
	sought: Sought,
	narrowing: Narrowing = {},
	all = new ParticipantList(client, { interview: sought.interviewKey }),
): Promise<LookUp> {
	const { interviewKey: interview, email } = sought;
	let outcome: LookUp = { kind: 'absent', neverListed: true };
	if (narrowing.since || !email) {
		const seen = await lookThrough(all, sought, narrowing, email !== undefined);
		if (!email || seen.kind !== 'unknown' || !seen.isPartial) return seen;
		if (seen.why !== TOO_MANY) outcome = seen;
	}
	// A filter may be case-sensitive, although emails aren't.
	for (const spelling of new Set([email, email.toLowerCase()])) {
		const list = new ParticipantList(client, { interview, email: spelling });
		const seen = await lookThrough(list, sought, narrowing);
		if (seen.kind === 'found') return seen;
		if (seen.kind === 'unknown') outcome = seen;
		else if (outcome.kind === 'absent') outcome.neverListed &&= seen.neverListed;
	}
	return outcome;
}

/** Willo may still be processing a request. */
const LOOK_AFTER_MS = [2_000, 5_000];
/** Another process may be throttled for 65 s before it sends one, and each of its requests may take 20 s. */
export const LOOK_WHILE_THROTTLED_MS = [...LOOK_AFTER_MS, 10_000, 20_000, 30_000, 40_000];

/** Looks again and again for the result of a request that may still be under way. */
export async function lookPatiently(
	look: (isLast: boolean) => Promise<LookUp>,
	waitsMs = LOOK_AFTER_MS,
): Promise<LookUp> {
	let seen: LookUp = { kind: 'absent', neverListed: false };
	for (const [index, waitMs] of waitsMs.entries()) {
		await sleep(waitMs);
		seen = await look(index === waitsMs.length - 1);
		if (seen.kind === 'found') break;
	}
	return seen;
}

/** @param hasOther whether another list can tell, so that this one is only read while its dates prove something */
async function lookThrough(
	list: ParticipantList,
	sought: Sought,
	{ since: sinceBy, undated = 'unclear' }: Narrowing,
	hasOther = false,
): Promise<LookUp> {
	let unclear: string | undefined;
	let neverListed = true;
	let moment = -Infinity;
	let oldestSeen = Infinity;
	for (let pages = 1; ; pages++) {
		const { rows, next, serverTime } = await list.page(pages - 1);
		if (pages === 1 && sinceBy) moment = sinceBy(serverTime);
		for (const row of rows) {
			const { verdict, why } = isPerson(row, sought);
			if (verdict === 'no') continue;
			neverListed = false;
			const dated = sinceBy ? createdSince(row, moment) : 'yes';
			const accepted = dated === 'unclear' ? undated : dated;
			if (accepted === 'no') continue;
			if (accepted === 'yes' && verdict === 'yes') return { kind: 'found', participant: row };
			unclear = why;
		}
		oldestSeen = oldestOf(rows, oldestSeen);
		// Rows with only a date may be from any time of that day.
		const isPast = latestOf(oldestSeen) < moment;
		if (next === undefined || isPast) {
			if (unclear) return { kind: 'unknown', why: unclear };
			return { kind: 'absent', neverListed: neverListed && next === undefined };
		}
		if (pages >= MOST_PAGES || (hasOther && Number.isNaN(oldestSeen))) {
			return { kind: 'unknown', why: unclear ?? TOO_MANY, isPartial: true };
		}
	}
}

/**
 * The oldest time in a list so far, newest first. NaN once a row has no date or is out of order, because the dates then
 * prove nothing. NaN is neither older nor newer than any time.
 */
function oldestOf(rows: WilloObject[], before: number): number {
	return rows.reduce((oldest, row) => {
		const created = createdAtOf(row) ?? NaN;
		return created <= oldest ? created : NaN;
	}, before);
}
