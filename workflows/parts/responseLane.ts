/** From the candidate's response in Willo to the note in Ashby. */
import { names } from './names';
import { locator, nodeId, PACKAGE, type TemplateNode, to } from './node';
import type { Plan } from './plans';

const fromResponse = (field: string) => `={{ $('${names.response}').item.json.${field} }}`;

/** Off: it is for an n8n that Willo cannot reach, in place of the Willo Trigger. */
const responseTriggerNode: TemplateNode = {
	id: nodeId(10),
	name: names.responseTrigger,
	type: `${PACKAGE}.willoResponseTrigger`,
	typeVersion: 1,
	position: [0, 768],
	disabled: true,
	parameters: {
		pollTimes: { item: [{ mode: 'everyX', value: 30, unit: 'minutes' }] },
		options: {},
	},
};

export function responseLane(plan: Plan): TemplateNode[] {
	return [
		{
			id: nodeId(7),
			name: names.willoTrigger,
			type: `${PACKAGE}.willoTrigger`,
			typeVersion: 1,
			position: [0, 592],
			parameters: { event: 'new_response' },
		},
		...(plan.isInstant ? [] : [responseTriggerNode]),
		{
			// The one place to which later nodes can point back, whichever trigger has started.
			id: nodeId(11),
			name: names.response,
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [208, 592],
			parameters: {},
		},
		{
			id: nodeId(8),
			name: names.noteResponse,
			type: `${PACKAGE}.ashby`,
			typeVersion: 1,
			position: [416, 592],
			// Willo may not give the external id back, or it may be another system's.
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'candidate',
				operation: 'addNote',
				candidate: locator('id', '={{ $json.participant.externalId }}'),
				noteFormat: 'html',
				note: '={{ $json.note.html }}',
				options: { skipIfExists: true },
			},
		},
		{
			id: nodeId(9),
			name: names.noteResponseByEmail,
			type: `${PACKAGE}.ashby`,
			typeVersion: 1,
			position: [832, 592],
			parameters: {
				resource: 'candidate',
				operation: 'addNote',
				candidate: locator('email', fromResponse('participant.email')),
				noteFormat: 'html',
				note: fromResponse('note.html'),
				options: { skipIfExists: true, notesContain: fromResponse('participant.key') },
			},
		},
	];
}

export function responseConnections(plan: Plan) {
	const fromTrigger = { main: [to(names.response)] };
	return {
		[names.willoTrigger]: fromTrigger,
		...(plan.isInstant ? {} : { [names.responseTrigger]: fromTrigger }),
		[names.response]: { main: [to(names.noteResponse)] },
		[names.noteResponse]: { main: [[], to(names.noteResponseByEmail)] },
	};
}
