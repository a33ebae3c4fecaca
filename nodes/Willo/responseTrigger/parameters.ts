import type { INodeProperties, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { interviewsProperty } from '../interviewsProperty';
import type { Settings } from './look';
import type { WhenActivated } from './responded';

const MOST_DAYS = 365;

export const properties: INodeProperties[] = [
	{
		displayName:
			'For an n8n that Willo cannot reach. Willo asks not to be polled: where it can reach this n8n, use the <b>Willo Trigger</b> instead. Every 30 minutes is often enough here. Who was invited long ago may be noticed some polls later.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	interviewsProperty,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Watch for Days',
				name: 'watchForDays',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: MOST_DAYS },
				default: 60,
				description:
					'How many days after the invitation to wait for a response. Fewer days mean fewer requests.',
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
						description: 'Also those that came while the workflow was switched off',
					},
					{
						name: 'Include Existing',
						value: 'includeExisting',
						description: 'Also those that are already there, once',
					},
				],
			},
		],
	},
];

type OwnSettings = Pick<Settings, 'interviews' | 'watchForDays' | 'whenActivated'>;

/** @throws NodeOperationError that names the field that cannot be used */
export function readSettings(context: IPollFunctions): OwnSettings {
	const interviews = context.getNodeParameter('interviews', []) as string[];
	const { watchForDays = 60, whenActivated = 'fromNowOn' } = context.getNodeParameter(
		'options',
		{},
	) as { watchForDays?: number; whenActivated?: WhenActivated };
	if (!(watchForDays >= 1 && watchForDays <= MOST_DAYS)) {
		throw new NodeOperationError(context.getNode(), "'Watch for Days' is out of range", {
			description: `Enter a number of days from 1 to ${MOST_DAYS}`,
		});
	}
	return {
		interviews: [...new Set(interviews.map((key) => key.trim().toLowerCase()))].filter(Boolean),
		watchForDays,
		whenActivated,
	};
}
