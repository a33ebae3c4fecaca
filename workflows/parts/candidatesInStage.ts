/** The first steps of the templates that run daily: get the candidates in a stage, with their notes. */
import type { Numbered } from './core';
import { coreNode, everyWeekday } from './core';
import {
	ACROSS,
	byId,
	type Connections,
	connectOutputs,
	field,
	lineOf,
	ours,
	stageToSelect,
	type TemplateNode,
} from './lanes';

export const checkNames = {
	schedule: 'Every Weekday Morning',
	applications: 'Get Applications in Stage',
	application: 'Get Application',
	notes: 'Get Candidate and Notes',
} as const;

/** The application as it was listed, for expressions in later nodes: whoever can't be read has it, too. */
export const LISTED = `$('${checkNames.applications}').item.json`;

/** Each step continues with whoever can't be read, so that they are reported and all others are checked. */
export function checkLane(owner: Numbered): TemplateNode[] {
	return [
		coreNode(owner, 1, 'schedule', checkNames.schedule, [0, 0], everyWeekday),
		ours(owner, 2, {
			name: checkNames.applications,
			type: 'ashby',
			position: [ACROSS, 0],
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'application',
				operation: 'getAll',
				links: stageToSelect(),
				returnAll: true,
				filters: { status: 'Active' },
			},
		}),
		ours(owner, 4, {
			name: checkNames.application,
			type: 'ashby',
			position: [2 * ACROSS, 0],
			onError: 'continueRegularOutput',
			parameters: { resource: 'application', operation: 'get', applicationId: byId(field('id')) },
		}),
		ours(owner, 5, {
			name: checkNames.notes,
			type: 'ashby',
			position: [3 * ACROSS, 0],
			onError: 'continueRegularOutput',
			parameters: {
				resource: 'candidate',
				operation: 'get',
				candidate: byId(`={{ ${LISTED}.candidate.id }}`),
				options: { includeNotes: true },
			},
		}),
	];
}

/** @param whenFailed the node that reports that the applications could not be listed */
export function checkConnections(next: string, whenFailed: string): Connections {
	return {
		...lineOf(...Object.values(checkNames), next),
		...connectOutputs(checkNames.applications, checkNames.application, whenFailed),
	};
}

/** The current row of an application's history, which is the entry. */
export const currentEntry = (application: string) =>
	`${application}.applicationHistory?.find((row) => !row.leftStageAt)`;

/** The entry of the candidate, for expressions in later nodes. */
export const ENTRY = currentEntry(`$('${checkNames.application}').item.json`);

/** Why the candidate couldn't be read, empty if they could. */
export const UNREADABLE = `($('${checkNames.application}').item.json.error ?? $json.error ?? (${ENTRY} && $json.notes ? '' : 'Ashby shows no entry, or no notes'))`;

/** Willo's key of the participant, which the notes about an invitation and its response contain. */
export const KEY = '/\\b[0-9a-f]{32}\\b/i';
