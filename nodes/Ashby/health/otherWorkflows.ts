import { isLate, pollRecords } from '../../shared/trigger/pollRecords';
import type { WatchedStage } from '../stageEntry/watchedStages';
import { isSameStage } from '../stageEntry/watchedStages';
import type { Summary } from './summary';

/**
 * Says which of a workflow's stages the triggers of other workflows watch, too, as far as they poll in this process.
 *
 * @param workflowId the workflow that watches the stages
 */
export function alsoWatched(workflowId: string, stages: WatchedStage[]): string[] {
	const others = pollRecords<Summary>('ashbyStageTrigger').filter(
		(record) => record.workflow.id !== workflowId && !isLate(record),
	);
	return stages.flatMap((stage) =>
		others
			.filter(({ summary }) => summary?.stages.some((other) => isSameStage(stage, other)))
			.map(({ workflow }) => {
				const title = stage.stageName ?? stage.stageTitle ?? stage.stageId;
				return `the stage '${title}' is also watched by '${workflow.name}': both will invite. Remove it from one of them`;
			}),
	);
}
