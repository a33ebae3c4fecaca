/**
 * The one source of the workflow templates: `npm run workflows` writes `workflows/*.json` from it.
 * Everything is plain data in n8n's own format for workflows.
 */
import { company } from './parts/company';
import { dailyCheck } from './parts/dailyCheck';
import { examplesFor } from './parts/examples';
import { forget } from './parts/forget';
import { inviteNow } from './parts/inviteNow';
import { connections, invitationLane, responseLane } from './parts/lanes';
import { moveOn } from './parts/moveOn';
import { noResponse } from './parts/noResponse';
import { type Plan, plans } from './parts/plans';
import { received } from './parts/received';
import { severalInterviews } from './parts/severalInterviews';
import { stickies } from './parts/stickies';
import { stop } from './parts/stop';
import { tagsAndFields } from './parts/tagsAndFields';
import type { Template } from './parts/templates';

/** The template for a plan. */
export function templateFor(plan: Plan): Template {
	// Where the second lane begins: the first lane of the instant template has two rows.
	const top = plan.isInstant ? 400 : 192;
	return {
		...plan,
		nodes: [...stickies(plan, top), ...invitationLane(plan), ...responseLane(plan, top + 144)],
		connections: connections(plan),
	};
}

/** A template as n8n imports it. */
export function workflowOf({ id, name, nodes, connections: connected }: Template) {
	return {
		id,
		name,
		nodes,
		connections: connected,
		settings: { executionOrder: 'v1' },
		pinData: examplesFor(nodes),
		meta: { templateCredsSetupCompleted: false },
	};
}

export const workflowFor = (plan: Plan) => workflowOf(templateFor(plan));

/** The templates that aren't specific to a plan. */
export const moreTemplates: Template[] = [
	company,
	severalInterviews,
	tagsAndFields,
	moveOn,
	received,
	noResponse,
	dailyCheck,
	stop,
	inviteNow,
	forget,
];

/** The files to write: name and content. */
export function workflowFiles(): Array<{ name: string; content: string }> {
	return [...plans.map(templateFor), ...moreTemplates].map((template) => ({
		name: `${template.file}.json`,
		content: `${JSON.stringify(workflowOf(template), null, '\t')}\n`,
	}));
}
