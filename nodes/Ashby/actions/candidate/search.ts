import type { AshbyClient } from '../../client/client';
import type { Candidate } from '../../client/types';

/**
 * The candidates who have an email address, as their primary or any other one, letter case aside.
 *
 * Ashby does not document how `candidate.search` matches. Whether it takes an address exactly or as
 * a beginning, the rows are compared here; and in case it minds the case, an address with capital
 * letters is also asked for in small ones. It returns at most 100 candidates.
 *
 * @param name when given, the candidate's name must match too, as Ashby compares names
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
