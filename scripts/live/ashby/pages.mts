import type { IDataObject } from 'n8n-workflow';
import type { AshbyClient } from '../../../nodes/Ashby/client/client.ts';
import { PAGE_SIZE } from '../../../nodes/Ashby/client/client.ts';
import type { Application } from '../../../nodes/Ashby/client/types.ts';

export const MOST_PAGES = 3;

export async function pageOfApplications(client: AshbyClient, body: IDataObject) {
	return await client.call<Application[]>('application.list', { limit: PAGE_SIZE, ...body });
}

/** The rows of the first pages of a list, and its token if these are all pages. Takes at most MOST_PAGES requests. */
export async function firstPages<Row>(
	client: AshbyClient,
	method: string,
	body: IDataObject = {},
): Promise<{ rows: Row[]; token?: string }> {
	const rows: Row[] = [];
	let cursor = body.cursor;
	for (let pages = 0; pages < MOST_PAGES; pages++) {
		const page = await client.call<Row[]>(method, { limit: PAGE_SIZE, ...body, cursor });
		rows.push(...page.results);
		cursor = page.moreDataAvailable ? page.nextCursor : undefined;
		if (!cursor) return { rows, token: page.syncToken };
	}
	return { rows };
}
