import type { IDataObject } from 'n8n-workflow';
import { locatedKey, participantLocator } from '../locators';
import type { Run } from '../operation';
import { shownFor } from '../operation';

export const description = shownFor('participant', 'get', [participantLocator]);

/** The participant as Willo answers it, with the responses once there are any. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const key = await locatedKey(run, participantLocator, itemIndex);
	return [await run.client.get('participants', key)];
}
