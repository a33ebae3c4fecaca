/** The stages that a trigger watches. */

/** Stands for all jobs. */
export const ANY_JOB = '*';

/** One row of "Jobs and Stages", with the ID or the name of the stage. */
export interface WatchedStage {
	jobId: string;
	stageId?: string;
	stageName?: string;
	/** What the job and the stage were called when they were picked from the list: only for messages. */
	jobTitle?: string;
	stageTitle?: string;
}

/** Identifies a watched stage in the state: the same selection has the same key. */
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
