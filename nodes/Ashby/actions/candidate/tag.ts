import type { IDataObject, INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { ApiFailure } from '../../../shared/api/failure';
import { byId, byName, fromList, itemError, requiredText } from '../../../shared/node/parameters';
import { withTitle } from '../../client/metadata';
import type { Candidate, Tag } from '../../client/types';
import { isTitle } from '../../stageEntry/watchedStagesField';
import type { Run } from '../operation';

export const tagLocator: INodeProperties = {
	displayName: 'Tag',
	name: 'tag',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		fromList('searchTags', 'Select a tag…'),
		byName('e.g. Willo invited'),
		byId('e.g. 38430ede-5bd2-41fc-b474-87591cb98cbc'),
	],
};

/** The tag in the parameter `tag`: an ID, or a title with the ID of the tag if it exists. */
export type NamedTag = { id: string; title?: string } | { id: undefined; title: string };

/**
 * @param tags returns the tags to search for a title
 * @throws NodeOperationError if the parameter is empty or several tags have the title
 */
export async function namedTag(
	run: Run,
	itemIndex: number,
	tags: () => Promise<Tag[]>,
): Promise<NamedTag> {
	const given = requiredText(run, tagLocator, itemIndex);
	const { mode } = run.context.getNodeParameter('tag', itemIndex) as INodeParameterResourceLocator;
	if (!isTitle(mode, given)) return { id: given };
	const found = withTitle(await tags(), given);
	// Ashby doesn't allow two tags with the same title, but they may differ in case only.
	const exact = found.find(({ title }) => title === given);
	if (found.length > 1 && !exact) {
		const message = `${found.length} tags in Ashby are called '${given}'`;
		throw itemError(run, itemIndex, message, "Select the right one from the list in 'Tag'");
	}
	const tag = exact ?? found[0];
	return tag ? { id: tag.id, title: tag.title } : { id: undefined, title: given };
}

/**
 * Adds a tag to a candidate or removes it. Whether Ashby refuses to add an existing tag or to remove a missing
 * one isn't documented. If it does, the candidate is read and returned.
 *
 * @throws ApiFailure if the candidate then still lacks the tag, or still has it
 */
export async function changeTag(
	{ client }: Run,
	method: 'candidate.addTag' | 'candidate.removeTag',
	candidateId: string,
	tagId: string,
): Promise<Candidate> {
	return await client
		.call<Candidate>(method, { candidateId, tagId })
		.catch(async (failure: unknown) => {
			const isRefused = failure instanceof ApiFailure && failure.kind === 'refused';
			if (!isRefused) return await Promise.reject(failure);
			const isWanted = method === 'candidate.addTag';
			const asked = await client
				.call<Candidate>('candidate.info', { id: candidateId })
				.catch(() => undefined);
			const hasTag = asked?.results.tags?.some(({ id }) => id === tagId) ?? false;
			return asked && hasTag === isWanted ? asked : await Promise.reject(failure);
		})
		.then(({ results }) => results);
}

/** The candidate as they would be with or without a tag, for a test run. */
export async function shownWith(
	{ client }: Run,
	candidateId: string,
	{ id = null, title = null }: { id?: string | null; title?: string | null },
	isAdded: boolean,
): Promise<IDataObject[]> {
	const { results } = await client.call<Candidate>('candidate.info', { id: candidateId });
	const all = (results.tags ?? []).map((tag) => ({ ...tag }));
	const others = all.filter((tag) => tag.id !== id);
	const added = all.find((tag) => tag.id === id) ?? { id, title, isArchived: false };
	return [{ ...results, tags: isAdded ? [...others, added] : others, testRun: true }];
}
