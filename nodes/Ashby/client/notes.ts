import { undefinedIf } from '../../shared/api/failure';
import type { AshbyClient } from './client';
import { PAGE_SIZE } from './client';
import { isNotFound } from './failures';
import type { Note } from './types';

type Lists = Pick<AshbyClient, 'rows'>;

/** The notes of a candidate that the API key can see, fetched page by page while the caller reads. */
export function notesOf(client: Lists, candidateId: string): AsyncGenerator<Note> {
	return client.rows<Note>('candidate.listNotes', { candidateId, limit: PAGE_SIZE });
}

/** All notes of a candidate. */
export async function allNotesOf(client: Lists, candidateId: string): Promise<Note[]> {
	const notes: Note[] = [];
	for await (const note of notesOf(client, candidateId)) notes.push(note);
	return notes;
}

/** The first of these texts, such as the ID of an entry, that is in the notes. A deleted candidate has none. */
export async function textInNotes(
	client: Lists,
	candidateId: string,
	texts: string[],
): Promise<string | undefined> {
	const found = new Set<string>();
	const read = async () => {
		for await (const note of notesOf(client, candidateId)) {
			for (const text of texts) if (contains(note, text)) found.add(text);
			if (found.has(texts[0])) break;
		}
	};
	await undefinedIf(isNotFound, read());
	return texts.find((text) => found.has(text));
}

/**
 * Whether a note contains a text. Differences in whitespace don't count, because Ashby may change it. Ashby
 * doesn't document whether `content` is HTML or text, so either reading counts.
 */
export function contains({ content }: Pick<Note, 'content'>, text: string): boolean {
	const wanted = collapsed(text);
	if (!content || !wanted) return false;
	return collapsed(content).includes(wanted) || collapsed(textOf(content)).includes(wanted);
}

/** The first line of a note and the first address in it, for people who look for the note. */
export function inShort(note: string): string {
	const headline = collapsed(textOf(note.split(/\n|<(?:br|li|ol|p|pre|ul)\b/i)[0]));
	const address = /https?:\/\/[^\s"'<>]+/.exec(note)?.[0];
	return [headline.slice(0, LONGEST_HEADLINE), address && textOf(address)]
		.filter(Boolean)
		.join(', ');
}

const LONGEST_HEADLINE = 200;

const ENTITIES: Record<string, string> = {
	amp: '&',
	apos: "'",
	gt: '>',
	lt: '<',
	nbsp: ' ',
	quot: '"',
};

/** HTML as text. Both patterns end at the next `<` or after a few characters, so no text takes long. */
function textOf(html: string): string {
	return html
		.replace(/<[^<>]*>/g, '')
		.replace(
			/&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]{1,8}));/gi,
			(entity: string, hex?: string, decimal?: string, name?: string) => {
				if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity;
				const code = hex ? parseInt(hex, 16) : Number(decimal);
				return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
			},
		);
}

function collapsed(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}
