/** Lists in the manner of Django REST Framework: an envelope, numbered pages, an absolute `next`. */

/** Most rows a page can have; a greater `page_size` is capped, not refused. */
export const MAX_PAGE_SIZE = 30;
const DEFAULT_PAGE_SIZE = 10;

export interface Page {
	count: number;
	next: string | null;
	previous: string | null;
	results: unknown[];
}

/** A whole number of at least 1, or undefined; Django REST Framework falls back to its default then. */
function positive(value: string | null): number | undefined {
	return value !== null && /^\d+$/.test(value) && Number(value) > 0 ? Number(value) : undefined;
}

/**
 * Cuts the page that an address asks for.
 * @param address the request's own absolute URL: `next` and `previous` are built from it
 * @returns undefined when there is no such page
 */
export function pageOf<T>(rows: T[], address: URL, toJson: (row: T) => unknown): Page | undefined {
	const asked = positive(address.searchParams.get('page_size'));
	const size = Math.min(asked ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
	const last = Math.max(1, Math.ceil(rows.length / size));
	const number = address.searchParams.has('page') ? positive(address.searchParams.get('page')) : 1;
	if (number === undefined || number > last) return undefined;
	const at = (page: number): string => {
		const other = new URL(address);
		// Django leaves `page` out of the address of the first page.
		if (page === 1) other.searchParams.delete('page');
		else other.searchParams.set('page', String(page));
		return other.href;
	};
	return {
		count: rows.length,
		next: number < last ? at(number + 1) : null,
		previous: number > 1 ? at(number - 1) : null,
		results: rows.slice((number - 1) * size, number * size).map(toJson),
	};
}
