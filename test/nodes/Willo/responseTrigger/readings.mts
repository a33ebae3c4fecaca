import type { WilloSwitches } from '../../../sandbox/willo.mts';

/** Every reading of what Willo's JSON and its list may be like that makes a difference here. */
export const READINGS: Array<[string, Partial<WilloSwitches>]> = [
	['dates and stages', {}],
	['dates, stages that nobody moves', { responseMovesStage: false }],
	['no dates, stages', { participantDates: 'absent' }],
	[
		'no dates, stages that nobody moves, responses in the list',
		{ participantDates: 'absent', responseMovesStage: false, listResponses: 'present' },
	],
	[
		'nothing but the responses of a single participant',
		{ participantDates: 'absent', responseMovesStage: false },
	],
	[
		'the same, written another way',
		{ participantDates: 'absent', responseMovesStage: false, responseShape: 'flat' },
	],
	['no responses at all', { responseShape: 'absent' }],
];

/** What its list may do beside. */
export const LISTS: Array<[string, Partial<WilloSwitches>]> = [
	['that filters and orders', {}],
	['that filters only', { listOrdering: 'ignored' }],
	['that orders only', { listFilters: 'ignored', interviewForm: 'object' }],
	['that does neither', { listFilters: 'ignored', listOrdering: 'ignored' }],
];
