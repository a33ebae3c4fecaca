import { z } from 'zod/v4';

import { endpoint, filtersIn, find, isCreatedAfter, pageOf, syncKeys } from '../api.mts';
import type { Context, Endpoint } from '../api.mts';
import { fits } from '../forms.mts';
import type { Feedback } from '../forms.mts';
import { Refusal } from '../listing.mts';
import type { Filters } from '../listing.mts';
import { seesJob } from '../render.mts';
import { feedbackJson, submittedFormJson } from '../renderFeedback.mts';
import type { Application } from '../types.mts';

const findApplication = ({ org, key }: Context, id: string): Application =>
	find(org.applications, id, 'application_not_found', ({ jobId }) => seesJob(org, key, jobId));

/** The feedback of applications. */
export const feedbackEndpoints: Record<string, Endpoint> = {
	'/applicationFeedback.list': endpoint(
		'candidatesRead',
		z.object({
			...syncKeys,
			createdAfter: z.number().int().optional(),
			applicationId: z.uuid().optional(),
		}),
		async (context, body) => {
			const { org } = context;
			if (body.applicationId !== undefined) findApplication(context, body.applicationId);
			const filters = filtersIn(body, ['createdAfter', 'applicationId']);
			const matches = (row: Feedback, { createdAfter, applicationId }: Filters): boolean =>
				isCreatedAfter(row, createdAfter) &&
				(applicationId === undefined || row.applicationId === applicationId);
			const request = { source: org.feedback, body, filters, matches };
			return await pageOf(context, request, (row) => feedbackJson(org, row));
		},
	),

	'/applicationFeedback.submit': endpoint(
		'candidatesWrite',
		z.object({
			applicationId: z.uuid(),
			formDefinitionId: z.uuid(),
			userId: z.uuid().optional(),
			feedbackForm: z.object({
				fieldSubmissions: z.array(z.object({ path: z.string(), value: z.unknown() })),
			}),
		}),
		(context, { applicationId, formDefinitionId, userId, feedbackForm }) => {
			const { org, key } = context;
			const application = findApplication(context, applicationId);
			const form = find(org.feedbackForms, formDefinitionId, 'form_definition_not_found');
			if (userId !== undefined) find(org.users, userId, 'user_not_found');
			const sent = new Map(feedbackForm.fieldSubmissions.map(({ path, value }) => [path, value]));
			for (const field of form.fields) {
				if (!sent.has(field.path)) {
					if (!field.isRequired) continue;
					throw new Refusal('invalid_input', `feedbackForm: ${field.title} is required`);
				}
				if (!fits(field, sent.get(field.path), true)) {
					throw new Refusal('invalid_input', `feedbackForm: Invalid value for ${field.title}`);
				}
			}
			for (const path of sent.keys()) {
				if (form.fields.some((field) => field.path === path)) continue;
				throw new Refusal('invalid_input', `feedbackForm: The form has no field ${path}`);
			}
			const values = Object.fromEntries(sent);
			const given = org.submitFeedback(application.id, form.id, values, userId ?? key.userId);
			return { results: { submittedFormInstance: submittedFormJson(org, given) } };
		},
	),
};
