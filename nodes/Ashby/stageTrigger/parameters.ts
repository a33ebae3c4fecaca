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
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Include Who Left',
				name: 'includeWhoLeft',
				type: 'boolean',
				default: false,
				description:
					'Whether to also return candidates who entered the stage and left it again between two polls',
			},
			{
				displayName: 'Max Candidates per Poll',
				name: 'maxCandidates',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 1000,
				description:
					'Max number of candidates to return at once. The rest come with the next poll.',
			},
			{
				displayName: 'Minimum Minutes in Stage',
				name: 'minMinutesInStage',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'How long a candidate must have been in the stage before the entry counts. A card that is dropped in the wrong column and moved away within this time starts nothing.',
			},
			{
				displayName: 'Repeat Until Noted',
				name: 'repeatUntilNoted',
				type: 'boolean',
				default: false,
				description:
					"Whether to return an entry again, after growing waits, until one of the candidate's notes contains its ID. Whatever went wrong then heals by itself. Turn this on only if a later step writes such a note, as in the templates.",
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
						description: 'Also those who entered the stage while the workflow was switched off',
					},
					{
						name: 'Include Existing',
						value: 'includeExisting',
						description: 'Also those who are already in the stage, once',
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
 * @throws NodeOperationError that names the option that cannot be used
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
	throw new NodeOperationError(context.getNode(), `'${field}' is not a number from ${least} on`, {
		description: `Enter ${least} or more in the options`,
	});
}
