import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Operation, Run } from '../operation';
import { asItems } from '../operation';
import { writeInTestRuns, writesNothing } from '../parameters';
import { candidateId, candidateLocator } from './locator';
import { changeTag, namedTag, shownWith, tagLocator } from './tag';
import { itemError, optionsField } from '../../../shared/node/parameters';

export const option: Operation['option'] = {
	name: 'Add Tag',
	action: 'Add a tag to a candidate',
	description: "Add a tag to a candidate who doesn't have it yet",
};

export const properties: INodeProperties[] = [
	candidateLocator,
	{ ...tagLocator, description: 'The tag to add' },
	writeInTestRuns,
	{
		...optionsField,
		options: [
			{
				displayName: 'Create If Not Found',
				name: 'createIfNotFound',
				type: 'boolean',
				default: false,
				description:
					"Whether to create the tag in Ashby if 'Tag' is set by name and no tag has that name. The API key needs the hiringProcessMetadataWrite permission.",
			},
		],
	},
];

export const finishesAll = true;

/**
 * Adds a tag to a candidate, and creates the tag first if requested.
 *
 * @returns the updated candidate, in a test run as they would be
 * @throws NodeOperationError if no tag has this name and none may be created
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	const { context, metadata } = run;
	const isTest = writesNothing(run, itemIndex);
	const id = await candidateId(run, itemIndex);
	const tag = await namedTag(run, itemIndex, async () => await metadata.tags());
	const creates = context.getNodeParameter('options.createIfNotFound', itemIndex, false) === true;
	if (tag.id === undefined && !creates) {
		throw itemError(
			run,
			itemIndex,
			`No tag in Ashby is called '${tag.title}'`,
			"Create the tag in Ashby, select another one from the list in 'Tag', or turn on 'Create If Not Found'. Archived tags can't be found",
		);
	}
	if (isTest) return await shownWith(run, id, tag, true);
	const tagId = tag.id ?? (await metadata.createTag(tag.title)).id;
	return asItems([await changeTag(run, 'candidate.addTag', id, tagId)]);
}
