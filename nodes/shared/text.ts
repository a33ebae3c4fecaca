/** Prepares external text for a note or for comparing. */

/**
 * Removes line breaks and other control characters, and collapses whitespace. Half of a surrogate pair,
 * which UTF-8 can't represent, becomes a replacement character.
 */
export function oneLine(outside: string): string {
	return outside
		.replace(/\p{Surrogate}/gu, '\uFFFD')
		.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
		.trim();
}

/** Characters with a meaning in HTML, both in content and in quoted attributes. */
export function escapeHtml(outside: string): string {
	return outside
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;')
		.replace(/'/g, '&#39;');
}

/** A name for comparing: case, the encoding of accents, and the kind and amount of white space don't count. */
export function plain(name: unknown): string {
	return String(name ?? '')
		.normalize('NFC')
		.replace(/\s+/g, ' ')
		.trim()
		.toLowerCase();
}
