import type { INodeProperties, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import {
	includeJobFieldsProperty,
	simplifyProperty,
	skipJobsProperty,
	rowsProperty,
} from '../stageEntry/watchedStagesField';
import type { Options } from './settings';
import { optionsField } from '../../shared/node/parameters';

export const properties: INodeProperties[] = [
	rowsProperty,
	simplifyProperty,
	includeJobFieldsProperty,
	{
		...optionsField,
		options: [
			{
				displayName: 'Candidates Already in the Stage',
				name: 'whenActivated',
				type: 'options',
				default: 'fromNowOn',
				description:
					'What to do about candidates who are in the stage when you publish the workflow',
				options: [
					{
						name: 'Skip',
						value: 'fromNowOn',
						description:
							'Only return candidates who enter the stage after the workflow is published',
					},
					{
						name: 'Those Who Came While Unpublished',
						value: 'catchUp',
						description: 'Return those who entered the stage while the workflow was unpublished',
					},
					{
						name: 'All Once',
						value: 'includeExisting',
						description: 'Return everyone who is in the stage, once',
					},
				],
			},
			{
				displayName: 'Include Candidates Who Left',
				name: 'includeWhoLeft',
				type: 'boolean',
				default: false,
				description:
					'Whether to also return candidates who entered the stage and left it between two polls',
			},
			{
				displayName: 'Max Candidates per Poll',
				name: 'maxCandidates',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 1000,
				description: 'Max number of candidates to return at once. The next poll returns the rest.',
			},
			{
				displayName: 'Minimum Minutes in Stage',
				name: 'minMinutesInStage',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'Number of minutes a candidate must have been in the stage before the workflow starts. Candidates who leave sooner are ignored. At most 10080 (7 days).',
			},
			{
				displayName: 'Minutes per Attempt',
				name: 'minutesPerAttempt',
				type: 'number',
				typeOptions: { minValue: 3 },
				default: 3,
				description:
					'Number of minutes that an attempt may take before a candidate is returned again, with Retry Until a Note Exists. Raise it if the workflow waits before it invites, such as with a Wait node or an approval. At most 10080 (7 days).',
			},
			{
				displayName: 'Retry Until a Note Exists',
				name: 'repeatUntilNoted',
				type: 'boolean',
				default: false,
				description:
					'Whether to return a candidate again, at increasing intervals, until one of their notes contains the ID of the entry. The workflow then recovers from outages and failed executions automatically. Only turn this on if a later step adds that note, as in the templates.',
			},
			skipJobsProperty,
		],
	},
];

/**
 * The options with their defaults.
 *
 * @throws NodeOperationError that names an invalid option
 */
export function readOptions(context: IPollFunctions): Options {
	const options = context.getNodeParameter('options', {}) as Partial<Options>;
	checkNumber(context, 'Max Candidates per Poll', options.maxCandidates, 1);
	checkNumber(context, 'Minimum Minutes in Stage', options.minMinutesInStage, 0, MOST_MINUTES);
	checkNumber(context, 'Minutes per Attempt', options.minutesPerAttempt, 3, MOST_MINUTES);
	return {
		whenActivated: 'fromNowOn',
		includeWhoLeft: false,
		maxCandidates: 1000,
		minMinutesInStage: 0,
		minutesPerAttempt: 3,
		repeatUntilNoted: false,
		skipJobsWithoutInterview: false,
		...options,
	};
}

/** Seven days: the trigger remembers everything for at least that long. */
const MOST_MINUTES = 7 * 24 * 60;

function checkNumber(
	context: IPollFunctions,
	field: string,
	value: unknown,
	least: number,
	most = Infinity,
): void {
	if (value === undefined || (typeof value === 'number' && value >= least && value <= most)) return;
	const range = most === Infinity ? `${least} or more` : `from ${least} to ${most}`;
	throw new NodeOperationError(context.getNode(), `'${field}' must be ${range}`, {
		description: `Enter ${most === Infinity ? range : `a number ${range}`}`,
	});
}
