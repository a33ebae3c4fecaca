/** The first steps of the templates that run daily: get the candidates in a stage, with their notes. */
import type { Numbered } from './core';
import { conditions, coreNode, everyMorning } from './core';
import { ACROSS, field, listLocator, ours, type TemplateNode } from './lanes';

export const checkNames = {
	schedule: 'Every Weekday Morning',
	applications: 'Get Active Applications',
	inStage: 'Filter by Interview Stage',
	application: 'Get Application',
	notes: 'Get Candidate and Notes',
} as const;

/** A placeholder: people enter the name of their own stage. */
export const STAGE_TITLE = 'Video Interview';

export const inStage = { left: field('currentInterviewStage.title'), right: STAGE_TITLE };

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
				filters: { job: listLocator(), status: 'Active' },
			},
		}),
		coreNode(
			owner,
			3,
			'filter',
			checkNames.inStage,
			[2 * ACROSS, 0],
			conditions({ ...inStage, operator: ['string', 'equals'] }),
		),
		ours(owner, 4, {
			name: checkNames.application,
			type: 'ashby',
			position: [3 * ACROSS, 0],
			parameters: { resource: 'application', operation: 'get', applicationId: field('id') },
		}),
		ours(owner, 5, {
			name: checkNames.notes,
			type: 'ashby',
			position: [4 * ACROSS, 0],
			parameters: {
				resource: 'candidate',
				operation: 'get',
				candidate: { __rl: true, mode: 'id', value: field('candidate.id') },
				options: { includeNotes: true },
			},
		}),
	];
}

/** The application, for expressions in later nodes. */
export const APPLICATION = `$('${checkNames.application}').item.json`;
