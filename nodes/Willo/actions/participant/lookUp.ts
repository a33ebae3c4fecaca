/**
 * Finding out whether a person has been invited to an interview, from Willo's list of participants.
 * Which filters that list takes is not published: they are sent, and every row is compared here, so
 * that a list which ignores them costs time but never takes a stranger for the person.
 */
import type { WilloClient } from '../../client/client';
import type { Page, WilloObject } from '../../client/types';
import { createdAtOf, latestOf, readParticipant } from '../../client/participant';

export interface Sought {
	interviewKey: string;
	email?: string;
	/** Compared when there is no e-mail address. */
	phone?: string;
}

/** What may be said of a person's participant. `unclear`: it may be the one sought, or not. */
export type Verdict = 'yes' | 'no' | 'unclear';

export type LookUp =
	| { kind: 'found'; participant: WilloObject }
	/** `neverListed`: nor does an older row of the person stand in the list, which was read whole. */
	| { kind: 'absent'; neverListed: boolean }
	/** The list does not tell; `why` completes the sentence "It cannot be told, because …". */
	| { kind: 'unknown'; why: string };

export interface Narrowing {
	/** Only participants created since, in ms of Willo's clock: older pages need not be read. */
	since?: (serverTime: number | undefined) => number;
	/**
	 * Whether a participant of this person and interview is the one sought; without it, all are that
	 * were created since. A `no` must hold for a row that does not name its interview, too.
	 */
	accept?: (participant: WilloObject, since: number | undefined) => Verdict;
}

/** 300 participants, newest first. A list that honours one of the filters is far shorter. */
const MOST_PAGES = 10;

/** @throws ApiFailure when Willo cannot be asked */
export async function lookUp(
	client: WilloClient,
	sought: Sought,
	narrowing: Narrowing = {},
): Promise<LookUp> {
	const { email } = sought;
	// A filter may compare letter by letter although an address means the same in any case.
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
 * Whether a participant was created since a moment, in ms of Willo's clock. `unclear` when Willo
 * gives no time, or only the moment's own day (by UTC).
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
		// A day's rows go on for as long as they bear nothing but the day.
		const isPast = since !== undefined && latestOf(oldestSeen) < since;
		if (next === undefined || isPast) {
			if (unclear) return { kind: 'unknown', why: unclear };
			return { kind: 'absent', neverListed: neverListed && next === undefined };
		}
		if (pages >= MOST_PAGES) return { kind: 'unknown', why: unclear ?? TOO_MANY };
	}
}

const UNCLEAR =
	'Willo lists someone with this address, but does not name the interview or the time of the invitation';
const TOO_MANY = 'Willo lists more participants than can be looked through';

function isSince(row: WilloObject, since: number | undefined): Verdict {
	return since === undefined ? 'yes' : createdSince(row, since);
}

/**
 * Whether a row of the list is the person in the interview. `unclear` when Willo does not name the
 * row's interview.
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
 * The age that a list, newest first, has come down to. NaN, which is neither older nor younger than
 * anything, once a row has no date or comes out of order: then nothing follows from the dates.
 */
function oldestOf(rows: WilloObject[], before: number): number {
	return rows.reduce((oldest, row) => {
		const created = createdAtOf(row) ?? NaN;
		return created <= oldest ? created : NaN;
	}, before);
}
