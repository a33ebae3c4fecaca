import type { INodeProperties, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Turn } from '../../shared/polling';
import { interviewsProperty } from '../response/parameters';
import type { Settings } from './poll';

const MOST_DAYS = 365;
const MOST_REPEAT_DAYS = 30;

export const properties: INodeProperties[] = [
	{
		displayName:
			'Use this if Willo can’t reach your n8n, or next to a <b>Willo Trigger</b> to catch missed responses. Willo asks to be polled sparingly: every 30 minutes is often enough. Responses of people who were invited long ago may take a few polls.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	interviewsProperty,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Repeat for Days',
				name: 'repeatForDays',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: MOST_REPEAT_DAYS },
				default: 0,
				description:
					'How many days to keep returning each response, at growing intervals, so that a note lost in an outage is still written. In Add Note, turn on Skip If Exists with this item’s ID as Identifying Text. 0 returns each response once.',
			},
			{
				displayName: 'Watch for Days',
				name: 'watchForDays',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: MOST_DAYS },
				default: 60,
				description:
					'How many days after the invitation to watch for a response. Fewer days mean fewer requests.',
			},
			{
				displayName: 'When Activated',
				name: 'whenActivated',
				type: 'options',
				default: 'fromNowOn',
				description: 'Which responses to return when the workflow is published',
				options: [
					{
						name: 'From Now On',
						value: 'fromNowOn',
						description: 'Only responses that come after the workflow is published',
					},
					{
						name: 'Catch Up',
						value: 'catchUp',
						description: 'Also responses that came while the workflow was unpublished',
					},
					{
						name: 'Include Existing',
						value: 'includeExisting',
						description: 'Also responses that are already there, once',
					},
				],
			},
		],
	},
];

type OwnSettings = Omit<Settings, keyof Turn>;

/** @throws NodeOperationError that names the field that cannot be used */
export function readSettings(context: IPollFunctions): OwnSettings {
	const interviews = context.getNodeParameter('interviews', []) as string[];
	const options = context.getNodeParameter('options', {}) as Partial<OwnSettings>;
	const { repeatForDays = 0, watchForDays = 60, whenActivated = 'fromNowOn' } = options;
	checkDays(context, 'Repeat for Days', repeatForDays, 0, MOST_REPEAT_DAYS);
	checkDays(context, 'Watch for Days', watchForDays, 1, MOST_DAYS);
	return {
		interviews: [...new Set(interviews.map((key) => key.trim().toLowerCase()))].filter(Boolean),
		repeatForDays,
		watchForDays,
		whenActivated,
	};
}

function checkDays(
	context: IPollFunctions,
	field: string,
	days: number,
	fewest: number,
	most: number,
): void {
	if (days >= fewest && days <= most) return;
	throw new NodeOperationError(context.getNode(), `'${field}' is out of range`, {
		description: `Enter a number of days from ${fewest} to ${most}`,
	});
}
