import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { AshbyClient } from '../../client/client';
import { asItems, showFor } from '../parameters';
import { candidateId, candidateLocator } from './locator';
import { allNotesOf } from './notes';

export const description: INodeProperties[] = [candidateLocator(showFor('candidate', 'getNotes'))];

/** All notes of one candidate, each with the candidate's id, which Ashby's notes do not carry. */
export async function execute(
	this: IExecuteFunctions,
	client: AshbyClient,
	itemIndex: number,
): Promise<IDataObject[]> {
	const id = await candidateId(this, client, itemIndex);
	const notes = await allNotesOf(client, id);
	return asItems(notes.map((note) => ({ ...note, candidateId: id })));
}
