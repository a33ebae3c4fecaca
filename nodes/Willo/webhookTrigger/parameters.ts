import type {
	IHookFunctions,
	INodeProperties,
	INodePropertyOptions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { optionSubtitle } from '../../shared/node/subtitle';
import type { WilloEvent } from '../response/note';
import { interviewsProperty } from '../response/parameters';

const events: INodePropertyOptions[] = [
	{
		name: 'New Comment',
		value: 'new_comment',
		description: 'Someone comments on a participant',
	},
	{
		name: 'New Response',
		value: 'new_response',
		description: 'A participant responds to an interview',
	},
	{
		name: 'New Score',
		value: 'new_score',
		description: 'Someone scores a participant',
	},
	{
		name: 'Stage Change',
		value: 'stage_change',
		description: 'A participant moves to another stage',
	},
];

/** The subtitle on the canvas: the event. */
export const subtitle = `={{ ${optionSubtitle('event', events)} }}`;

export const properties: INodeProperties[] = [
	{
		displayName:
			"The webhook is created when you publish the workflow and removed when you unpublish it. If Willo can't reach your n8n, use the <b>Willo Response Trigger</b> instead.",
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Event',
		name: 'event',
		type: 'options',
		options: events,
		default: 'new_response',
	},
	interviewsProperty,
];

/** The event that runs the workflow. */
export function readEvent(context: IHookFunctions | IWebhookFunctions): WilloEvent {
	return context.getNodeParameter('event') as WilloEvent;
}

/** The keys of the interviews to follow, none for all. */
export function readInterviews(context: IHookFunctions | IWebhookFunctions): string[] {
	return context.getNodeParameter('interviews', []) as string[];
}
