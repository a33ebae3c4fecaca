import type { IDataObject } from 'n8n-workflow';
import { listedRows, returnAllOrLimit } from '../lists';
import type { Run } from '../operation';
import { shownFor, textParameter } from '../operation';

export const description = shownFor('interview', 'getAll', [
	...returnAllOrLimit,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
			{
				displayName: 'Search',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. Engineer',
				description: "Part of the title, of the owner's email or of the company's name",
			},
		],
	},
]);

/** The interviews that the key's user may see. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const search = textParameter(run, 'filters.search', itemIndex);
	return await listedRows(run, itemIndex, 'interviews', search ? { search } : {});
}
