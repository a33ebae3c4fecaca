import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { AshbyClient } from '../../client/client';
import { PAGE_SIZE } from '../../client/client';
import type { Note } from '../../client/types';
import { asItems, showFor } from '../parameters';
import { candidateId, candidateLocator } from './locator';

export const description: INodeProperties[] = [candidateLocator(showFor('candidate', 'getNotes'))];

/** All notes of one candidate, each with the candidate's id, which Ashby's notes do not carry. */
export async function execute(
	this: IExecuteFunctions,
	client: AshbyClient,
	itemIndex: number,
): Promise<IDataObject[]> {
	const id = await candidateId(this, client, itemIndex);
	const notes: object[] = [];
	const rows = client.rows<Note>('candidate.listNotes', { candidateId: id, limit: PAGE_SIZE });
	for await (const note of rows) notes.push({ ...note, candidateId: id });
	return asItems(notes);
}
