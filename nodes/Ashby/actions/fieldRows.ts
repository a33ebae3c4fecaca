import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { byName, fromList, itemError, textOf } from '../../shared/node/parameters';
import type { Field } from '../customFields/definition';
import { fieldsNamed } from '../customFields/definition';
import { isEmpty, valueFor } from '../customFields/value';
import type { Run } from './operation';

/** A value for one field, as the editor keeps it. */
interface Row {
	field?: INodeParameterResourceLocator;
	value?: INodeParameterResourceLocator;
}

export interface FieldValue {
	field: Field;
	/** In the shape that Ashby expects; null if empty. */
	value: unknown;
}

/**
 * The rows 'Field' and 'Value' of an operation.
 *
 * @param idMode the mode for fields that aren't in the list
 * @param dependsOn the parameter that the list of fields depends on, if any
 * @param methods the names of the list searches for fields and for the values of the row's field
 */
export function fieldRows(
	idMode: { displayName: string; placeholder: string },
	methods: { fields: string; values: string },
	dependsOn?: string,
): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Field',
		default: { field: [{}] },
		required: true,
		options: [
			{
				displayName: 'Field',
				name: 'field',
				values: [
					{
						displayName: 'Field',
						name: 'field',
						type: 'resourceLocator',
						...(dependsOn ? { typeOptions: { loadOptionsDependsOn: [dependsOn] } } : {}),
						default: { mode: 'list', value: '' },
						required: true,
						description: 'The field to fill in',
						modes: [
							fromList(methods.fields, 'Select a field…'),
							byName('e.g. Willo Score'),
							{ ...idMode, name: 'id', type: 'string' },
						],
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'resourceLocator',
						// The list shows the values of the field in the same row.
						typeOptions: { loadOptionsDependsOn: ['&field.value'] },
						default: { mode: 'value', value: '' },
						description:
							'The value to fill in, which must match the type of the field. Separate the values of a multi-select field with commas.',
						modes: [
							{
								displayName: 'By Value',
								name: 'value',
								type: 'string',
								placeholder: 'e.g. 4',
							},
							fromList(methods.values, 'Select a value…'),
						],
					},
				],
			},
		],
	};
}

/**
 * The values of the item's rows, in the shape that Ashby expects. An empty row, such as one that was just added,
 * is left out.
 *
 * @param whose completes "No field … is called", such as `in the form 'Screening'`
 * @param advice what to do if a field doesn't exist
 * @throws NodeOperationError that names the field if it doesn't exist, is set twice, or has a value of the
 *   wrong type
 */
export function fieldValues(
	run: Run,
	itemIndex: number,
	fields: Field[],
	whose: string,
	advice: string,
): FieldValue[] {
	const wrong = (message: string, advice: string) => itemError(run, itemIndex, message, advice);
	const rows = run.context.getNodeParameter('fields.field', itemIndex, []) as Row[];
	const found: FieldValue[] = [];
	for (const { field: locator, value: { value: given } = { value: '' } } of rows) {
		const name = textOf(locator);
		if (!locator || !name) {
			if (isEmpty(given)) continue;
			throw wrong("'Field' is empty", 'Select the field that the value is for');
		}
		const [field, ...others] = fieldsNamed(fields, locator);
		if (!field) throw wrong(`No field ${whose} is called '${name}'`, advice);
		if (others.length > 0) {
			throw wrong(
				`${others.length + 1} fields ${whose} are called '${name}'`,
				"Select the right one from the list in 'Field'",
			);
		}
		if (found.some(({ field: { key } }) => key === field.key)) {
			throw wrong(`'${field.title}' is set twice`, "Delete one of its rows in 'Fields'");
		}
		found.push({ field, value: converted(field, given) });
	}
	return found;

	function converted(field: Field, given: unknown): unknown {
		if (isEmpty(given)) return null;
		const result = valueFor(field, given, run.context.getTimezone());
		if ('value' in result) return result.value;
		throw wrong(
			`'${field.title}' must be ${result.expected}. The value is ${JSON.stringify(given).slice(0, 100)}`,
			`Change 'Value' in the row for '${field.title}'. If it contains an expression, check what it returns for this item`,
		);
	}
}
