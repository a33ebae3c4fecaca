import type { AshbyClient } from '../../client/client';
import { PAGE_SIZE } from '../../client/client';
import type { Note } from '../../client/types';

/** The notes of one candidate that the API key may see, for as long as the caller reads on. */
export function notesOf(client: AshbyClient, candidateId: string): AsyncGenerator<Note> {
	return client.rows<Note>('candidate.listNotes', { candidateId, limit: PAGE_SIZE });
}

/** All of them. */
export async function allNotesOf(client: AshbyClient, candidateId: string): Promise<Note[]> {
	const notes: Note[] = [];
	for await (const note of notesOf(client, candidateId)) notes.push(note);
	return notes;
}
