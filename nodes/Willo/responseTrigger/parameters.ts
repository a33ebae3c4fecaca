import type { INodeProperties, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { interviewsProperty } from '../response/parameters';
import { optionsField } from '../../shared/node/parameters';

export interface Settings {
	/** The keys of the interviews to watch, none for all. */
	interviews: string[];
	whenActivated: 'catchUp' | 'fromNowOn' | 'includeExisting';
	/** Number of days after the invitation to watch for a response. */
	watchForDays: number;
	/** Number of days to return each response again, 0 for never. */
	repeatForDays: number;
}

const MOST_DAYS = 365;
const MOST_REPEAT_DAYS = 30;

export const properties: INodeProperties[] = [
	{
		displayName:
			"Use this if Willo can't reach your n8n, or next to a <b>Willo Trigger</b> to catch missed responses. Willo asks for infrequent polling: every 30 minutes is enough. Responses to old invitations may take a few polls to show up.",
		name: 'notice',
		type: 'notice',
		default: '',
	},
	interviewsProperty,
	{
		...optionsField,
		options: [
			{
				displayName: 'Existing Responses',
				name: 'whenActivated',
				type: 'options',
				default: 'fromNowOn',
				description: 'What to do about responses that exist when you publish the workflow',
				options: [
					{
						name: 'Skip',
						value: 'fromNowOn',
						description: 'Only return responses submitted after the workflow is published',
					},
					{
						name: 'Those That Came While Unpublished',
						value: 'catchUp',
						description: 'Return those submitted while the workflow was unpublished',
					},
					{
						name: 'All Once',
						value: 'includeExisting',
						description: 'Return all of them, once',
					},
				],
			},
			{
				displayName: 'Retry for Days',
				name: 'repeatForDays',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: MOST_REPEAT_DAYS },
				default: 0,
				description:
					'Number of days to keep returning each response, at increasing intervals, so that notes lost in an outage are still added. In Add Note, set Skip If a Note Contains to the ID of this item. 0 returns each response once.',
			},
			{
				displayName: 'Stop Waiting After Days',
				name: 'watchForDays',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: MOST_DAYS },
				default: 60,
				description: 'Number of days after the invitation to watch for a response',
			},
		],
	},
];

/** @throws NodeOperationError that names an invalid field */
export function readSettings(context: IPollFunctions): Settings {
	const interviews = context.getNodeParameter('interviews', []) as string[];
	const options = context.getNodeParameter('options', {}) as Partial<Settings>;
	const { repeatForDays = 0, watchForDays = 60, whenActivated = 'fromNowOn' } = options;
	const checkDays = (field: string, days: number, fewest: number, most: number) => {
		if (days >= fewest && days <= most) return;
		throw new NodeOperationError(context.getNode(), `'${field}' is out of range`, {
			description: `Enter a number of days from ${fewest} to ${most}`,
		});
	};
	checkDays('Retry for Days', repeatForDays, 0, MOST_REPEAT_DAYS);
	checkDays('Stop Waiting After Days', watchForDays, 1, MOST_DAYS);
	const keys = interviews.map((key) => key.trim().toLowerCase()).filter(Boolean);
	return { interviews: [...new Set(keys)], repeatForDays, watchForDays, whenActivated };
}
