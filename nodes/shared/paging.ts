/** A page may be empty because its rows are hidden from the key; this many in a row are a fault. */
const MOST_EMPTY_PAGES = 100;

/**
 * Detects a list that goes in circles or leads nowhere. Called after each page of one list, with what leads
 * to the next page and the number of rows.
 */
export function endlessnessOf(): (next: string, rows: number) => boolean {
	const seen = new Set<string>();
	let emptyPages = 0;
	return (next, rows) => {
		emptyPages = rows > 0 ? 0 : emptyPages + 1;
		if (seen.has(next) || emptyPages > MOST_EMPTY_PAGES) return true;
		seen.add(next);
		return false;
	};
}
