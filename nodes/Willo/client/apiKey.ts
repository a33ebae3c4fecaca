/**
 * The key as Willo expects it in the `Authorization` header, without a scheme. Stray spaces and `Bearer `, which one of
 * Willo's help articles shows, are removed.
 */
export function bareKey(typed: unknown): string {
	return String(typed ?? '')
		.trim()
		.replace(/^Bearer\s+/i, '')
		.trim();
}
