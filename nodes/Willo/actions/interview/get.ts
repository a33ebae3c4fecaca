import type { IDataObject } from 'n8n-workflow';
import { interviewLocator, locatedKey } from '../locators';
import type { Run } from '../operation';
import { shownFor } from '../operation';

export const description = shownFor('interview', 'get', [interviewLocator]);

/** The interview as Willo answers it. */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const key = await locatedKey(run, interviewLocator, itemIndex);
	return [await run.client.get('interviews', key)];
}
