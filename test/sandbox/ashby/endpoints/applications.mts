import { z } from 'zod/v4';

import { endpoint, find, list, pageKeys, pageOf } from '../api.mts';
import type { Endpoint } from '../api.mts';
import { fits } from '../forms.mts';
import { Refusal } from '../listing.mts';
import type { Source } from '../listing.mts';
import { applicationJson, historyJson } from '../render.mts';
import { feedbackJson, submittedFormJson } from '../renderFeedback.mts';

const NOT_FOUND = 'application_not_found';

/** Rows that are listed unchanged, with pages but no sync tokens. */
function sourceOf<Row extends { id: string }>(rows: Row[]): Source<Row> {
	return {
		*rowsAfter(place) {
			for (let number = (place?.number ?? -1) + 1; number < rows.length; number++) {
				yield { row: rows[number], place: { createdAt: '', number } };
			}
		},
	};
}

/** Applications and their feedback. */
export const applicationEndpoints: Record<string, Endpoint> = {
	'/application.list': list({
		permission: 'candidatesRead',
		source: (org) => org.applications,
		toJson: (row, { org }) => applicationJson(org, row),
		filters: {
			createdAfter: z.number().int().optional(),
			status: z.enum(['Hired', 'Archived', 'Active', 'Lead']).optional(),
			jobId: z.uuid().optional(),
		},
		matches: (row, { status, jobId, createdAfter }) =>
			(status === undefined || row.status === status) &&
			(jobId === undefined || row.jobId === jobId) &&
			(typeof createdAfter !== 'number' || Date.parse(row.createdAt) > createdAfter),
	}),

	'/application.info': endpoint(
		'candidatesRead',
		z.object({ applicationId: z.uuid() }),
		({ org }, { applicationId }) => {
			const application = find(org.applications, applicationId, NOT_FOUND);
			const applicationHistory = historyJson(org, application);
			return { results: { ...applicationJson(org, application), applicationHistory } };
		},
	),

	'/application.listHistory': endpoint(
		'candidatesRead',
		z.object({ ...pageKeys, applicationId: z.uuid() }),
		(context, body) => {
			const { org } = context;
			const application = find(org.applications, body.applicationId, NOT_FOUND);
			const source = sourceOf(historyJson(org, application));
			return pageOf(context, { source, body, scope: application.id }, (row) => row);
		},
	),

	'/application.changeStage': endpoint(
		'candidatesWrite',
		z.object({
			applicationId: z.uuid(),
			interviewStageId: z.uuid(),
			archiveReasonId: z.uuid().optional(),
		}),
		({ org, key }, { applicationId, interviewStageId, archiveReasonId }) => {
			const application = find(org.applications, applicationId, NOT_FOUND);
			const stage = org.stagesOf(application.jobId).find(({ id }) => id === interviewStageId);
			if (!stage) throw new Refusal('interview_stage_not_found', 'Interview stage not found');
			if (stage.type !== 'Archived' && archiveReasonId !== undefined) {
				const message = 'archive fields are not allowed for non-archive stages';
				throw new Refusal('invalid_input', message);
			}
			if (stage.type === 'Archived' && archiveReasonId === undefined) {
				throw new Refusal('invalid_input', 'archive reason id is required for archive stages');
			}
			if (archiveReasonId !== undefined) {
				find(org.archiveReasons, archiveReasonId, 'archive_reason_not_found');
			}
			org.move(applicationId, interviewStageId, { actorId: key.userId, archiveReasonId });
			return { results: applicationJson(org, application) };
		},
	),

	'/applicationFeedback.list': list({
		permission: 'candidatesRead',
		source: (org) => org.feedback,
		toJson: (row, { org }) => feedbackJson(org, row),
		filters: { applicationId: z.uuid().optional() },
		matches: (row, { applicationId }) =>
			applicationId === undefined || row.applicationId === applicationId,
	}),

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
		({ org, key }, { applicationId, formDefinitionId, userId, feedbackForm }) => {
			const application = find(org.applications, applicationId, NOT_FOUND);
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
