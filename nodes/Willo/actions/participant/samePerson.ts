/** Rules that decide whether a row of Willo's list of participants is a person who is to be invited. */
import { plain } from '../../../shared/text';
import type { WilloObject } from '../../client/types';
import { createdAtOf, latestOf, readParticipant } from '../../client/participant';

export interface Sought {
	interviewKey: string;
	email?: string;
	/** The address if there is no email. */
	phone?: string;
	/** Neither is given if anyone with the address counts. Two people may share one. */
	name?: string;
	externalId?: string;
	/** The external ID alone identifies the candidate, whose address may have been corrected. */
	isCandidate?: boolean;
}

/** Whether a participant is the right one. `unclear` if that can't be determined. */
export type Verdict = 'yes' | 'no' | 'unclear';

/** Why it is unclear whether a row is the person. */
const WHY = {
	interview:
		"Willo lists someone with this address, but doesn't show the interview or the time of the invitation",
	name: 'Willo lists someone else with this address, who was invited since then',
	address:
		'Willo lists someone with the same name or phone number but another address, who was invited since then',
};

/** @returns the verdict, with the reason if it is unclear, or if only the time of the invitation is */
export function isPerson(row: WilloObject, sought: Sought): { verdict: Verdict; why: string } {
	const { interview } = readParticipant(row);
	const isOther = interview.key !== null && !isSame(interview.key, sought.interviewKey);
	const who = isOther ? 'no' : whoIs(row, sought);
	if (who === 'name' || who === 'address') return { verdict: 'unclear', why: WHY[who] };
	const verdict = who === 'yes' && interview.key === null ? 'unclear' : who;
	return { verdict, why: WHY.interview };
}

function whoIs(row: WilloObject, sought: Sought): 'yes' | 'no' | 'name' | 'address' {
	const { name, email, phone, externalId } = readParticipant(row);
	if (sought.externalId !== undefined && externalId !== null) {
		if (externalId !== sought.externalId) return 'no';
		if (sought.isCandidate) return 'yes';
	}
	const isAddress = sought.email
		? isSame(email, sought.email)
		: digits(phone) !== '' && digits(phone) === digits(sought.phone);
	const [one, other] = [plain(name), plain(sought.name)];
	if (isAddress) {
		// Willo may only return a part of the name.
		const isOneName = !one || !other || one.startsWith(other) || other.startsWith(one);
		return isOneName ? 'yes' : 'name';
	}
	if (!sought.isCandidate) return 'no';
	const isOnePhone = local(phone) !== '' && local(phone) === local(sought.phone);
	return isOnePhone || (one !== '' && one === other) ? 'address' : 'no';
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

function isSame(one: string | null, other: string): boolean {
	return one?.toLowerCase() === other.toLowerCase();
}

function digits(phone: string | null | undefined): string {
	return (phone ?? '').replace(/\D/g, '');
}

/** The last seven digits, which don't depend on the country code. */
function local(phone: string | null | undefined): string {
	return digits(phone).slice(-7);
}
