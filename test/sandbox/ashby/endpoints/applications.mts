import { z } from 'zod/v4';

import { endpoint, filtersIn, find, isCreatedAfter, pageKeys, pageOf, syncKeys } from '../api.mts';
import type { Context, Endpoint } from '../api.mts';
import { Refusal } from '../listing.mts';
import type { Filters, Source } from '../listing.mts';
import { applicationJson, historyJson, seesJob } from '../render.mts';
import type { Application } from '../types.mts';

const STATUSES = ['Hired', 'Archived', 'Active', 'Lead'] as const;

const sees =
	({ org, key }: Context) =>
	({ jobId }: Application) =>
		seesJob(org, key, jobId);

const findApplication = (context: Context, id: string): Application =>
	find(context.org.applications, id, 'application_not_found', sees(context));

function matches(application: Application, { status, jobId, createdAfter }: Filters): boolean {
	return (
		(status === undefined || application.status === status) &&
		(jobId === undefined || application.jobId === jobId) &&
		isCreatedAfter(application, createdAfter)
	);
}

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

export const applicationEndpoints: Record<string, Endpoint> = {
	'/application.list': endpoint(
		'candidatesRead',
		z.object({
			...syncKeys,
			createdAfter: z.number().int().optional(),
			status: z.enum(STATUSES).optional(),
			jobId: z.uuid().optional(),
			expand: z.array(z.enum(['openings'])).optional(),
		}),
		async (context, body) => {
			const { org } = context;
			const source = org.applications;
			const filters = filtersIn(body, ['createdAfter', 'status', 'jobId']);
			const request = { source, body, filters, matches, isVisible: sees(context) };
			return await pageOf(context, request, (row) => applicationJson(org, row));
		},
	),

	'/application.info': endpoint(
		'candidatesRead',
		z.object({
			applicationId: z.uuid().optional(),
			submittedFormInstanceId: z.uuid().optional(),
			expand: z.array(z.enum(['openings', 'applicationFormSubmissions', 'referrals'])).optional(),
		}),
		(context, { applicationId, submittedFormInstanceId }) => {
			if (applicationId === undefined && submittedFormInstanceId === undefined) {
				const message = 'applicationId: Invalid input: expected string, received undefined';
				throw new Refusal('invalid_input', message);
			}
			// No application here came in through a form, so no form instance is ever found.
			const application = findApplication(context, applicationId ?? '');
			const results = {
				...applicationJson(context.org, application),
				applicationHistory: historyJson(context.org, application),
			};
			return { results };
		},
	),

	'/application.listHistory': endpoint(
		'candidatesRead',
		z.object({ ...pageKeys, applicationId: z.uuid() }),
		async (context, body) => {
			const application = findApplication(context, body.applicationId);
			const source = sourceOf(historyJson(context.org, application));
			return await pageOf(context, { source, body, scope: application.id }, (row) => row);
		},
	),

	'/application.changeStage': endpoint(
		'candidatesWrite',
		z.object({
			applicationId: z.uuid(),
			interviewStageId: z.uuid(),
			archiveReasonId: z.uuid().optional(),
			archiveEmail: z
				.object({
					communicationTemplateId: z.uuid(),
					sendAt: z.iso.datetime({ offset: true, local: true }).optional(),
				})
				.optional(),
		}),
		(context, { applicationId, interviewStageId, archiveReasonId, archiveEmail }) => {
			const { org, key } = context;
			const application = findApplication(context, applicationId);
			const stage = org.stagesOf(application.jobId).find(({ id }) => id === interviewStageId);
			if (!stage) throw new Refusal('interview_stage_not_found', 'Interview stage not found');
			if (stage.type !== 'Archived' && (archiveReasonId ?? archiveEmail) !== undefined) {
				const message = 'archive fields are not allowed for non-archive stages';
				throw new Refusal('invalid_input', message);
			}
			if (stage.type === 'Archived' && archiveReasonId === undefined) {
				throw new Refusal('invalid_input', 'archive reason id is required for archive stages');
			}
			if (archiveReasonId !== undefined) {
				find(org.archiveReasons, archiveReasonId, 'archive_reason_not_found');
			}
			if (archiveEmail !== undefined) {
				throw new Refusal('communication_template_not_found', 'Communication template not found');
			}
			org.move(applicationId, interviewStageId, { actorId: key.userId, archiveReasonId });
			return { results: applicationJson(org, application) };
		},
	),
};
