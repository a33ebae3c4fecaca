import type { IDataObject } from 'n8n-workflow';
import type { Application } from '../client/types';
import type { Attempt } from '../../shared/trigger/attempt';
import type { StageEntry } from './history';
import { rowBefore } from './history';
import { fieldOf, interviewParts } from './interviewField';

/** The address of a candidate in Ashby, based on the `profileUrl` that `candidate.info` returns. */
const PROFILE_URL = 'https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/';

/**
 * The output item of an entry: `{candidate, job, stage, previousStage, enteredStageAt, application, id, attempt,
 * movedBy}`, in the order of the editor's columns. `id` is the ID of the entry. Absent values are `null`. Times are ISO
 * 8601. If the row of the stage names a field of the job, `interview` is its value.
 *
 * @param simplify if false, `application` is the full object from Ashby
 */
export function itemOf(entry: StageEntry & { attempt: Attempt }, simplify: boolean): IDataObject {
	const { application, row, jobFields, attempt } = entry;
	const interviewField = fieldOf(entry);
	const { currentInterviewStage: current } = application;
	const before = rowBefore(application, row);
	const { candidate, job, ...parts } = partsOf(application, simplify);
	return {
		candidate,
		job: { ...(job as IDataObject), ...(jobFields && { customFields: jobFields }) },
		// The history has no types; the application has the type of its current stage.
		stage: {
			id: row.stageId,
			title: row.title,
			type: current.id === row.stageId ? current.type : null,
		},
		previousStage: before ? { id: before.stageId, title: before.title } : null,
		...interviewParts(entry),
		enteredStageAt: row.enteredStageAt,
		...parts,
		id: row.id,
		attempt: { ...attempt, ...(interviewField && { interviewField }) },
		movedBy: row.actorId ?? null,
	};
}

/** The parts of an item about an application: `{candidate, application, job}`, as above. */
export function partsOf(application: Application, simplify: boolean): IDataObject {
	const { candidate, job } = application;
	return {
		candidate: {
			id: candidate.id,
			name: candidate.name ?? null,
			...namesOf(candidate.name),
			email: candidate.primaryEmailAddress?.value ?? null,
			phone: candidate.primaryPhoneNumber?.value ?? null,
			url: `${PROFILE_URL}${candidate.id}`,
		},
		application: simplify
			? { id: application.id, status: application.status }
			: withoutHistory(application),
		job: { id: job.id, title: job.title ?? null },
	};
}

/** Splits a full name, since Ashby has one field. The last name is everything after the first word. */
function namesOf(name: string | null | undefined): {
	firstName: string | null;
	lastName: string | null;
} {
	const [first, ...rest] = String(name ?? '')
		.trim()
		.split(/\s+/);
	return { firstName: first || null, lastName: rest.join(' ') || null };
}

/** The application as Ashby lists it, so that polls and webhooks return the same. */
export function withoutHistory(application: Application): IDataObject {
	const entries = Object.entries(application).filter(([key]) => key !== 'applicationHistory');
	return Object.fromEntries(entries);
}
