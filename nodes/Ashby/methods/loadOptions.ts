import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { askForEditor } from '../../shared/node/editor';
import { ashbyClient, PAGE_SIZE } from '../client/client';
import type { ArchiveReason, User } from '../client/types';

/** The reasons for archiving an application. */
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

/** The users who can be credited with feedback. */
export async function getUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await askForEditor(this, ashbyClient, async (client) => {
		const users: INodePropertyOptions[] = [];
		for await (const user of client.rows<User>('user.list', { limit: PAGE_SIZE })) {
			const name = `${user.firstName} ${user.lastName}`;
			users.push({ name: user.email ? `${name} (${user.email})` : name, value: user.id });
		}
		return users.sort((a, b) => a.name.localeCompare(b.name));
	});
}
