import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { requiredText } from '../../../shared/parameters';
import { customFieldProperties, setCustomFields } from '../customFields';
import type { Operation, Run } from '../operation';
import { applicationId } from './applicationId';

export const option: Operation['option'] = {
	name: 'Set Custom Fields',
	action: 'Set custom fields of an application',
	description: 'Set custom fields of an application, such as a score, status, or link',
};

export const properties: INodeProperties[] = [applicationId, ...customFieldProperties];

/** Writes can't be undone, so a failure must not keep the other items from being processed. */
export const finishesAll = true;

/** @returns `{applicationId, customFields}`; see `setCustomFields` */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const id = requiredText(run, applicationId, itemIndex);
	return await setCustomFields(run, itemIndex, {
		type: 'Application',
		id,
		idName: 'applicationId',
	});
}
