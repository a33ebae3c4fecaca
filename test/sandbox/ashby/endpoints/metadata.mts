import { z } from 'zod/v4';

import { endpoint, filtersIn, find, pageOf, syncKeys } from '../api.mts';
import type { Endpoint } from '../api.mts';
import { fits, seesField } from '../forms.mts';
import type { CustomField } from '../forms.mts';
import { Refusal } from '../listing.mts';
import type { Filters } from '../listing.mts';
import { seesCandidate, seesJob, tagJson } from '../render.mts';
import { feedbackFormJson } from '../renderFeedback.mts';
import { customFieldJson, customFieldValueJson } from '../renderFields.mts';

const archivable = { ...syncKeys, includeArchived: z.boolean().optional() };
const isListed = (row: { isArchived: boolean }, { includeArchived }: Filters): boolean =>
	includeArchived === true || !row.isArchived;

/** What an organization sets up for all its candidates: tags, custom fields, feedback forms. */
export const metadataEndpoints: Record<string, Endpoint> = {
	'/candidateTag.list': endpoint(
		'hiringProcessMetadataRead',
		z.object(archivable),
		async (context, body) => {
			const filters = filtersIn(body, ['includeArchived']);
			const source = context.org.tags;
			return await pageOf(context, { source, body, filters, matches: isListed }, tagJson);
		},
	),

	'/candidateTag.create': endpoint(
		'hiringProcessMetadataWrite',
		z.object({ title: z.string().min(1) }),
		({ org }, { title }) => {
			const existing = [...org.tags.values()].find((tag) => tag.title === title);
			return { results: tagJson(existing ?? org.addTag(title)) };
		},
	),

	'/customField.list': endpoint(
		'hiringProcessMetadataRead',
		z.object(archivable),
		async (context, body) => {
			const { org, key } = context;
			const filters = filtersIn(body, ['includeArchived']);
			const isVisible = (field: CustomField): boolean => seesField(key, field);
			const request = { source: org.customFields, body, filters, matches: isListed, isVisible };
			return await pageOf(context, request, (field) => customFieldJson(org, field));
		},
	),

	'/customField.setValues': endpoint(
		'candidatesWrite',
		z.object({
			objectId: z.uuid(),
			objectType: z.enum(['Application', 'Candidate', 'Job', 'Opening']),
			values: z.array(z.object({ fieldId: z.uuid(), fieldValue: z.unknown() })).min(1),
		}),
		({ org, key }, { objectId, objectType, values }) => {
			if (objectType === 'Candidate') {
				find(org.candidates, objectId, 'candidate_not_found', (row) =>
					seesCandidate(org, key, row),
				);
			} else if (objectType === 'Application') {
				find(org.applications, objectId, 'application_not_found', ({ jobId }) =>
					seesJob(org, key, jobId),
				);
			} else {
				throw new Refusal('invalid_input', `The sandbox has no values for ${objectType}`);
			}
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

	'/feedbackFormDefinition.list': endpoint(
		'hiringProcessMetadataRead',
		z.object(archivable),
		async (context, body) => {
			const filters = filtersIn(body, ['includeArchived']);
			const request = { source: context.org.feedbackForms, body, filters, matches: isListed };
			return await pageOf(context, request, feedbackFormJson);
		},
	),
};
