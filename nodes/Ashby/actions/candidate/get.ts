import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { AshbyClient } from '../../client/client';
import type { Candidate } from '../../client/types';
import { asItems, showFor } from '../parameters';
import { candidateId, candidateLocator } from './locator';
import { allNotesOf } from './notes';

const displayOptions = showFor('candidate', 'get');

export const description: INodeProperties[] = [
	candidateLocator(displayOptions),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions,
		options: [
			{
				displayName: 'Include Notes',
				name: 'includeNotes',
				type: 'boolean',
				default: false,
				description: 'Whether to also return the candidate’s notes, under <code>notes</code>',
			},
		],
	},
];

/** One candidate, as `candidate.info` tells them, with their notes if wanted. */
export async function execute(
	this: IExecuteFunctions,
	client: AshbyClient,
	itemIndex: number,
): Promise<IDataObject[]> {
	const id = await candidateId(this, client, itemIndex);
	const { results } = await client.call<Candidate>('candidate.info', { id });
	const includeNotes = this.getNodeParameter('options.includeNotes', itemIndex, false) === true;
	return asItems([includeNotes ? { ...results, notes: await allNotesOf(client, id) } : results]);
}
