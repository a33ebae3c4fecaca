/**
 * A note as HTML that a page can show. Everything is escaped first; then exactly the elements that
 * Ashby keeps are let through again, without attributes but a web or mail address of a link. So
 * whatever is not recognized stays text.
 */

function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
}

const ELEMENT = /&lt;(\/?)(b|i|u|ul|ol|li|code|pre)&gt;/gi;
const LINK = /&lt;a href=&quot;((?:https?:\/\/|mailto:)(?:(?!&quot;|&lt;|&gt;)\S)+)&quot;&gt;/gi;
const LINK_END = /&lt;(\/?)a&gt;/gi;
const ENTITY = /&amp;(amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-f]{1,6});/gi;

/** Safe HTML of a note's content. */
export function noteHtml(note: { content: string; type: 'text/plain' | 'text/html' }): string {
	const escaped = escape(note.content);
	if (note.type === 'text/plain') return escaped;
	return escaped
		.replace(ELEMENT, '<$1$2>')
		.replace(LINK, '<a href="$1" target="_blank" rel="noopener noreferrer">')
		.replace(LINK_END, '<$1a>')
		.replace(ENTITY, '&$1;');
}
