import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ApplicationWithHistory } from '../../client/types';
import type { Operation, Run } from '../operation';
import { asItems } from '../operation';
import { applicationId, applicationLocator } from './locator';

export const option: Operation['option'] = {
	name: 'Get',
	action: 'Get an application',
	description: 'Get an application with its stage history',
};

export const properties: INodeProperties[] = [applicationLocator];

/** One application with its history, as `application.info` returns it. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { results } = await run.client.call<ApplicationWithHistory>('application.info', {
		applicationId: await applicationId(run, itemIndex),
	});
	return asItems([results]);
}
