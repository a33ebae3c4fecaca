/** Text from outside on its way into a note. */

/**
 * Without line breaks and other control characters, runs of blanks as one. Half of a surrogate pair, which
 * no UTF-8 can hold, becomes a replacement character.
 */
export function oneLine(outside: string): string {
	return outside
		.replace(/\p{Surrogate}/gu, '\uFFFD')
		.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
		.trim();
}

/** Characters that mean something in HTML, in content and in quoted attributes alike. */
export function escapeHtml(outside: string): string {
	return outside
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;')
		.replace(/'/g, '&#39;');
}
