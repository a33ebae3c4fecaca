import type { IDataObject, INodeProperties } from 'n8n-workflow';
import {
	filtersField,
	limitParameter,
	returnAllAndLimit,
	textParameter,
} from '../../../shared/node/parameters';
import type { Operation, Run } from '../operation';

export const option: Operation['option'] = {
	name: 'Get Many',
	action: 'Get many interviews',
	description: 'Get many interviews that the API key can access',
};

export const properties: INodeProperties[] = [
	...returnAllAndLimit,
	{
		...filtersField,
		options: [
			{
				displayName: 'Search',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. Engineer',
				description:
					"Only return interviews with this text in their title, owner's email, or company name",
			},
		],
	},
];

/** The interviews that the key's user can see. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const search = textParameter(run, 'filters.search', itemIndex);
	const limit = limitParameter(run, itemIndex);
	return await run.client.firstRows('interviews', limit, search ? { search } : {});
}
