/** The digits of a ULID (Crockford's base 32). The first ten are the time in ms since the epoch. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;

/** A request takes no longer than this until its answer is dated. */
const LONGEST_REQUEST_MS = 2 * 60_000;

/**
 * Ashby's clock when it received a request, in ms since the epoch, or undefined if the answer doesn't tell. A `Date` header
 * has whole seconds. The ID of the request is a ULID, which has ms (seen in recorded answers of 2026, not documented), so
 * it counts only where it agrees with `Date`.
 */
export function serverTimeOf(headers: Record<string, unknown>): number | undefined {
	const date = Date.parse(String(headers.date));
	if (Number.isNaN(date)) return undefined;
	const id = String(headers['x-ashby-request-id']);
	if (!TIME.test(id)) return date;
	const received = [...id.slice(0, 10).toUpperCase()].reduce(
		(time, digit) => time * 32 + DIGITS.indexOf(digit),
		0,
	);
	const tookMs = date - received;
	return tookMs > -1000 && tookMs < LONGEST_REQUEST_MS ? received : date;
}
