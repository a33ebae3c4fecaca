/** A page may be empty because its rows are hidden from the key. This many empty pages in a row are an error. */
const MOST_EMPTY_PAGES = 100;

/**
 * Detects a list that never ends. Called after each page of a list with its cursor to the next page and its number of
 * rows.
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
