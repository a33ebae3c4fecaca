import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { AshbyClient } from '../../client/client';
import type { Candidate } from '../../client/types';
import { asItems, limitOf, returnAllAndLimit, showFor, textIn } from '../parameters';
import { candidatesWithEmail } from './search';

const displayOptions = showFor('candidate', 'getAll');

export const description: INodeProperties[] = [
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		placeholder: 'e.g. ada@example.com',
		default: '',
		displayOptions,
		description: 'Finds the candidates who have exactly this address, upper or lower case',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		placeholder: 'e.g. Ada Lovelace',
		default: '',
		displayOptions,
		description:
			'Finds the candidates whose name matches in Ashby’s search. With an email as well, both must match.',
	},
	...returnAllAndLimit('candidate'),
];

/** The candidates with an email or a name: at most 100, which is all that Ashby's search returns. */
export async function execute(
	this: IExecuteFunctions,
	client: AshbyClient,
	itemIndex: number,
): Promise<IDataObject[]> {
	const email = textIn(this.getNodeParameter('email', itemIndex, ''));
	const name = textIn(this.getNodeParameter('name', itemIndex, ''));
	if (!email && !name) {
		throw new NodeOperationError(
			this.getNode(),
			`'Email' and 'Name' are both empty [Item ${itemIndex}]`,
			{ itemIndex, description: 'Give at least one of them to look for' },
		);
	}
	const found = email
		? await candidatesWithEmail(client, email, name || undefined)
		: (await client.call<Candidate[]>('candidate.search', { name })).results;
	return asItems(found.slice(0, limitOf(this, itemIndex)));
}
