import type { INodeParameters } from 'n8n-workflow';

/** One entry of the trigger's "Jobs and Stages". */
export interface JobAndStage {
	jobId: string;
	stageId: string;
}

const picked = (value: string) => ({ __rl: true, mode: 'id', value });

/** The trigger's parameters, with the options of the templates. */
export function linksParameter(links: JobAndStage[]): INodeParameters {
	const link = links.map(({ jobId, stageId }) => ({ job: picked(jobId), stage: picked(stageId) }));
	return { links: { link }, options: { repeatUntilNoted: true } };
}
