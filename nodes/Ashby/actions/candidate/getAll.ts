import type { IDataObject, INodeProperties } from 'n8n-workflow';
import {
	itemError,
	limitParameter,
	returnAllAndLimit,
	textParameter,
} from '../../../shared/node/parameters';
import type { Candidate } from '../../client/types';
import type { Operation, Run } from '../operation';
import { asItems } from '../operation';
import { candidatesWithEmail } from './search';

export const option: Operation['option'] = {
	name: 'Get Many',
	action: 'Get many candidates',
	description: 'Get many candidates by email or name',
};

export const properties: INodeProperties[] = [
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		placeholder: 'e.g. ada@example.com',
		default: '',
		description: 'Only return candidates with exactly this email. Not case-sensitive.',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		placeholder: 'e.g. Ada Lovelace',
		default: '',
		hint: 'Enter an email, a name, or both',
		description:
			"Only return candidates whose name matches in Ashby's search. If you also enter an email, both must match.",
	},
	...returnAllAndLimit,
];

/** The candidates with an email or a name. Ashby's search returns at most 100. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { client } = run;
	const email = textParameter(run, 'email', itemIndex);
	const name = textParameter(run, 'name', itemIndex);
	if (!email && !name) {
		const message = "'Email' and 'Name' are both empty";
		throw itemError(run, itemIndex, message, 'Enter at least one of them');
	}
	const found = email
		? await candidatesWithEmail(client, email, name || undefined)
		: (await client.call<Candidate[]>('candidate.search', { name })).results;
	return asItems(found.slice(0, limitParameter(run, itemIndex)));
}
