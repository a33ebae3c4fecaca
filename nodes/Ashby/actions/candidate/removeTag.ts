import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Candidate } from '../../client/types';
import type { Operation, Run } from '../operation';
import { asItems } from '../operation';
import { writeInTestRuns, writesNothing } from '../parameters';
import { candidateId, candidateLocator } from './locator';
import { changeTag, namedTag, shownWith, tagLocator } from './tag';

export const option: Operation['option'] = {
	name: 'Remove Tag',
	action: 'Remove a tag from a candidate',
	description: 'Remove a tag from a candidate',
};

export const properties: INodeProperties[] = [
	candidateLocator,
	{ ...tagLocator, description: 'The tag to remove' },
	writeInTestRuns,
];

export const finishesAll = true;

/**
 * Removes a tag from a candidate. A tag given by name is looked up among the candidate's tags.
 *
 * @returns the updated candidate, in a test run as they would be
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const isTest = writesNothing(run, itemIndex);
	const id = await candidateId(run, itemIndex);
	const candidate = async () =>
		(await run.client.call<Candidate>('candidate.info', { id })).results;
	const tag = await namedTag(run, itemIndex, async () => (await candidate()).tags ?? []);
	if (isTest) return await shownWith(run, id, tag, false);
	if (tag.id === undefined) return asItems([await candidate()]);
	return asItems([await changeTag(run, 'candidate.removeTag', id, tag.id)]);
}
