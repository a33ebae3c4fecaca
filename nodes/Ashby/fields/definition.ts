import type { INodeParameterResourceLocator } from 'n8n-workflow';
import { textOf } from '../../shared/parameters';
import { withTitle } from '../client/metadata';
import type { CustomField, FeedbackForm, SelectableValue } from '../client/types';

/** A custom field, or a field of a form. */
export interface Field {
	/** What Ashby's API names it by: a custom field's ID, a form field's path. */
	key: string;
	title: string;
	/** As Ashby spells it, such as `Number` or `ValueSelect`. */
	type: string;
	/** What can be picked as its value; empty when anything can be entered, or when Ashby does not say. */
	choices: Choice[];
	/** Ashby refuses the form without it. */
	isRequired: boolean;
	/** Ashby takes some values of a form in another shape. */
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

/** The fields that a locator names: by title, or else by key. */
export function fieldsNamed(
	fields: Field[],
	{ mode, value }: Pick<INodeParameterResourceLocator, 'mode' | 'value'>,
): Field[] {
	const text = textOf(value);
	return mode === 'name' ? withTitle(fields, text) : fields.filter(({ key }) => key === text);
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
