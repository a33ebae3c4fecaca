/**
 * The key as Willo wants it in the `Authorization` header: bare, without a scheme. A pasted `Bearer ` (one
 * of Willo's help articles shows it) and stray spaces are removed.
 */
export function bareKey(typed: unknown): string {
	return String(typed ?? '')
		.trim()
		.replace(/^Bearer\s+/i, '')
		.trim();
}
