import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { askForEditor } from '../../shared/editor';
import { ashbyClient } from '../client/client';
import type { ArchiveReason } from '../client/types';

/** The reasons that can be given for archiving an application. */
export async function getArchiveReasons(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await askForEditor(this, ashbyClient, async (client) => {
		const { results } = await client.call<ArchiveReason[]>('archiveReason.list');
		return results
			.filter(({ isArchived }) => !isArchived)
			.map(({ id, text }) => ({ name: text, value: id }))
			.sort((a, b) => a.name.localeCompare(b.name));
	});
}
