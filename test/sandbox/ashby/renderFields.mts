/** The vendor's JSON of custom fields. */
import type { CustomField } from './forms.mts';
import { need } from './state.mts';
import type { AshbyState } from './state.mts';
import type { ApiKey } from './types.mts';

/** The custom fields of an object that have a value; an application is shown without private ones. */
export function customFieldValues(org: AshbyState, objectId: string, key?: ApiKey) {
	return [...(org.customFieldValues.get(objectId) ?? [])].flatMap(([fieldId, value]) => {
		const field = need(org.customFields, fieldId, 'custom field');
		return field.isPrivate && !key?.privateFields ? [] : [customFieldValueJson(field, value)];
	});
}

/** The custom fields of a job: those with a value, and perhaps the others. */
export function jobFieldValues(org: AshbyState, jobId: string, key: ApiKey) {
	const { emptyJobFields, archivedChoice } = org.switches;
	const values = org.customFieldValues.get(jobId);
	return [...org.customFields.values()].flatMap((field) => {
		const { id, objectType, isArchived, isPrivate, selectableValues } = field;
		if (objectType !== 'Job' || isArchived || (isPrivate && !key.privateFields)) return [];
		const kept = values?.get(id) ?? null;
		const isGone = selectableValues.some((choice) => choice.value === kept && choice.isArchived);
		const value = isGone && archivedChoice === 'cleared' ? null : kept;
		return value === null && emptyJobFields === 'absent'
			? []
			: [customFieldValueJson(field, value)];
	});
}

export function customFieldValueJson(field: CustomField, value: unknown) {
	const { id, title, isPrivate, selectableValues } = field;
	const labelOf = (each: unknown) =>
		selectableValues.find((choice) => choice.value === each)?.label;
	const isSelect = field.fieldType.endsWith('ValueSelect') && value !== null;
	const valueLabel = Array.isArray(value) ? value.map(labelOf) : labelOf(value);
	return { id, title, isPrivate, ...(isSelect ? { valueLabel } : {}), value };
}

export function customFieldJson({ switches }: AshbyState, field: CustomField) {
	const { id, title, objectType, fieldType, isArchived, isPrivate, selectableValues } = field;
	const lists =
		fieldType === 'MultiValueSelect' || (fieldType === 'ValueSelect' && switches.valueSelectLists);
	const rest = { objectType, isArchived, fieldType, isRequired: false };
	return { id, title, isPrivate, ...rest, ...(lists ? { selectableValues } : {}) };
}
