/** Who is in an interview stage now, with their notes: the beginning of the templates that check. */
import type { Numbered } from './core';
import { conditions, coreNode, everyMorning } from './core';
import { ACROSS, field, listLocator, ours, type TemplateNode } from './lanes';

export const standing = {
	schedule: 'Every Weekday Morning',
	applications: 'Get Active Applications',
	inStage: 'Only in the Interview Stage',
	application: 'Get Application',
	notes: 'Get Candidate With Notes',
} as const;

/** What a person changes to the name of their own stage. */
export const STAGE_TITLE = 'Video Interview';

export const inStage = { left: field('currentInterviewStage.title'), right: STAGE_TITLE };

export function standingLane(owner: Numbered): TemplateNode[] {
	return [
		coreNode(owner, 1, 'schedule', standing.schedule, [0, 0], everyMorning),
		ours(owner, 2, {
			name: standing.applications,
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
			standing.inStage,
			[2 * ACROSS, 0],
			conditions({ ...inStage, operator: ['string', 'equals'] }),
		),
		ours(owner, 4, {
			name: standing.application,
			type: 'ashby',
			position: [3 * ACROSS, 0],
			parameters: { resource: 'application', operation: 'get', applicationId: field('id') },
		}),
		ours(owner, 5, {
			name: standing.notes,
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

/** The application that the notes are about, for an expression further on. */
export const APPLICATION = `$('${standing.application}').item.json`;
