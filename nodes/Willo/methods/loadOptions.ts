import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { askForEditor, byTitle } from '../../shared/node/editor';
import { willoClient } from '../client/client';
import { interviewItem } from './listSearch';

/** All interviews in alphabetical order, for a list of options. */
export async function getInterviews(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await askForEditor(this, willoClient, async (client) => {
		const interviews = await client.firstRows('interviews', Infinity);
		const options = interviews.map((interview) => {
			const { name, value } = interviewItem(interview);
			return { name, value };
		});
		return options.sort((one, other) => byTitle(one.name, other.name));
	});
}
