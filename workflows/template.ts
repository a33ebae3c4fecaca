/**
 * The one source of the workflow templates: `npm run workflows` writes `workflows/*.json` from it.
 * Everything is plain data in n8n's own format for workflows.
 */
import { connections, invitationLane, responseLane } from './parts/lanes';
import { type Plan, plans } from './parts/plans';
import { stickies } from './parts/stickies';

/** A template as n8n imports it. */
export function workflowFor(plan: Plan) {
	// Where the second lane begins: the instant template's first one has two rows.
	const top = plan.isInstant ? 400 : 192;
	return {
		id: plan.id,
		name: plan.name,
		nodes: [...stickies(plan, top), ...invitationLane(plan), ...responseLane(plan, top + 144)],
		connections: connections(plan),
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
