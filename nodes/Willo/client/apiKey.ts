/**
 * The key as Willo wants it in the `Authorization` header: bare, without any scheme. A pasted
 * `Bearer ` (one of Willo's help articles shows it) and stray blanks are forgiven.
 */
export function bareKey(typed: unknown): string {
	return String(typed ?? '')
		.trim()
		.replace(/^Bearer\s+/i, '')
		.trim();
}
