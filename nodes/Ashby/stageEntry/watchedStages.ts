/** The stages that a trigger watches. */

/** The job of a watched stage that means all jobs. */
export const ANY_JOB = '*';

/** One row of "Jobs and Stages". The stage is given by its id or by its name. */
export interface WatchedStage {
	jobId: string;
	stageId?: string;
	stageName?: string;
	/** What the job and the stage were called when they were picked from the list: only for messages. */
	jobTitle?: string;
	stageTitle?: string;
}

/** The name under which a watched stage is remembered: the same choice has the same key. */
export function keyOf({ jobId, stageId, stageName }: WatchedStage): string {
	const stage = stageId ? `id:${stageId}` : `name:${stageName?.trim().toLowerCase()}`;
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
				: watched.stageName !== undefined && isSameName(watched.stageName, stage.title)),
	);
}

function isSameName(a: string, b: string): boolean {
	return a.trim().toLowerCase() === b.trim().toLowerCase();
}
