import type { IDataObject, INodeParameterResourceLocator, NodeOperationError } from 'n8n-workflow';
import { advising, needingAttention } from '../../../shared/api/failure';
import { inTurn } from '../../../shared/inTurn';
import { itemError, textOf, textParameter } from '../../../shared/node/parameters';
import type { CustomField } from '../../client/types';
import type { WantedChoice } from '../../customFields/choices';
import { changesTo, distinct } from '../../customFields/choices';
import { named } from '../../client/metadata';
import type { Operation, Run } from '../operation';
import { writesNothing } from '../parameters';
import { fieldLocator } from './setChoicesFields';

export { properties } from './setChoicesFields';

export const option: Operation['option'] = {
	name: 'Set Choices',
	action: 'Set the choices of a custom field',
	description: 'Set all choices of a select field at once, from all items',
};

/**
 * Makes the items the choices of a select field. It runs once for all items, with the first one: Ashby archives the
 * choices that a request leaves out, so requests for single items would archive each other's choices. Nothing is sent
 * if nothing changes.
 *
 * `customField.create` and `customField.updateSelectableValues` need hiringProcessMetadataWrite. That omitted values are
 * archived is documented by Ashby, the names in both bodies only by third-party catalogs.
 *
 * @returns `{customFieldId, title, created, added, renamed, archived, choices}`, in a test run what would be changed
 * @throws NodeOperationError that a person must see if the list is empty or incomplete, or would archive more than half;
 *   or that names the field if it can't be found or has no choices
 */
export async function execute(run: Run, itemIndex: number): Promise<IDataObject[]> {
	if (itemIndex > 0) return [];
	const { context } = run;
	const isTest = writesNothing(run, 0);
	const wanted = distinct(wantedChoices(run));
	const objectType = textParameter(run, 'objectType', 0);
	const locator = context.getNodeParameter('customField', 0) as INodeParameterResourceLocator;
	return await inTurn(`choices of ${objectType} ${textOf(locator)}`, set);

	async function set(): Promise<IDataObject[]> {
		const existing = await existingField(run, objectType, locator);
		const changes = changesTo(existing?.selectableValues ?? [], wanted);
		const { added, renamed, archived, before, selectableValues } = changes;
		refuseToArchive(run, existing, archived.length, before);
		const field = existing ?? (isTest ? undefined : await create(run, objectType, textOf(locator)));
		const isChanged = added.length + renamed.length + archived.length > 0;
		if (field && isChanged && !isTest) {
			await run.client
				.call('customField.updateSelectableValues', {
					customFieldId: field.id,
					selectableValues: selectableValues as unknown as IDataObject[],
				})
				.catch(advised);
		}
		return [
			{
				...(isTest && { testRun: true }),
				customFieldId: field?.id ?? null,
				title: field?.title ?? textOf(locator),
				created: !existing,
				added: added as unknown as IDataObject[],
				renamed,
				archived: archived as unknown as IDataObject[],
				choices: wanted.length,
			},
		];
	}
}

/** @throws NodeOperationError if any item has no label or value */
function wantedChoices(run: Run): WantedChoice[] {
	const { context } = run;
	const wanted = context.getInputData().map((_item, index) => ({
		label: textParameter(run, 'label', index),
		value: textParameter(run, 'value', index),
		detail: textParameter(run, 'options.detail', index),
	}));
	const incomplete = wanted.findIndex(({ label, value }) => !label || !value);
	if (incomplete >= 0) {
		const empty = wanted[incomplete].label ? 'Value' : 'Label';
		throw unchanged(
			run,
			`The list of choices is ${wanted.length > 1 ? 'incomplete' : 'empty'}: '${empty}' is empty for item ${incomplete}`,
			'Check the step that returns the list, and the expressions in this node',
		);
	}
	// Each run of a loop would archive the choices of the others.
	if (Number(context.evaluateExpression('{{ $runIndex }}', 0)) > 0) {
		throw unchanged(
			run,
			"'Set Choices' needs all choices at once, but runs again with other items",
			"Connect it to the output 'done' of the loop",
		);
	}
	return wanted;
}

function refuseToArchive(
	run: Run,
	field: CustomField | undefined,
	archived: number,
	before: number,
): void {
	if (!field || run.context.getNodeParameter('options.archiveMoreThanHalf', 0, false)) return;
	const allow = "To change the choices anyway, turn on the option 'Archive More Than Half'";
	if (!field.selectableValues) {
		throw unchanged(
			run,
			`Ashby doesn't list the existing choices of '${field.title}', so it can't be checked how many would be archived`,
			allow,
		);
	}
	if (archived * 2 <= before) return;
	throw unchanged(
		run,
		`${archived} of ${before} choices of '${field.title}' would be archived`,
		`Check that the list is complete, for example that 'Return All' is on in the step that returns it. ${allow}`,
	);
}

/** @returns undefined if it has to be created */
async function existingField(
	run: Run,
	objectType: string,
	locator: INodeParameterResourceLocator,
): Promise<CustomField | undefined> {
	const name = textOf(locator);
	const { displayName } = fieldLocator;
	if (!name) throw unchanged(run, `'${displayName}' is empty`, 'Select the field to set');
	const all = await run.metadata.customFields(objectType).catch(advised);
	const [found, ...others] = named(all, locator.mode, name, ({ id }) => id);
	const creates = run.context.getNodeParameter('options.createIfNotFound', 0, false) === true;
	if (others.length > 0) {
		throw unchanged(
			run,
			`${others.length + 1} fields of ${objectType.toLowerCase()}s are called '${name}'`,
			`Select the right one from the list in '${displayName}'`,
		);
	}
	if (!found && !(creates && locator.mode === 'name')) {
		throw unchanged(
			run,
			`No field of ${objectType.toLowerCase()}s is called '${name}'`,
			`Select another one in '${displayName}'. Or choose By Name and turn on the option 'Create If Not Found'. Private fields need "Allow access to non-offer private fields" on the API key`,
		);
	}
	if (found && !found.fieldType.endsWith('ValueSelect')) {
		throw unchanged(
			run,
			`'${found.title}' is a field of the type ${found.fieldType}, which has no choices`,
			`Select a field of the type ValueSelect in '${displayName}', or rename this one in Ashby → Admin → Custom Fields and let this node create it`,
		);
	}
	return found;
}

async function create(run: Run, objectType: string, title: string): Promise<CustomField> {
	const body = { title, fieldType: 'ValueSelect', objectType };
	const { results } = await run.client.call<CustomField>('customField.create', body).catch(advised);
	return results;
}

function unchanged(run: Run, message: string, advice: string): NodeOperationError {
	return needingAttention(itemError(run, 0, message, `No choices were changed. ${advice}`));
}

const BY_HAND =
	'Or make it a text or URL field in Ashby → Admin → Custom Fields without this node, and let people enter the values themselves';

const advised = advising(({ advice, kind, outcomeUnknown }) => {
	if (outcomeUnknown) {
		return `${advice}. The field may have been created anyway. Run this again: it is looked for first`;
	}
	return (kind === 'permission' || kind === 'refused') && `${advice}. ${BY_HAND}`;
});
