import type { IHookFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import {
	readWatchedStages,
	simplifyProperty,
	watchedStagesProperty,
} from '../stageEntry/parameters';
import type { WatchedStage } from '../stageEntry/watchedStages';
import { events, STAGE_CHANGE } from './events';

export const WEBHOOKS_PAGE = 'Ashby → Admin → Integrations → Webhooks';

type Context = IHookFunctions | IWebhookFunctions;

export const properties: INodeProperties[] = [
	{
		displayName:
			'Ashby must be able to reach this n8n, and does not repeat everything that it could not deliver. An Ashby Stage Trigger beside this node, with the same jobs and stages, catches what got lost.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Event',
		name: 'event',
		type: 'options',
		options: events,
		default: STAGE_CHANGE,
		description: 'What starts the workflow',
	},
	{ ...watchedStagesProperty, displayOptions: { show: { event: [STAGE_CHANGE] } } },
	simplifyProperty,
	{
		displayName: 'Webhook Registration',
		name: 'registration',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Created and removed by n8n: the key needs the permission apiKeysWrite',
			},
			{
				name: 'By Hand',
				value: 'byHand',
				description: 'A person creates the webhook in Ashby’s settings',
			},
		],
		default: 'automatic',
		description: 'How Ashby gets to know the address of this workflow',
	},
	{
		displayName: `1. Think of a Secret Token and enter it below.<br>2. Publish this workflow, so that it can answer Ashby’s ping.<br>3. In ${WEBHOOKS_PAGE}, create a webhook of this event with the same Secret Token and with the Production URL shown at the top.`,
		name: 'steps',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['byHand'] } },
	},
	{
		displayName: 'Secret Token',
		name: 'secretToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'The Secret Token of the webhook in Ashby. Ashby signs what it sends with it.',
		displayOptions: { show: { registration: ['byHand'] } },
	},
];

/** The type of webhook, such as `candidateStageChange`. */
export function readEvent(context: Context): string {
	return context.getNodeParameter('event') as string;
}

export function isByHand(context: Context): boolean {
	return context.getNodeParameter('registration', 'automatic') === 'byHand';
}

/** The secret of a webhook that a person made; empty when it has not been filled in. */
export function readSecretToken(context: Context): string {
	return String(context.getNodeParameter('secretToken', '') ?? '').trim();
}

/** The watched stages, undefined for an event that knows none. */
export function readWatched(context: Context): WatchedStage[] | undefined {
	return readEvent(context) === STAGE_CHANGE ? readWatchedStages(context) : undefined;
}

/**
 * Tells a person who publishes what is not filled in.
 *
 * @throws NodeOperationError that names the field
 */
export function checkParameters(context: IHookFunctions): void {
	readWatched(context);
	if (isByHand(context) && !readSecretToken(context)) {
		throw new NodeOperationError(context.getNode(), "'Secret Token' is empty", {
			description: `Enter the Secret Token that the webhook has in ${WEBHOOKS_PAGE}`,
		});
	}
}
