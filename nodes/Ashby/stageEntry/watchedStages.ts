/** The stages that a trigger watches. */
import { plain } from '../../shared/text';

/** Stands for all jobs. */
export const ANY_JOB = '*';

/** One row of "Jobs and Stages", with the ID or the name of the stage. */
export interface WatchedStage {
	jobId: string;
	stageId?: string;
	stageName?: string;
	/** The title of the job's custom field that names the interview. */
	interviewField?: string;
	/** What the job and the stage were called when they were picked from the list: only for messages. */
	jobTitle?: string;
	stageTitle?: string;
}

/** Identifies a watched stage in the state: the same selection has the same key. */
export function keyOf({ jobId, stageId, stageName }: WatchedStage): string {
	const stage = stageId ? `id:${stageId}` : `name:${plain(stageName)}`;
	return `${jobId}/${stage}`;
}

/** The watched stages that match this stage of this job. */
export function watchedAs(
	watchedStages: WatchedStage[],
	jobId: string,
	stage: { id: string; title: string },
): WatchedStage[] {
	return watchedStages.filter(
		(watched) =>
			(watched.jobId === ANY_JOB || watched.jobId === jobId) &&
			(watched.stageId
				? watched.stageId === stage.id
				: watched.stageName !== undefined && plain(watched.stageName) === plain(stage.title)),
	);
}

/** Whether one stage of one job can match both. */
export function isSameStage(a: WatchedStage, b: WatchedStage): boolean {
	const isSameJob = a.jobId === b.jobId || a.jobId === ANY_JOB || b.jobId === ANY_JOB;
	if (a.stageId && b.stageId) return isSameJob && a.stageId === b.stageId;
	const [title, other] = [a.stageName ?? a.stageTitle, b.stageName ?? b.stageTitle];
	return isSameJob && title !== undefined && other !== undefined && plain(title) === plain(other);
}
