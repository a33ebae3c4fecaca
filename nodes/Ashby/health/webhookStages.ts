import { processMemory } from '../../shared/processMemory';
import type { WatchedStage } from '../stageEntry/watchedStages';

/** What the published Ashby Triggers of this process watch, by `webhookIdOf` their node. */
const watchedBy = processMemory(new Map<string, WatchedStage[]>());

/** An Ashby Trigger tells the health check what it watches. */
export function webhookWatches(webhookId: string, stages: WatchedStage[]): void {
	watchedBy.set(webhookId, stages);
}

/** What the trigger with this webhook watches, as far as this process knows. */
export function watchedWith(webhookId = ''): WatchedStage[] {
	return watchedBy.get(webhookId) ?? [];
}
