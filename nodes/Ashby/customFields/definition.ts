import type { INodeParameterResourceLocator } from 'n8n-workflow';
import { textOf } from '../../shared/node/parameters';
import { named } from '../client/metadata';
import type { CustomField, FeedbackForm, SelectableValue } from '../client/types';

/** A custom field, or a field of a form. */
export interface Field {
	/** Identifies it in Ashby's API: the ID of a custom field, or the path of a form field. */
	key: string;
	title: string;
	/** As Ashby spells it, such as `Number` or `ValueSelect`. */
	type: string;
	/** The values to select from; empty if any value is allowed or Ashby doesn't list them. */
	choices: Choice[];
	/** Whether Ashby refuses the form without it. */
	isRequired: boolean;
	/** Ashby expects some values in another shape in forms. */
	isOfForm: boolean;
}

export interface Choice {
	label: string;
	value: string;
}

export function customFieldAsField({ id, title, fieldType, selectableValues }: CustomField): Field {
	return {
		key: id,
		title,
		type: fieldType,
		choices: choicesOf(fieldType, selectableValues),
		isRequired: false,
		isOfForm: false,
	};
}

/** The fields of a form, section after section. */
export function fieldsOfForm({ formDefinition }: FeedbackForm): Field[] {
	return (formDefinition.sections ?? []).flatMap(({ fields }) =>
		fields.map(({ isRequired, field: { path, title, type, selectableValues } }) => ({
			key: path,
			title,
			type,
			choices: choicesOf(type, selectableValues),
			isRequired,
			isOfForm: true,
		})),
	);
}

/** The fields that match a locator, by title or by key. */
export function fieldsNamed(fields: Field[], locator: INodeParameterResourceLocator): Field[] {
	return named(fields, locator.mode, textOf(locator), ({ key }) => key);
}

function choicesOf(type: string, selectable: SelectableValue[] | null | undefined): Choice[] {
	if (type === 'Boolean') {
		return [
			{ label: 'Yes', value: 'true' },
			{ label: 'No', value: 'false' },
		];
	}
	// Whole numbers (Ashby's description of applicationFeedback.submit).
	if (type === 'Score') return ['1', '2', '3', '4'].map((value) => ({ label: value, value }));
	return (selectable ?? [])
		.filter(({ isArchived }) => !isArchived)
		.map(({ label, value }) => ({ label, value }));
}
