import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { customFieldProperties, setCustomFields } from '../customFields';
import type { Operation, Run } from '../operation';
import { candidateId, candidateLocator } from './locator';

export const option: Operation['option'] = {
	name: 'Set Custom Fields',
	action: 'Set custom fields of a candidate',
	description: 'Set custom fields of a candidate, such as a score, status, or link',
};

export const properties: INodeProperties[] = [candidateLocator, ...customFieldProperties];

export const finishesAll = true;

/** @returns `{candidateId, customFields}`; see `setCustomFields` */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const id = await candidateId(run, itemIndex);
	return await setCustomFields(run, itemIndex, 'Candidate', id);
}
