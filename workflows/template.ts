/**
 * The one source of the workflow templates: `npm run workflows` writes `workflows/*.json` from it.
 * Everything is plain data in n8n's own format for workflows.
 */
import { invitationConnections, invitationLane } from './parts/invitationLane';
import { type Plan, plans } from './parts/plans';
import { responseConnections, responseLane } from './parts/responseLane';
import { stickies } from './parts/stickies';

/** A template as n8n imports it. */
export function workflowFor(plan: Plan) {
	return {
		id: plan.id,
		name: plan.name,
		nodes: [...stickies(plan), ...invitationLane(plan), ...responseLane(plan)],
		connections: { ...invitationConnections(plan), ...responseConnections(plan) },
		settings: { executionOrder: 'v1' },
		pinData: {},
		meta: { templateCredsSetupCompleted: false },
	};
}

/** The files to write: name and content. */
export function workflowFiles(): Array<{ name: string; content: string }> {
	return plans.map((plan) => ({
		name: `${plan.file}.json`,
		content: `${JSON.stringify(workflowFor(plan), null, '\t')}\n`,
	}));
}
