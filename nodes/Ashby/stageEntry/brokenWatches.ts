import { ApiFailure } from '../../shared/api/failure';
import { plain } from '../../shared/text';
import type { AshbyClient } from '../client/client';
import { isNotFound } from '../client/failures';
import { activeStages, stagesOfJob } from '../client/stages';
import type { PlanOfJob } from '../client/stages';
import type { InterviewStage } from '../client/types';
import type { KnownFields } from '../customFields/ofJob';
import { fieldsOfJobs } from '../customFields/ofJob';
import type { WatchedStage } from './watchedStages';
import { ANY_JOB, watchedAs } from './watchedStages';

/** What is known about the stages of a row: all of them, that the job doesn't exist, or not enough. */
type Known = { stages: InterviewStage[] } | 'gone' | undefined;

/**
 * Finds watched stages that can't be entered, because the job or the stage doesn't exist in Ashby, and fields that jobs
 * don't have. Takes two requests per job, more for jobs with several interview plans, at most 50 for all rows with Any Job,
 * and one for the fields of jobs.
 *
 * @param timeLeftMs when no time is left, the remaining rows aren't checked
 * @returns a sentence for each broken row of "Jobs and Stages"; undefined if none was found, but not all could be checked
 */
export async function brokenWatches(
	client: AshbyClient,
	watchedStages: WatchedStage[],
	timeLeftMs: () => number,
): Promise<string[] | undefined> {
	const inTime = limited(client, timeLeftMs);
	const byJob = new Map<string, Known>();
	const found: string[] = [];
	let areAllKnown = true;
	const hasFields = watchedStages.some(({ interviewField }) => interviewField !== undefined);
	const known = hasFields ? await fieldsOfJobs(inTime).catch(() => undefined) : NO_FIELDS;
	if (!known?.areAll) areAllKnown = false;
	for (const [index, watched] of watchedStages.entries()) {
		const { jobId } = watched;
		if (!byJob.has(jobId)) {
			const ofAnyJob = watchedStages.filter((each) => each.jobId === ANY_JOB);
			byJob.set(
				jobId,
				await (jobId === ANY_JOB ? anyStages(inTime, ofAnyJob) : stagesOf(inTime, jobId)),
			);
		}
		const stages = byJob.get(jobId);
		if (stages === undefined) areAllKnown = false;
		const problems = [stages && problemOf(watched, stages), known && fieldProblem(watched, known)];
		for (const problem of problems) {
			if (problem) found.push(`Row ${index + 1} of 'Jobs and Stages': ${problem}`);
		}
	}
	return found.length > 0 || areAllKnown ? found : undefined;
}

/** The client, which sends no request when nothing is left: a list may have many pages, and each may be slow. */
function limited(client: AshbyClient, left: () => number): AshbyClient {
	const call: AshbyClient['call'] = async (...given) => {
		if (left() > 0) return await client.call(...given);
		throw new ApiFailure({ kind: 'unavailable', message: 'No time is left', advice: '' });
	};
	return Object.assign(Object.create(client) as AshbyClient, { call });
}

/** The stages of a job, or undefined if Ashby doesn't show them all. */
async function stagesOf(client: AshbyClient, jobId: string): Promise<Known> {
	const plans = await stagesOfJob(client, jobId).catch((failure: unknown) =>
		isNotFound(failure) ? ('gone' as const) : undefined,
	);
	if (plans === 'gone' || plans === undefined) return plans;
	const stages = plans.flatMap((plan: PlanOfJob) => plan.stages);
	return plans.some(({ othersHidden }) => othersHidden) ? undefined : { stages };
}

/** The most requests for the stages of all plans. */
const MOST_REQUESTS = 50;

/** The stages of all interview plans. As soon as each row has one, the other plans aren't read. */
async function anyStages(client: AshbyClient, rows: WatchedStage[]): Promise<Known> {
	const stages: InterviewStage[] = [];
	const isEnough = () => rows.every((row) => hasStage(stages, row));
	let requests = MOST_REQUESTS;
	const isWhole = await activeStages(
		limited(client, () => requests--),
		(more) => {
			stages.push(...more);
			return isEnough();
		},
	).catch(() => false);
	return isWhole || isEnough() ? { stages } : undefined;
}

function problemOf(watched: WatchedStage, known: Exclude<Known, undefined>): string | undefined {
	const { jobId, jobTitle, stageId, stageName, stageTitle } = watched;
	const job = jobTitle ? ` '${jobTitle}'` : '';
	if (known === 'gone')
		return `job ${jobTitle ? `'${jobTitle}'` : jobId} no longer exists in Ashby`;
	if (hasStage(known.stages, watched)) return undefined;
	if (stageName === undefined) {
		return `the job${job} no longer has the stage ${stageTitle ? `'${stageTitle}'` : stageId}`;
	}
	const hint = nearestTo(stageName, known.stages);
	return jobId === ANY_JOB
		? `No interview plan has a stage named '${stageName}'${hint}`
		: `the job${job} has no stage named '${stageName}'${hint}`;
}

const NO_FIELDS: KnownFields = { fields: [], areAll: true };

/** Types whose values can't be the link, key, or title of an interview. */
const NO_TEXT = /^(Boolean|Currency|Date|MultiValueSelect|Number|.*Range)$/;

function fieldProblem(
	{ interviewField: title }: WatchedStage,
	{ fields, areAll }: KnownFields,
): string | undefined {
	if (title === undefined) return undefined;
	const field = fields.find((each) => plain(each.title) === plain(title));
	if (!field && areAll) {
		return `no custom field of jobs is called '${title}', as 'Interview Field' says${nearestTo(title, fields)}`;
	}
	if (!field?.fieldType || !NO_TEXT.test(field.fieldType)) return undefined;
	return `the custom field '${title}' in 'Interview Field' is of the type ${field.fieldType}. Use one for text, a URL, or one choice`;
}

function hasStage(stages: InterviewStage[], watched: WatchedStage): boolean {
	const jobId = watched.jobId;
	return stages.some((stage) => watchedAs([watched], jobId, stage).length > 0);
}

/** A sentence with the title that takes the fewest changes of a letter, '' if there are none. */
function nearestTo(name: string, known: Array<{ title: string }>): string {
	const distances = known.map(({ title }) => ({ title, by: distanceOf(name, title) }));
	const [nearest] = distances.sort((a, b) => a.by - b.by);
	return nearest ? `. The nearest name is '${nearest.title}'` : '';
}

/** The Levenshtein distance of two names, ignoring case. */
function distanceOf(a: string, b: string): number {
	const letters = [...b.toLowerCase()];
	let row = [0, ...letters.map((_, index) => index + 1)];
	for (const [up, letter] of [...a.toLowerCase()].entries()) {
		const next = [up + 1];
		for (const [left, other] of letters.entries()) {
			const replaced = row[left] + (letter === other ? 0 : 1);
			next.push(Math.min(replaced, row[left + 1] + 1, next[left] + 1));
		}
		row = next;
	}
	return row[letters.length];
}
