import type { IDataObject } from 'n8n-workflow';
import { limitParameter } from '../../shared/parameters';
import type { WilloObject } from '../client/types';
import type { Run } from './operation';

/**
 * The rows of a list that fit, as many as the item's Return All and Limit ask for.
 *
 * @param fits compares each row here, because a list may ignore a filter that it does not know
 */
export async function listedRows(
	run: Run,
	itemIndex: number,
	resource: string,
	query: IDataObject,
	fits: (row: WilloObject) => boolean = () => true,
): Promise<WilloObject[]> {
	const limit = limitParameter(run, itemIndex);
	const found: WilloObject[] = [];
	for await (const row of run.client.rows(resource, query)) {
		if (fits(row)) found.push(row);
		if (found.length >= limit) break;
	}
	return found;
}
