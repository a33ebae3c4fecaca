/**
 * From an entry into the stage to the invitation and its note.
 *
 * n8n never resumes an execution during which it was killed: the trigger hands out again whom no note
 * names. So each entry ends in a note that names it, and one candidate is done with, note included,
 * before the next is begun: a kill leaves at most one who is invited without a note, and of such a
 * one Willo is asked first.
 */
import { names } from './names';
import { condition, listLocator, locator, nodeId, PACKAGE, type TemplateNode, to } from './node';
import type { Plan } from './plans';

const entry = (field: string) => `$('${names.loop}').item.json.${field}`;
const fromEntry = (field: string) => `={{ ${entry(field)} }}`;

/** The last words of both notes: whoever was dealt with is known by them for good. */
const ENTRY_NAMED = `Entry: {{ ${entry('id')} }}`;

/**
 * What Skip Entries Already Handled remembers of an entry: its id, so that webhook and polling let
 * it through once together. What may be a repeat has a key of its own, because the execution that
 * had the id before may have been killed; the notes then tell.
 */
function dedupeKey({ isInstant }: Plan): string {
	const first = isInstant ? "$json.beforeRestart ? $json.id + '-poll' : $json.id" : '$json.id';
	return `={{ $json.delivery > 1 ? $json.id + '-' + $json.delivery : ${first} }}`;
}

/** Asking Willo first costs a request, so only who may have been invited already is asked about. */
function ifAlreadyInvited({ isInstant }: Plan): string {
	const mayBeRepeat = [`${entry('delivery')} > 1`, ...(isInstant ? [entry('beforeRestart')] : [])];
	return `={{ ${mayBeRepeat.join(' || ')} ? 'skip' : 'inviteAgain' }}`;
}

function triggers(plan: Plan): TemplateNode[] {
	const links = { link: [{ job: listLocator(), stage: listLocator() }] };
	const stageTrigger: TemplateNode = {
		id: nodeId(1),
		name: names.stageTrigger,
		type: `${PACKAGE}.ashbyStageTrigger`,
		typeVersion: 1,
		position: [0, 0],
		parameters: {
			pollTimes: { item: [plan.pollTime] },
			links,
			options: { repeatAfterCrash: true },
		},
	};
	if (!plan.isInstant) return [stageTrigger];
	const ashbyTrigger: TemplateNode = {
		id: nodeId(12),
		name: names.ashbyTrigger,
		type: `${PACKAGE}.ashbyTrigger`,
		typeVersion: 1,
		position: [0, -192],
		parameters: { event: 'candidateStageChange', links },
	};
	return [ashbyTrigger, stageTrigger];
}

/**
 * The most that n8n grants: a loop makes more requests than Ashby's 1,000 a minute when many enter at
 * once, and Ashby then asks for a wait of up to a minute.
 */
const patient = { retryOnFail: true, maxTries: 5, waitBetweenTries: 5000 } as const;

/** One candidate after the other, and of those only whom nobody has dealt with. */
function choice(plan: Plan): TemplateNode[] {
	return [
		{
			id: nodeId(15),
			name: names.loop,
			type: 'n8n-nodes-base.splitInBatches',
			typeVersion: 3,
			position: [208, 0],
			parameters: { batchSize: 1, options: {} },
		},
		{
			// Within the loop: when it cannot remember, n8n's node lets the first of its items through
			// alone, and puts the message in the place of the item's data. It is full at 10,000 for good.
			id: nodeId(2),
			name: names.removeDuplicates,
			type: 'n8n-nodes-base.removeDuplicates',
			typeVersion: 2,
			position: [416, 0],
			onError: 'continueRegularOutput',
			parameters: {
				operation: 'removeItemsSeenInPreviousExecutions',
				logic: 'removeItemsWithAlreadySeenKeyValues',
				dedupeValue: dedupeKey(plan),
				options: { scope: 'node', historySize: 10000 },
			},
		},
		{
			// Executions at one time lose each other's memory in the node above; Ashby keeps its notes.
			...patient,
			id: nodeId(13),
			name: names.lookAtNotes,
			type: `${PACKAGE}.ashby`,
			typeVersion: 1,
			position: [624, 0],
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'candidate',
				operation: 'get',
				candidate: locator('id', fromEntry('candidate.id')),
				options: { includeNotes: true },
			},
		},
		{
			id: nodeId(14),
			name: names.notYetNoted,
			type: 'n8n-nodes-base.if',
			typeVersion: 2.2,
			position: [832, 0],
			parameters: condition(
				nodeId(114),
				`={{ $json.notes.some((note) => (note.content || '').includes(${entry('id')})) }}`,
				['boolean', 'false'],
			),
		},
		{
			id: nodeId(3),
			name: names.hasEmail,
			type: 'n8n-nodes-base.if',
			typeVersion: 2.2,
			position: [1040, 0],
			parameters: condition(nodeId(103), fromEntry('candidate.email'), ['string', 'notEmpty']),
		},
	];
}

/** A note that Ashby does not take must not stop the candidates behind it. */
const noteNode = {
	...patient,
	type: `${PACKAGE}.ashby`,
	typeVersion: 1,
	onError: 'continueRegularOutput',
} as const;

const noteParameters = {
	resource: 'candidate',
	operation: 'addNote',
	candidate: locator('id', fromEntry('candidate.id')),
	noteFormat: 'text',
};

function invitation(plan: Plan): TemplateNode[] {
	return [
		{
			id: nodeId(4),
			name: names.invite,
			type: `${PACKAGE}.willo`,
			typeVersion: 1,
			position: [1248, 0],
			// What cannot be invited goes on to a note that a recruiter sees.
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'participant',
				operation: 'invite',
				interview: listLocator(),
				name: fromEntry('candidate.name'),
				email: fromEntry('candidate.email'),
				phone: fromEntry("candidate.phone || ''"),
				options: {
					externalId: fromEntry('candidate.id'),
					ifAlreadyInvited: ifAlreadyInvited(plan),
					invitedSince: fromEntry('enteredStageAt'),
				},
			},
		},
		{
			...noteNode,
			id: nodeId(5),
			name: names.noteInvitation,
			position: [1456, 0],
			parameters: {
				...noteParameters,
				note: `=Invited to a one-way video interview in Willo. Willo participant: {{ $json.key }}. ${ENTRY_NAMED}`,
				options: { skipIfExists: true },
			},
		},
		{
			...noteNode,
			id: nodeId(6),
			name: names.noteNotInvited,
			position: [1456, 240],
			parameters: {
				...noteParameters,
				note: `=Not invited to the one-way video interview in Willo: {{ $json.error || 'the candidate has no e-mail address in Ashby' }}. Please mend this, then move the candidate out of the stage "{{ ${entry('stage.title')} }}" and back to try again. ${ENTRY_NAMED}`,
				options: { sendNotifications: true, skipIfExists: true },
			},
		},
	];
}

/** When all are done: says of whom nothing stands in Ashby. */
const ending: TemplateNode[] = [
	{
		id: nodeId(16),
		name: names.unwritten,
		type: 'n8n-nodes-base.filter',
		typeVersion: 2.2,
		position: [416, -192],
		parameters: condition(nodeId(116), '={{ $json.error }}', ['string', 'notEmpty']),
	},
	{
		id: nodeId(17),
		name: names.tellUnwritten,
		type: 'n8n-nodes-base.stopAndError',
		typeVersion: 1,
		position: [624, -192],
		parameters: {
			errorType: 'errorMessage',
			errorMessage: `=Ashby did not take the note on {{ $input.all().map((_, index) => $('${names.removeDuplicates}').itemMatching(index).json.candidate?.name).join(', ') }}: {{ $json.error }}. Write it by hand, or restart n8n within a day once Ashby takes notes: nobody is invited twice.`,
		},
	},
];

export function invitationLane(plan: Plan): TemplateNode[] {
	return [...triggers(plan), ...choice(plan), ...invitation(plan), ...ending];
}

export function invitationConnections(plan: Plan) {
	const fromTrigger = { main: [to(names.loop)] };
	return {
		...(plan.isInstant ? { [names.ashbyTrigger]: fromTrigger } : {}),
		[names.stageTrigger]: fromTrigger,
		[names.loop]: { main: [to(names.unwritten), to(names.removeDuplicates)] },
		[names.removeDuplicates]: { main: [to(names.lookAtNotes), to(names.loop)] },
		[names.lookAtNotes]: { main: [to(names.notYetNoted), to(names.noteNotInvited)] },
		[names.notYetNoted]: { main: [to(names.hasEmail), to(names.loop)] },
		[names.hasEmail]: { main: [to(names.invite), to(names.noteNotInvited)] },
		[names.invite]: { main: [to(names.noteInvitation), to(names.noteNotInvited)] },
		[names.noteInvitation]: { main: [to(names.loop)] },
		[names.noteNotInvited]: { main: [to(names.loop)] },
		[names.unwritten]: { main: [to(names.tellUnwritten)] },
	};
}
