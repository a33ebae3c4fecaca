import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { askForEditor, choiceName } from '../../shared/node/editor';
import { willoClient } from '../client/client';
import { readInterview } from '../client/interview';
import { readParticipant } from '../client/participant';
import type { WilloObject } from '../client/types';

/** One page of interviews for a resource locator, searched by Willo. */
export async function searchInterviews(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await askForEditor(this, willoClient, async (client) => {
		const query = filter?.trim() ? { search: filter.trim() } : {};
		const page = await client.page('interviews', query, paginationToken);
		if (page.rows.length === 0 && !filter?.trim() && !paginationToken) {
			throw new NodeOperationError(
				this.getNode(),
				'This API key has no access to any interviews. Create one in Willo, or use the key of an Admin',
			);
		}
		return { results: page.rows.map(interviewItem), paginationToken: page.next };
	});
}

/** The maximum number of pages to read in a search, because Willo may not search itself. */
const MOST_PAGES = 10;

/** Participants for a resource locator. Names and emails are also compared here. */
export async function searchParticipants(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const wanted = filter?.trim().toLowerCase() ?? '';
	const query = wanted ? { search: wanted } : {};
	return await askForEditor(this, willoClient, async (client) => {
		const results: INodeListSearchItems[] = [];
		let next = paginationToken;
		let pages = 0;
		do {
			const page = await client.page<WilloObject>('participants', query, next);
			next = page.next;
			for (const row of page.rows) {
				const { key, name, email } = readParticipant(row);
				const shown = [name, email].filter(Boolean).join(', ') || key;
				if (key && shown?.toLowerCase().includes(wanted)) results.push({ name: shown, value: key });
			}
		} while (results.length === 0 && next !== undefined && ++pages < MOST_PAGES);
		return { results, paginationToken: next };
	});
}

/** An interview as an item in a list, with its company or owner. */
export function interviewItem(raw: WilloObject): InterviewItem {
	const { key, title, company, owner, inviteLink } = readInterview(raw);
	return {
		name: choiceName(title ?? String(key), company ?? owner ?? undefined),
		value: String(key),
		...(inviteLink ? { url: inviteLink } : {}),
	};
}

interface InterviewItem extends INodeListSearchItems {
	value: string;
}
