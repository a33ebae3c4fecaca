import type { AshbyClient } from '../../client/client';
import { PAGE_SIZE } from '../../client/client';
import type { Note } from '../../client/types';

/** All notes of one candidate that the API key may see. */
export async function notesOf(client: AshbyClient, candidateId: string): Promise<Note[]> {
	const notes: Note[] = [];
	const rows = client.rows<Note>('candidate.listNotes', { candidateId, limit: PAGE_SIZE });
	for await (const note of rows) notes.push(note);
	return notes;
}
