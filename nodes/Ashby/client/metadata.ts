import { plain } from '../../shared/text';
import type { AshbyClient } from './client';
import { PAGE_SIZE } from './client';
import type { CustomField, FeedbackForm, Tag } from './types';

/**
 * The settings that an organization shares among all candidates: tags, custom fields, and feedback forms. Each
 * list is read once per run of the node, without archived entries.
 */
export class Metadata {
	private readonly known = new Map<string, unknown[]>();

	constructor(private readonly client: Pick<AshbyClient, 'call' | 'rows'>) {}

	async tags(): Promise<Tag[]> {
		return await this.all<Tag>('candidateTag.list');
	}

	/** If a tag with this title exists, Ashby returns it. */
	async createTag(title: string): Promise<Tag> {
		const { results } = await this.client.call<Tag>('candidateTag.create', { title });
		this.known.delete('candidateTag.list');
		return results;
	}

	/** @param objectType such as `Candidate`, as Ashby spells it */
	async customFields(objectType: string): Promise<CustomField[]> {
		const all = await this.all<CustomField>('customField.list');
		return all.filter((field) => field.objectType === objectType);
	}

	async feedbackForms(): Promise<FeedbackForm[]> {
		return await this.all<FeedbackForm>('feedbackFormDefinition.list');
	}

	private async all<T extends { isArchived?: boolean }>(method: string): Promise<T[]> {
		const known = this.known.get(method) as T[] | undefined;
		if (known) return known;
		const rows: T[] = [];
		for await (const row of this.client.rows<T>(method, { limit: PAGE_SIZE })) {
			if (!row.isArchived) rows.push(row);
		}
		this.known.set(method, rows);
		return rows;
	}
}

/**
 * The rows that a resource locator names by title, or the one with the key. Where it expects a key, an expression may
 * return a title.
 */
export function named<T extends { title: string }>(
	rows: T[],
	mode: string | undefined,
	given: string,
	keyOf: (row: T) => string,
): T[] {
	const withKey = mode === 'name' ? [] : rows.filter((row) => keyOf(row) === given);
	return withKey.length > 0 ? withKey : withTitle(rows, given);
}

/** The rows with this title, ignoring case and the kind and amount of white space. */
export function withTitle<T extends { title: string }>(rows: T[], title: string): T[] {
	return rows.filter((row) => plain(row.title) === plain(title));
}
