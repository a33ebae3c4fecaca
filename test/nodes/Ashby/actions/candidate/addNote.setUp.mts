import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { ContextOptions } from '../../../../support/nodeWorkflow.mts';
import { ada, locator, useAda } from '../../setUp.mts';

/** The ID of nobody. */
export const UNKNOWN = '00000000-0000-4000-8000-000000000000';

/** The parameter `candidate` in one of its modes. */
export const by = (mode: string, value: string): INodeParameters => ({
	candidate: locator(mode, value),
});

/** Call it at the top of a test file: a local Ashby with the candidate Ada, and ways to write notes. */
export function setUpAddNote() {
	const setUp = useAda();

	/** The parameters of an Add Note for Ada. */
	const addNote = (parameters: INodeParameters): INodeParameters => ({
		...{ resource: 'candidate', operation: 'addNote', note: 'Invited to the video interview' },
		...by('id', ada.id),
		...parameters,
	});

	return {
		setUp,
		addNote,
		/** Runs it, by default for one empty item in a published workflow. */
		write: async (given: INodeParameters, how?: ContextOptions, items?: IDataObject[]) =>
			await setUp.rows(addNote(given), how, items),
		notes: (id = ada.id) => setUp.sandbox.notesOf(id),
		/** The contents of a candidate's notes. */
		contents: (id = ada.id) => setUp.sandbox.notesOf(id).map(({ content }) => content),
		/** How many requests went to an endpoint. */
		count: (method: string) => setUp.sent(method).length,
	};
}
