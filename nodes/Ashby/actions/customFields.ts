import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { advising } from '../../shared/api/failure';
import { customFieldAsField } from '../customFields/definition';
import { fieldRows, fieldValues } from './fieldRows';
import type { Run } from './operation';
import { writeInTestRuns, writesNothing } from './parameters';
import { itemError, optionsField } from '../../shared/node/parameters';

export const customFieldProperties: INodeProperties[] = [
	fieldRows(
		{ displayName: 'By ID', placeholder: 'e.g. 650e5f74-32db-4a0a-b61b-b9afece05023' },
		{ fields: 'searchCustomFields', values: 'searchCustomFieldValues' },
	),
	writeInTestRuns,
	{
		...optionsField,
		options: [
			{
				displayName: 'Clear If Empty',
				name: 'clearIfEmpty',
				type: 'boolean',
				default: false,
				description:
					'Whether to clear fields whose value is empty. Otherwise, these fields stay unchanged.',
			},
		],
	},
];

/**
 * Sets custom fields of one object in one request. Setting them again changes nothing.
 *
 * @param type of the object, as Ashby spells it
 * @returns the updated fields, in a test run as they would be
 * @throws NodeOperationError that names the field if it doesn't exist or its value is invalid
 */
export async function setCustomFields(
	run: Run,
	itemIndex: number,
	type: 'Application' | 'Candidate',
	id: string,
): Promise<IDataObject[]> {
	const { client, context, metadata } = run;
	const isTest = writesNothing(run, itemIndex);
	const all = await metadata.customFields(type);
	const fields = all.map(customFieldAsField);
	const filledIn = fieldValues(
		run,
		itemIndex,
		fields,
		`for ${type.toLowerCase()}s`,
		'Create the field in Ashby → Admin → Custom Fields, or select another one in \'Field\'. Private fields need "Allow access to non-offer private fields" on the API key',
	);
	if (filledIn.length === 0) {
		throw itemError(run, itemIndex, "'Fields' is empty", 'Add a field and select it');
	}
	const clears = context.getNodeParameter('options.clearIfEmpty', itemIndex, false) === true;
	const values = filledIn
		.filter(({ value }) => clears || value !== null)
		.map(({ field: { key, title }, value }) => ({ title, fieldId: key, fieldValue: value }));
	const named = { [`${type.toLowerCase()}Id`]: id };
	if (isTest) {
		const customFields = values.map(({ fieldId, title, fieldValue }) => {
			const field = all.find(({ id }) => id === fieldId);
			const label = (value: unknown) =>
				field?.selectableValues?.find((choice) => choice.value === value)?.label;
			const labels = Array.isArray(fieldValue) ? fieldValue.map(label) : label(fieldValue);
			return {
				id: fieldId,
				title,
				isPrivate: field?.isPrivate ?? false,
				value: fieldValue,
				...(field?.fieldType.endsWith('ValueSelect') && { valueLabel: labels ?? null }),
			};
		});
		return [{ ...named, customFields: customFields as IDataObject[], testRun: true }];
	}
	if (values.length === 0) return [{ ...named, customFields: [] }];
	const { results } = await client
		.call<IDataObject[]>('customField.setValues', {
			objectId: id,
			objectType: type,
			values: values.map(({ fieldId, fieldValue }) => ({ fieldId, fieldValue })) as IDataObject[],
		})
		.catch(
			advising(({ code }) => {
				const titles = values.map(({ title }) => `'${title}'`).join(', ');
				return code === 'invalid_input' && `Check the values of ${titles}`;
			}),
		);
	return [{ ...named, customFields: results }];
}
