import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { WilloObject } from '../client/types';
import type { Run } from './operation';

export const returnAllOrLimit: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/**
 * The rows of a list that fit, as many as the item's Return All and Limit ask for.
 *
 * @param fits compares each row here, because a list may ignore a filter that it does not know
 */
export async function listedRows(
	{ context, client }: Run,
	itemIndex: number,
	resource: string,
	query: IDataObject,
	fits: (row: WilloObject) => boolean = () => true,
): Promise<WilloObject[]> {
	const all = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
	const limit = all ? Infinity : (context.getNodeParameter('limit', itemIndex, 50) as number);
	const found: WilloObject[] = [];
	for await (const row of client.rows(resource, query)) {
		if (fits(row)) found.push(row);
		if (found.length >= limit) break;
	}
	return found;
}
