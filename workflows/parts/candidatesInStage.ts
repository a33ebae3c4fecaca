/** The first steps of the templates that run daily: get the candidates in a stage, with their notes. */
import type { Numbered } from './core';
import { coreNode, everyMorning } from './core';
import { ACROSS, byId, field, listLocator, ours, type TemplateNode } from './lanes';

export const checkNames = {
	schedule: 'Every Weekday Morning',
	applications: 'Get Applications in Stage',
	application: 'Get Application',
	notes: 'Get Candidate and Notes',
} as const;

export function checkLane(owner: Numbered): TemplateNode[] {
	return [
		coreNode(owner, 1, 'schedule', checkNames.schedule, [0, 0], everyMorning),
		ours(owner, 2, {
			name: checkNames.applications,
			type: 'ashby',
			position: [ACROSS, 0],
			parameters: {
				resource: 'application',
				operation: 'getAll',
				returnAll: true,
				filters: { job: listLocator(), stage: listLocator(), status: 'Active' },
			},
		}),
		ours(owner, 4, {
			name: checkNames.application,
			type: 'ashby',
			position: [2 * ACROSS, 0],
			parameters: { resource: 'application', operation: 'get', applicationId: field('id') },
		}),
		ours(owner, 5, {
			name: checkNames.notes,
			type: 'ashby',
			position: [3 * ACROSS, 0],
			parameters: {
				resource: 'candidate',
				operation: 'get',
				candidate: byId(field('candidate.id')),
				options: { includeNotes: true },
			},
		}),
	];
}

/** The application, for expressions in later nodes. */
export const APPLICATION = `$('${checkNames.application}').item.json`;

/** The current row of an application's history, which is the entry. */
export const currentEntry = (application: string) =>
	`${application}.applicationHistory.find((row) => !row.leftStageAt)`;
