import type {
	IHookFunctions,
	INodeParameterResourceLocator,
	INodeProperties,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { textOf } from '../../shared/parameters';
import type { Settings } from './look';
import type { Link } from './stays';

const UUID = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

const job: INodeProperties = {
	displayName: 'Job',
	name: 'job',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The job whose candidates start the workflow. Any Job watches all of them.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a job…',
			typeOptions: { searchListMethod: 'searchJobsOrAny', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 8b1f0d1c-3c5e-4f0a-9a56-2f7f0c1d2e3a',
			hint: 'The ID stands in the address of the job in Ashby',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: `^\\s*(\\*|${UUID})\\s*$`,
						errorMessage: 'An Ashby ID looks like 8b1f0d1c-3c5e-4f0a-9a56-2f7f0c1d2e3a',
					},
				},
			],
		},
	],
};

const stage: INodeProperties = {
	displayName: 'Stage',
	name: 'stage',
	type: 'resourceLocator',
	// The list is that of the entry's own job.
	typeOptions: { loadOptionsDependsOn: ['&job.value'] },
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The interview stage that starts the workflow when a candidate enters it',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a stage…',
			typeOptions: { searchListMethod: 'searchStages', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. Video Interview',
			hint: 'Matches the stage of this name in every interview plan. Upper and lower case do not matter',
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 4d2a7e90-1b3c-4c8e-8f5d-6a7b8c9d0e1f',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: `^\\s*${UUID}\\s*$`,
						errorMessage: 'An Ashby ID looks like 4d2a7e90-1b3c-4c8e-8f5d-6a7b8c9d0e1f',
					},
				},
			],
		},
	],
};

export const linksProperty: INodeProperties = {
	displayName: 'Jobs and Stages',
	name: 'links',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Job and Stage' },
	default: { link: [{ job: { mode: 'list', value: '' }, stage: { mode: 'list', value: '' } }] },
	required: true,
	placeholder: 'Add Job and Stage',
	description: 'Each entry starts the workflow when a candidate of the job enters the stage',
	options: [{ displayName: 'Job and Stage', name: 'link', values: [job, stage] }],
};

export const simplifyProperty: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

export const properties: INodeProperties[] = [
	linksProperty,
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

/**
 * The entries of "Jobs and Stages" as links.
 *
 * @throws NodeOperationError that names the entry and the field that is not filled in
 */
export function readLinks(context: IHookFunctions | IPollFunctions | IWebhookFunctions): Link[] {
	const { link: entries = [] } = context.getNodeParameter('links', {}) as {
		link?: Array<Record<'job' | 'stage', INodeParameterResourceLocator | undefined>>;
	};
	if (entries.length === 0) {
		throw new NodeOperationError(context.getNode(), "'Jobs and Stages' is empty", {
			description: 'Add an entry and pick a job and a stage in it',
		});
	}
	return entries.map(({ job: jobField, stage: stageField }, index) => {
		const jobId = textOf(jobField);
		const stageText = textOf(stageField);
		const missing = !jobId ? 'Job' : !stageText ? 'Stage' : undefined;
		if (missing) {
			throw new NodeOperationError(
				context.getNode(),
				`'${missing}' is not set in entry ${index + 1} of 'Jobs and Stages'`,
				{ description: `Pick a ${missing.toLowerCase()} there, or delete the entry` },
			);
		}
		return stageField?.mode === 'name'
			? { jobId, stageName: stageText }
			: { jobId, stageId: stageText };
	});
}
