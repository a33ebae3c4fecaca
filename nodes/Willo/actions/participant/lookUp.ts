/**
 * Checks Willo's list of participants to determine whether a person was invited to an interview. Which filters the list
 * supports isn't documented. They are sent, and every row is also compared here, so a list that ignores them takes longer
 * but never returns the wrong person.
 */
import type { WilloClient } from '../../client/client';
import type { Page, WilloObject } from '../../client/types';
import { createdAtOf, latestOf, readParticipant } from '../../client/participant';

export interface Sought {
	interviewKey: string;
	email?: string;
	/** Compared if there is no email. */
	phone?: string;
}

/** Whether a participant is the right one. `unclear` if that can't be determined. */
export type Verdict = 'yes' | 'no' | 'unclear';

export type LookUp =
	| { kind: 'found'; participant: WilloObject }
	/** `neverListed`: the complete list has no older row of the person either. */
	| { kind: 'absent'; neverListed: boolean }
	/** It can't be determined; `why` is the reason. */
	| { kind: 'unknown'; why: string };

export interface Narrowing {
	/** Only participants created since this time, in ms by Willo's clock. Older pages aren't read. */
	since?: (serverTime: number | undefined) => number;
	/**
	 * Whether a participant of this person and interview is the right one. By default, all that were created since then. A
	 * `no` must also be correct for a row without an interview.
	 */
	accept?: (participant: WilloObject, since: number | undefined) => Verdict;
}

/** 300 participants, newest first. A list that applies one of the filters is far shorter. */
const MOST_PAGES = 10;

/** @throws ApiFailure if Willo can't be asked */
export async function lookUp(
	client: WilloClient,
	sought: Sought,
	narrowing: Narrowing = {},
): Promise<LookUp> {
	const { email } = sought;
	// A filter may be case-sensitive, although emails aren't.
	const spellings: Array<string | undefined> = email
		? [...new Set([email, email.toLowerCase()])]
		: [undefined];
	let outcome: LookUp = { kind: 'absent', neverListed: true };
	for (const spelling of spellings) {
		const seen = await lookThrough(client, sought, spelling, narrowing);
		if (seen.kind === 'found') return seen;
		if (seen.kind === 'unknown') outcome = seen;
		else if (outcome.kind === 'absent') outcome.neverListed &&= seen.neverListed;
	}
	return outcome;
}

/**
 * Whether a participant was created since a time, in ms by Willo's clock. `unclear` if Willo returns no time, or only the
 * same day (in UTC).
 */
export function createdSince(row: WilloObject, since: number): Verdict {
	const created = createdAtOf(row);
	if (created === undefined) return 'unclear';
	if (created >= since) return 'yes';
	return latestOf(created) >= since ? 'unclear' : 'no';
}

async function lookThrough(
	client: WilloClient,
	sought: Sought,
	email: string | undefined,
	{ since: sinceBy, accept = isSince }: Narrowing,
): Promise<LookUp> {
	const query = {
		interview: sought.interviewKey,
		...(email ? { email } : {}),
		ordering: '-created_at',
	};
	let unclear: string | undefined;
	let neverListed = true;
	let next: string | undefined;
	let since: number | undefined;
	let oldestSeen = Infinity;
	for (let pages = 1; ; pages++) {
		const page: Page<WilloObject> = await client.page('participants', query, next);
		if (pages === 1) since = sinceBy?.(page.serverTime);
		for (const row of page.rows) {
			const verdict = isPerson(row, sought);
			if (verdict === 'no') continue;
			neverListed = false;
			const accepted = accept(row, since);
			if (accepted === 'no') continue;
			if (accepted === 'yes' && verdict === 'yes') return { kind: 'found', participant: row };
			unclear = UNCLEAR;
		}
		oldestSeen = oldestOf(page.rows, oldestSeen);
		next = page.next;
		// Rows with only a date may be from any time of that day.
		const isPast = since !== undefined && latestOf(oldestSeen) < since;
		if (next === undefined || isPast) {
			if (unclear) return { kind: 'unknown', why: unclear };
			return { kind: 'absent', neverListed: neverListed && next === undefined };
		}
		if (pages >= MOST_PAGES) return { kind: 'unknown', why: unclear ?? TOO_MANY };
	}
}

const UNCLEAR =
	"Willo lists someone with this address, but doesn't show the interview or the time of the invitation";
const TOO_MANY = 'Willo lists too many participants to check';

function isSince(row: WilloObject, since: number | undefined): Verdict {
	return since === undefined ? 'yes' : createdSince(row, since);
}

/**
 * Whether a row of the list is this person in this interview. `unclear` if Willo doesn't return the row's interview.
 */
function isPerson(row: WilloObject, sought: Sought): Verdict {
	const { email, phone, interview } = readParticipant(row);
	const isSame = sought.email
		? email?.toLowerCase() === sought.email.toLowerCase()
		: digits(phone) !== '' && digits(phone) === digits(sought.phone);
	if (!isSame) return 'no';
	if (interview.key === null) return 'unclear';
	return interview.key.toLowerCase() === sought.interviewKey.toLowerCase() ? 'yes' : 'no';
}

function digits(phone: string | null | undefined): string {
	return (phone ?? '').replace(/\D/g, '');
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
