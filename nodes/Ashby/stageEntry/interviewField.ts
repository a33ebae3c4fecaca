/** The custom field of a job that names the Willo interview of its candidates. */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { InterviewField } from '../../shared/trigger/attempt';
import { LONGEST_MS } from '../../shared/trigger/retry';
import { plain } from '../../shared/text';
import type { JobFields } from '../customFields/ofJob';
import type { ChosenInterview, StageEntry } from './history';
import type { WatchedStage } from './watchedStages';
import { watchedAs } from './watchedStages';

/** What is kept about an entry that isn't done. Without `tries`, it waits for the field to be filled in. */
interface Waiting {
	interview?: ChosenInterview;
	tries?: unknown;
	notBefore?: number;
}

/** How long the field of a job isn't read again while it names no interview. */
export const ASK_EVERY_MS = 60 * 60_000;

const DAY_MS = 24 * 60 * 60_000;

/**
 * Reads the field for an entry. If several rows watch its stage, the first one counts.
 *
 * @returns undefined if that row names no field
 * @throws ApiFailure if the job can't be read
 */
export async function readInterview(
	jobs: Pick<JobFields, 'of'>,
	watchedStages: WatchedStage[],
	{ application: { job }, row: { stageId: id, title } }: StageEntry,
	now: number,
): Promise<ChosenInterview | undefined> {
	const field = watchedAs(watchedStages, job.id, { id, title })[0]?.interviewField;
	if (!field) return undefined;
	return { field, jobId: job.id, value: valueIn(await jobs.of(job.id), field), since: now };
}

/** The value of the field with this title, null if it is empty. A value of another type names no interview, as text. */
export function valueIn(fields: IDataObject, title: string): string | null {
	const values = Object.entries(fields)
		.filter(([name]) => plain(name) === plain(title))
		.map(([, value]) => (typeof value === 'string' ? value : JSON.stringify(value ?? '')).trim())
		.filter((value) => value !== '' && value !== '""');
	return values[0] ?? null;
}

/** Whether the entry was returned with a value that names no interview, and waits for another one. */
export function isWaiting(
	open: Waiting | undefined,
): open is Waiting & { interview: ChosenInterview } {
	return open?.interview !== undefined && open.tries === undefined;
}

/** Whether a value is one for which the entry waits. */
export function isNew({ value: before }: ChosenInterview, value: string | null): boolean {
	return value !== null && value !== before;
}

/** The note names the day by which to fill in the field. That day counts, in every time zone. */
export function isTooLate({ since }: ChosenInterview, now: number): boolean {
	return now >= since + LONGEST_MS + DAY_MS;
}

/** After the field of a job was read: entries that wait for it are due now, or all together when it is read again. */
export function postpone(
	rows: Record<string, { open?: Waiting }>,
	{ jobId, field, value }: Omit<ChosenInterview, 'since'>,
	now: number,
): void {
	for (const { open } of Object.values(rows)) {
		if (!isWaiting(open) || open.interview.jobId !== jobId || open.interview.field !== field)
			continue;
		open.notBefore = isNew(open.interview, value) ? now : now + ASK_EVERY_MS;
	}
}

/** Identifies the note that says that this value names no interview. The note doesn't contain the ID of the entry. */
export function referenceOf(entryId: string, { value }: ChosenInterview): string {
	const known = JSON.stringify([entryId, value]);
	return `no-interview-${createHash('sha256').update(known).digest('hex').slice(0, 16)}`;
}

/** The parts of an item that are about the interview: `{interview, interviewMissing}`. */
export function interviewParts({ interview }: StageEntry): IDataObject {
	return interview
		? { interview: interview.value, interviewMissing: interview.value === null }
		: {};
}

/** What the attempt says, so that a note can tell people what to fill in. */
export function fieldOf({ application, row, interview }: StageEntry): InterviewField | undefined {
	if (!interview) return undefined;
	return {
		title: interview.field,
		job: application.job.title ?? null,
		fillInBy: new Date(interview.since + LONGEST_MS).toISOString(),
		reference: referenceOf(row.id, interview),
	};
}
