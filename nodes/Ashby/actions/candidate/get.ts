import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Candidate } from '../../client/types';
import type { Operation, Run } from '../operation';
import { asItems } from '../operation';
import { candidateId, candidateLocator } from './locator';
import { allNotesOf } from '../../client/notes';
import { optionsField } from '../../../shared/node/parameters';

export const option: Operation['option'] = {
	name: 'Get',
	action: 'Get a candidate',
	description: 'Get a candidate by ID, email, or URL',
};

export const properties: INodeProperties[] = [
	candidateLocator,
	{
		...optionsField,
		options: [
			{
				displayName: 'Include Notes',
				name: 'includeNotes',
				type: 'boolean',
				default: false,
				description: "Whether to also return the candidate's notes in <code>notes</code>",
			},
		],
	},
];

/** One candidate, as `candidate.info` returns them, with their notes if requested. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { client, context } = run;
	const id = await candidateId(run, itemIndex);
	const { results } = await client.call<Candidate>('candidate.info', { id });
	const includeNotes = context.getNodeParameter('options.includeNotes', itemIndex, false) === true;
	return asItems([includeNotes ? { ...results, notes: await allNotesOf(client, id) } : results]);
}
