import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { participantKey, participantLocator } from './locator';
import type { Operation, Run } from '../operation';

export const option: Operation['option'] = {
	name: 'Get',
	action: 'Get a participant',
	description: 'Get a participant with their responses',
};

export const properties: INodeProperties[] = [participantLocator];

/** The participant as Willo returns it, with the responses once there are any. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const key = participantKey(run, itemIndex);
	return [await run.client.get('participants', key)];
}
