import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { chosenInterview, interviewLocator } from './locator';
import type { Operation, Run } from '../operation';

export const option: Operation['option'] = {
	name: 'Get',
	action: 'Get an interview',
	description: 'Get an interview with its questions and settings',
};

export const properties: INodeProperties[] = [interviewLocator];

/** The interview as Willo returns it. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { key } = await chosenInterview(run, itemIndex);
	return [await run.client.get('interviews', key)];
}
