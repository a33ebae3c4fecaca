import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodeParameterResourceLocator,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { askForEditor } from '../../shared/node/editor';
import { textOf } from '../../shared/node/parameters';
import { plain } from '../../shared/text';
import { ashbyClient } from '../client/client';
import { Metadata, named } from '../client/metadata';
import type { Field } from '../customFields/definition';
import { customFieldAsField, fieldsNamed, fieldsOfForm } from '../customFields/definition';

const TYPE_LABELS: Record<string, string> = {
	MultiValueSelect: 'Multi-Select',
	RichText: 'Text',
	String: 'Text',
	Url: 'URL',
	ValueSelect: 'Select',
};

type Editor = ILoadOptionsFunctions;
type Found = Promise<INodeListSearchResult>;

/** The tags that can be added to candidates. */
export async function searchTags(this: Editor, filter?: string): Found {
	return titled(await fromMetadata(this, async (metadata) => await metadata.tags()), filter);
}

/** The custom fields of the node's resource, or of the selected object, each with its type. */
export async function searchCustomFields(this: Editor, filter?: string): Found {
	return matching((await customFields(this)).map(fieldItem), filter);
}

/** The values of the custom field that is selected in the same row. */
export async function searchCustomFieldValues(this: Editor, filter?: string): Found {
	return matching(await choiceItems(this, customFields), filter);
}

export async function searchFeedbackForms(this: Editor, filter?: string): Found {
	const forms = await fromMetadata(this, async (metadata) => await metadata.feedbackForms());
	return titled(forms, filter);
}

/** The fields of the form in the parameter `feedbackForm`, each with its type. */
export async function searchFeedbackFields(this: Editor, filter?: string): Found {
	return matching((await formFields(this)).map(fieldItem), filter);
}

/** The values of the form field that is selected in the same row. */
export async function searchFeedbackValues(this: Editor, filter?: string): Found {
	return matching(await choiceItems(this, formFields), filter);
}

async function customFields(context: Editor): Promise<Field[]> {
	const isOfApplication = context.getCurrentNodeParameter('resource') === 'application';
	const objectType =
		textOf(context.getCurrentNodeParameter('objectType')) ||
		(isOfApplication ? 'Application' : 'Candidate');
	const fields = await fromMetadata(
		context,
		async (metadata) => await metadata.customFields(objectType),
	);
	return fields.map(customFieldAsField);
}

async function formFields(context: Editor): Promise<Field[]> {
	const { mode, value } = (context.getCurrentNodeParameter('feedbackForm') ??
		{}) as Partial<INodeParameterResourceLocator>;
	const name = textOf(value);
	if (!name) {
		throw new NodeOperationError(context.getNode(), 'Select a feedback form first', {
			description: "This list shows the form's fields",
		});
	}
	const forms = await fromMetadata(context, async (metadata) => await metadata.feedbackForms());
	return named(forms, mode, name, ({ id }) => id).flatMap(fieldsOfForm);
}

async function fromMetadata<T>(
	context: Editor,
	ask: (metadata: Metadata) => Promise<T>,
): Promise<T> {
	return await askForEditor(
		context,
		ashbyClient,
		async (client) => await ask(new Metadata(client)),
	);
}

function fieldInRow(context: Editor): INodeParameterResourceLocator {
	const locator = context.getCurrentNodeParameter('&field') as
		INodeParameterResourceLocator | undefined;
	if (locator && textOf(locator)) return locator;
	throw new NodeOperationError(context.getNode(), 'Select a field first', {
		description:
			"This list shows the field's values. To enter a value without the list, choose By Value",
	});
}

/** The values of the field that is selected in the same row. */
async function choiceItems(
	context: Editor,
	fieldsIn: (context: Editor) => Promise<Field[]>,
): Promise<INodeListSearchItems[]> {
	const locator = fieldInRow(context);
	const [field] = fieldsNamed(await fieldsIn(context), locator);
	if (field?.choices.length)
		return field.choices.map(({ label, value }) => ({ name: label, value }));
	throw new NodeOperationError(
		context.getNode(),
		field ? `'${field.title}' has no values to list` : 'The field was not found in Ashby',
		{ description: 'Choose By Value and enter the value' },
	);
}

function fieldItem({ key, title, type, isRequired }: Field): INodeListSearchItems {
	return { name: `${title} (${typeLabel(type)}${isRequired ? ', required' : ''})`, value: key };
}

/** A readable name for one of Ashby's types. */
function typeLabel(type: string): string {
	return TYPE_LABELS[type] ?? type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

function titled(
	rows: Array<{ id: string; title: string }>,
	filter?: string,
): INodeListSearchResult {
	return matching(
		rows.map(({ id, title }) => ({ name: title, value: id })),
		filter,
	);
}

function matching(items: INodeListSearchItems[], filter = ''): INodeListSearchResult {
	return { results: items.filter(({ name }) => plain(name).includes(plain(filter))) };
}
