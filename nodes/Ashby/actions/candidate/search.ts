import type { AshbyClient } from '../../client/client';
import type { Candidate } from '../../client/types';

/**
 * The candidates who have an email address, as their primary or any other one, ignoring case.
 *
 * Ashby doesn't document how `candidate.search` matches. It may match exactly or by prefix, so the rows are
 * compared here. It may be case-sensitive, so an address with capital letters is also searched in lower
 * case. It returns at most 100 candidates.
 *
 * @param name if given, the candidate's name must match too, as Ashby compares names
 */
export async function candidatesWithEmail(
	client: AshbyClient,
	email: string,
	name?: string,
): Promise<Candidate[]> {
	const wanted = email.toLowerCase();
	const found = new Map<string, Candidate>();
	for (const spelling of new Set([email, wanted])) {
		const { results } = await client.call<Candidate[]>('candidate.search', {
			email: spelling,
			name,
		});
		for (const candidate of results) {
			if (addressesOf(candidate).includes(wanted)) found.set(candidate.id, candidate);
		}
	}
	return [...found.values()];
}

function addressesOf({ primaryEmailAddress, emailAddresses }: Candidate): string[] {
	return [primaryEmailAddress, ...(emailAddresses ?? [])].flatMap((address) =>
		address ? [address.value.trim().toLowerCase()] : [],
	);
}
