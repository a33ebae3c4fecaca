import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { AshbyClient } from '../../client/client';
import type { Candidate } from '../../client/types';
import { asItems, showFor } from '../parameters';
import { candidateId, candidateLocator } from './locator';

export const description: INodeProperties[] = [candidateLocator(showFor('candidate', 'get'))];

/** One candidate, as `candidate.info` tells them. */
export async function execute(
	this: IExecuteFunctions,
	client: AshbyClient,
	itemIndex: number,
): Promise<IDataObject[]> {
	const id = await candidateId(this, client, itemIndex);
	const { results } = await client.call<Candidate>('candidate.info', { id });
	return asItems([results]);
}
