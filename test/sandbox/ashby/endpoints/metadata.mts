import { z } from 'zod/v4';

import { archivableList, endpoint, find } from '../api.mts';
import type { Endpoint } from '../api.mts';
import { fits, seesField } from '../forms.mts';
import type { CustomField } from '../forms.mts';
import { Refusal } from '../listing.mts';
import { tagJson } from '../render.mts';
import { feedbackFormJson } from '../renderFeedback.mts';
import { customFieldJson, customFieldValueJson } from '../renderFields.mts';
import type { AshbySwitches } from '../types.mts';

const CREATABLE = [
	'Boolean',
	'Date',
	'LongText',
	'MultiValueSelect',
	'Number',
	'String',
	'Url',
	'ValueSelect',
] as const;

/** The reading in which the names of the two requests are others than those known. */
function demandNames({ fieldRequestNames }: AshbySwitches): void {
	if (fieldRequestNames === 'catalogs') return;
	throw new Refusal('invalid_input', 'name: Invalid input: expected string, received undefined');
}

/** What an organization sets up for all its candidates: tags, custom fields, feedback forms. */
export const metadataEndpoints: Record<string, Endpoint> = {
	'/candidateTag.list': archivableList({
		permission: 'hiringProcessMetadataRead',
		source: (org) => org.tags,
		toJson: tagJson,
	}),

	'/candidateTag.create': endpoint(
		'hiringProcessMetadataWrite',
		z.object({ title: z.string().min(1) }),
		({ org }, { title }) => {
			const existing = [...org.tags.values()].find((tag) => tag.title === title);
			return { results: tagJson(existing ?? org.addTag(title)) };
		},
	),

	'/customField.list': archivableList({
		permission: 'hiringProcessMetadataRead',
		source: (org) => org.customFields,
		toJson: (field, { org }) => customFieldJson(org, field),
		isVisible: (field, { key }) => seesField(key, field),
	}),

	'/feedbackFormDefinition.list': archivableList({
		permission: 'hiringProcessMetadataRead',
		source: (org) => org.feedbackForms,
		toJson: feedbackFormJson,
	}),

	'/customField.create': endpoint(
		'hiringProcessMetadataWrite',
		z.object({
			title: z.string().min(1),
			fieldType: z.enum(CREATABLE),
			objectType: z.enum(['Application', 'Candidate', 'Job', 'Opening']),
			isPrivate: z.boolean().optional(),
		}),
		({ org }, body) => {
			demandNames(org.switches);
			const existing = [...org.customFields.values()].find(
				({ title, objectType }) => title === body.title && objectType === body.objectType,
			);
			const { createFieldTwice } = org.switches;
			if (existing && createFieldTwice === 'refused') {
				throw new Refusal('invalid_input', `title: There is a field ${body.title}`);
			}
			const isNew = !existing || createFieldTwice === 'second';
			return { results: customFieldJson(org, isNew ? org.addCustomField(body) : existing) };
		},
	),

	/** Adds values, renames those that exist, and archives those that are left out. */
	'/customField.updateSelectableValues': endpoint(
		'hiringProcessMetadataWrite',
		z.object({
			customFieldId: z.uuid(),
			selectableValues: z.array(
				z.object({ label: z.string(), value: z.string(), isArchived: z.boolean().optional() }),
			),
		}),
		({ org, key }, { customFieldId, selectableValues }) => {
			demandNames(org.switches);
			const field = find(org.customFields, customFieldId, 'custom_field_not_found', (row) =>
				seesField(key, row),
			);
			if (!field.fieldType.endsWith('ValueSelect')) {
				throw new Refusal('invalid_input', `${field.title} has no selectable values`);
			}
			const values = selectableValues.map((each) => ({ isArchived: false, ...each }));
			const omitted = field.selectableValues
				.filter(({ value }) => !values.some((each) => each.value === value))
				.map((each) => ({ ...each, isArchived: true }));
			field.selectableValues = [...values, ...omitted];
			org.customFields.touch(field.id);
			return { results: customFieldJson(org, field) };
		},
	),

	'/customField.setValues': endpoint(
		'candidatesWrite',
		z.object({
			objectId: z.uuid(),
			objectType: z.enum(['Application', 'Candidate', 'Job']),
			values: z.array(z.object({ fieldId: z.uuid(), fieldValue: z.unknown() })).min(1),
		}),
		({ org, key }, { objectId, objectType, values }) => {
			if (objectType === 'Candidate') find(org.candidates, objectId, 'candidate_not_found');
			else if (objectType === 'Job') find(org.jobs, objectId, 'job_not_found');
			else find(org.applications, objectId, 'application_not_found');
			const set = values.map(({ fieldId, fieldValue }) => {
				const isVisible = (row: CustomField) =>
					seesField(key, row) && row.objectType === objectType;
				const field = find(org.customFields, fieldId, 'custom_field_not_found', isVisible);
				const { fieldType: type, selectableValues, title } = field;
				if (fieldValue !== null && !fits({ type, selectableValues }, fieldValue, false)) {
					throw new Refusal('invalid_input', `fieldValue: Invalid value for ${title} (${type})`);
				}
				return { field, fieldValue };
			});
			for (const { field, fieldValue } of set) org.setCustomField(objectId, field.id, fieldValue);
			return {
				results: set.map(({ field, fieldValue }) => customFieldValueJson(field, fieldValue)),
			};
		},
	),
};
