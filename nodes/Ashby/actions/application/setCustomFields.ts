import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { customFieldProperties, setCustomFields } from '../customFields';
import type { Operation, Run } from '../operation';
import { applicationId, applicationLocator } from './locator';

export const option: Operation['option'] = {
	name: 'Set Custom Fields',
	action: 'Set custom fields of an application',
	description: 'Set custom fields of an application, such as a score, status, or link',
};

export const properties: INodeProperties[] = [applicationLocator, ...customFieldProperties];

export const finishesAll = true;

/** @returns `{applicationId, customFields}`; see `setCustomFields` */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const id = await applicationId(run, itemIndex);
	return await setCustomFields(run, itemIndex, 'Application', id);
}
