import type { ApiKey } from './types.mts';

/** The types of custom fields and of fields of forms, as the vendor's description lists them. */
export type FieldType =
	| 'Boolean'
	| 'CompensationRange'
	| 'Currency'
	| 'Date'
	| 'Email'
	| 'LongText'
	| 'MultiValueSelect'
	| 'Number'
	| 'NumberRange'
	| 'Phone'
	| 'RichText'
	| 'Score'
	| 'String'
	| 'UUID'
	| 'Url'
	| 'ValueSelect';

export interface SelectableValue {
	label: string;
	value: string;
	isArchived: boolean;
}

export interface CustomField {
	id: string;
	createdAt: string;
	title: string;
	objectType: 'Application' | 'Candidate' | 'Job' | 'Opening';
	fieldType: FieldType;
	isArchived: boolean;
	isPrivate: boolean;
	selectableValues: SelectableValue[];
}

export interface FormField {
	id: string;
	path: string;
	title: string;
	type: FieldType;
	isRequired: boolean;
	selectableValues: SelectableValue[];
}

export interface FeedbackForm {
	id: string;
	createdAt: string;
	title: string;
	isArchived: boolean;
	fields: FormField[];
}

export interface Feedback {
	id: string;
	createdAt: string;
	applicationId: string;
	formId: string;
	userId: string;
	/** By the paths of the fields, as they were sent. */
	values: Record<string, unknown>;
}

/** Choices by their labels; the value of each is the label in small letters, with underscores. */
export function selectable(labels: string[]): SelectableValue[] {
	return labels.map((label) => ({
		label,
		value: label.toLowerCase().replace(/\W+/g, '_'),
		isArchived: false,
	}));
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the vendor's description allows a value for a field; a form takes some in another shape. */
export function fits(
	{ type, selectableValues }: Pick<FormField, 'type' | 'selectableValues'>,
	value: unknown,
	isForm: boolean,
): boolean {
	const isChoice = (each: unknown): boolean =>
		selectableValues.some((choice) => !choice.isArchived && choice.value === each);
	const hasNumbers = (names: string[]): boolean =>
		isObject(value) && names.every((name) => isNumber(value[name]));
	switch (type) {
		case 'Boolean':
			return typeof value === 'boolean';
		case 'Number':
			return isForm ? Number.isInteger(value) : isNumber(value);
		case 'Date':
			return isText(value) && (isForm ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\dT.*Z$/).test(value);
		case 'Url':
			return isText(value) && /^https?:\/\//.test(value);
		case 'Email':
			return isText(value) && value.includes('@');
		case 'ValueSelect':
			return isChoice(value);
		case 'MultiValueSelect':
			return Array.isArray(value) && value.every(isChoice);
		case 'Score':
			return isForm && isObject(value) && [1, 2, 3, 4].includes(Number(value.score));
		case 'RichText':
			return isForm && isObject(value) && value.type === 'PlainText' && isText(value.value);
		case 'Currency':
			return hasNumbers(['value']) && isObject(value) && isText(value.currencyCode);
		case 'NumberRange':
			return (
				hasNumbers(['minValue', 'maxValue']) && isObject(value) && value.type === 'number-range'
			);
		case 'CompensationRange':
			return (
				hasNumbers(['minValue', 'maxValue']) &&
				isObject(value) &&
				value.type === 'compensation-range'
			);
		default:
			return isText(value);
	}
}

/** Whether a key may see a custom field. */
export function seesField(key: ApiKey, { isPrivate }: CustomField): boolean {
	return key.privateFields || !isPrivate;
}

/** A submitted value as text: a score as its number, a plain text as what it says. */
export function asText(value: unknown): unknown {
	if (!isObject(value)) return value;
	if ('score' in value) return String(value.score);
	return value.type === 'PlainText' ? value.value : value;
}
