import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Operation, Run } from '../operation';
import { asItems } from '../operation';
import { candidateId, candidateLocator } from './locator';
import { allNotesOf } from '../../client/notes';

export const option: Operation['option'] = {
	name: 'Get Notes',
	action: 'Get candidate notes',
	description: 'Get all notes of a candidate',
};

export const properties: INodeProperties[] = [candidateLocator];

/** All notes of one candidate, each with the candidate's ID, which Ashby's notes don't include. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const id = await candidateId(run, itemIndex);
	const notes = await allNotesOf(run.client, id);
	return asItems(notes.map((note) => ({ ...note, candidateId: id })));
}
