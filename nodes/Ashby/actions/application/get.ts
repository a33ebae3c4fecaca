import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { AshbyClient } from '../../client/client';
import type { ApplicationWithHistory } from '../../client/types';
import { asItems, requiredText, showFor } from '../parameters';
import { applicationId } from './applicationId';

export const description: INodeProperties[] = [applicationId(showFor('application', 'get'))];

/** One application with its history, as `application.info` tells it. */
export async function execute(
	this: IExecuteFunctions,
	client: AshbyClient,
	itemIndex: number,
): Promise<IDataObject[]> {
	const id = requiredText(this, itemIndex, 'applicationId', 'Application ID');
	const { results } = await client.call<ApplicationWithHistory>('application.info', {
		applicationId: id,
	});
	return asItems([results]);
}
