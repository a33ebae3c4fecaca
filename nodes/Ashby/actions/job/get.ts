import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { requiredText } from '../../../shared/node/parameters';
import { jobWithFields } from '../../customFields/ofJob';
import type { Operation, Run } from '../operation';
import { asItems } from '../operation';
import { jobLocator } from './locator';

export const option: Operation['option'] = {
	name: 'Get',
	action: 'Get a job',
	description: 'Get a job with its custom fields',
};

export const properties: INodeProperties[] = [jobLocator];

/** One job as `job.info` returns it, but with `customFields` as an object by title. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	return asItems([await jobWithFields(run.client, requiredText(run, jobLocator, itemIndex))]);
}
