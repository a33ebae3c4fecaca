import type { IHookFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import {
	includeJobFieldsProperty,
	readWatchedStages,
	simplifyProperty,
	skipJobsProperty,
	rowsProperty,
	watchedStagesSubtitle,
} from '../stageEntry/watchedStagesField';
import type { WatchedStage } from '../stageEntry/watchedStages';
import { optionSubtitle } from '../../shared/node/subtitle';
import { events, STAGE_CHANGE } from './events';

export const WEBHOOKS_PAGE = 'Ashby → Admin → Integrations → Webhooks';

type Context = IHookFunctions | IWebhookFunctions;

export const properties: INodeProperties[] = [
	{
		displayName:
			'Ashby must be able to reach your n8n, and may not repeat a delivery that fails. To catch lost stage changes, add an <b>Ashby Stage Trigger</b> with the same jobs and stages.',
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
	},
	{ ...rowsProperty, displayOptions: { show: { event: [STAGE_CHANGE] } } },
	simplifyProperty,
	{ ...includeJobFieldsProperty, displayOptions: { show: { event: [STAGE_CHANGE] } } },
	{ ...skipJobsProperty, displayOptions: { show: { event: [STAGE_CHANGE] } } },
	{
		displayName: 'Webhook Registration',
		name: 'registration',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Created and removed by n8n',
			},
			{
				name: 'Manual',
				value: 'manual',
				description: 'You create the webhook in the Ashby settings',
			},
		],
		default: 'automatic',
		hint: 'With Automatic, the API key needs the apiKeysWrite permission',
		description: 'How the webhook is created in Ashby',
	},
	{
		// n8n shows links and lists in a notice, and strips everything else.
		displayName: `<ul><li>Choose a secret token and enter it below.</li><li>Publish this workflow, so that it can answer Ashby's ping.</li><li>In ${WEBHOOKS_PAGE}, create a webhook for this event with the same secret token and the Production URL shown above.</li></ul>`,
		name: 'steps',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['manual'] } },
	},
	{
		displayName: 'Secret Token',
		name: 'secretToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description:
			'The secret token of the webhook in Ashby, used to verify that deliveries come from Ashby',
		displayOptions: { show: { registration: ['manual'] } },
	},
];

/** Only a person who creates the webhook needs its address. */
export const hideUrl = "={{ $parameter.registration !== 'manual' }}";

/** The subtitle on the canvas: the event, or the watched stages by name. */
export const subtitle = `={{ $parameter.event === '${STAGE_CHANGE}' ? ${watchedStagesSubtitle('Candidate enters stage')} : ${optionSubtitle('event', events)} }}`;

/** The type of webhook, such as `candidateStageChange`. */
export function readEvent(context: Context): string {
	return context.getNodeParameter('event') as string;
}

export function isManual(context: Context): boolean {
	return context.getNodeParameter('registration', 'automatic') === 'manual';
}

/** The secret of a webhook that a person created; empty if it isn't filled in. */
export function readSecretToken(context: Context): string {
	return String(context.getNodeParameter('secretToken', '') ?? '').trim();
}

/** The watched stages, undefined for an event without any. */
export function readWatched(context: Context): WatchedStage[] | undefined {
	return readEvent(context) === STAGE_CHANGE ? readWatchedStages(context) : undefined;
}

/**
 * Checks the parameters when a person publishes the workflow.
 *
 * @throws NodeOperationError that names the field
 */
export function checkParameters(context: IHookFunctions): void {
	readWatched(context);
	if (isManual(context) && !readSecretToken(context)) {
		throw new NodeOperationError(context.getNode(), "'Secret Token' is empty", {
			description: `Enter the secret token of the webhook in ${WEBHOOKS_PAGE}`,
		});
	}
}
