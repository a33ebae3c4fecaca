import type { AshbyClient } from '../../client/client';
import type { Note } from '../../client/types';
import { allNotesOf, contains } from '../../client/notes';

/** The number of notes that this process has written in all runs. */
let written = 0;

/** The existing notes of candidates, read once per candidate and run of the node. */
export class ExistingNotes {
	private readonly known = new Map<string, { notes: Note[]; others: number }>();
	private own = 0;

	constructor(private readonly client: Pick<AshbyClient, 'rows'>) {}

	/** A note of the candidate that contains the text. */
	async withText(candidateId: string, text: string): Promise<Note | undefined> {
		return (await this.of(candidateId)).find((note) => contains(note, text));
	}

	/**
	 * Writes a note and remembers it.
	 *
	 * @param write sends the request and returns the note from Ashby
	 * @param content the text of the note, in case Ashby doesn't return it
	 */
	async add(candidateId: string, content: string, write: () => Promise<Note>): Promise<Note> {
		this.own++;
		written++;
		const known = this.known.get(candidateId);
		// If the answer is lost, the note may have been written anyway.
		this.known.delete(candidateId);
		const note = await write();
		if (known) {
			known.notes.push({ ...note, content: note.content ?? content });
			this.known.set(candidateId, known);
		}
		return note;
	}

	private async of(candidateId: string): Promise<Note[]> {
		const others = written - this.own;
		const known = this.known.get(candidateId);
		// Another run may have added a note since these were read.
		if (known?.others === others) return known.notes;
		const notes = await allNotesOf(this.client, candidateId);
		this.known.set(candidateId, { notes, others });
		return notes;
	}
}
