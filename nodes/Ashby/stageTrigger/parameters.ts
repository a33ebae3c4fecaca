import type { INodeProperties, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { simplifyProperty, watchedStagesProperty } from '../stageEntry/parameters';
import type { Settings } from './poll';

export const properties: INodeProperties[] = [
	watchedStagesProperty,
	simplifyProperty,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
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
					'Number of minutes a candidate must have been in the stage before the workflow starts. Candidates who leave sooner are ignored.',
			},
			{
				displayName: 'Repeat Until Noted',
				name: 'repeatUntilNoted',
				type: 'boolean',
				default: false,
				description:
					'Whether to return a candidate again, at increasing intervals, until one of their notes contains the ID of the entry. The workflow then recovers from outages and failed executions automatically. Only turn this on if a later step adds that note, as in the templates.',
			},
			{
				displayName: 'When Activated',
				name: 'whenActivated',
				type: 'options',
				default: 'fromNowOn',
				description: 'Which candidates to return when the workflow is published',
				options: [
					{
						name: 'From Now On',
						value: 'fromNowOn',
						description: 'Only candidates who enter the stage after the workflow is published',
					},
					{
						name: 'Catch Up',
						value: 'catchUp',
						description: 'Also candidates who entered the stage while the workflow was unpublished',
					},
					{
						name: 'Include Existing',
						value: 'includeExisting',
						description: 'Also candidates who are already in the stage, once',
					},
				],
			},
		],
	},
];

export type Options = Pick<
	Settings,
	'includeWhoLeft' | 'maxCandidates' | 'minMinutesInStage' | 'repeatUntilNoted' | 'whenActivated'
>;

/**
 * The options with their defaults.
 *
 * @throws NodeOperationError that names an invalid option
 */
export function readOptions(context: IPollFunctions): Options {
	const options = context.getNodeParameter('options', {}) as Partial<Options>;
	checkNumber(context, 'Max Candidates per Poll', options.maxCandidates, 1);
	checkNumber(context, 'Minimum Minutes in Stage', options.minMinutesInStage, 0);
	return {
		whenActivated: 'fromNowOn',
		includeWhoLeft: false,
		maxCandidates: 1000,
		minMinutesInStage: 0,
		repeatUntilNoted: false,
		...options,
	};
}

function checkNumber(context: IPollFunctions, field: string, value: unknown, least: number): void {
	if (value === undefined || (typeof value === 'number' && value >= least)) return;
	throw new NodeOperationError(context.getNode(), `'${field}' must be ${least} or more`, {
		description: `Enter ${least} or more`,
	});
}
