/** The two lanes of a template: from an entry to the invitation note, and from a response to its note. */
import type { Plan } from './plans';

export interface TemplateNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: Position;
	parameters: Record<string, unknown>;
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
}

export type Position = [x: number, y: number];

export const names = {
	stageTrigger: 'Ashby Stage Trigger',
	ashbyTrigger: 'Ashby Trigger',
	invite: 'Invite to Willo Interview',
	noteInvitation: 'Add Invitation Note',
	willoTrigger: 'Willo Trigger',
	responseTrigger: 'Willo Response Trigger',
	noteResponse: 'Add Response Note',
} as const;

/** The distance between nodes, across and down. */
export const ACROSS = 240;
export const DOWN = 208;

/** n8n's durable pollers need IDs that no other workflow uses, so each template has its own prefix. */
export function nodeId({ number }: { number: number }, index: number): string {
	return `a5b1e11${number.toString(16)}-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

/** A dropdown with an ID in it, or an expression for one. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** A dropdown with nothing selected. */
export const listLocator = () => ({ __rl: true, mode: 'list', value: '' });

/** One row of "Jobs and Stages" to fill in: n8n doesn't publish a workflow while it is empty. */
export const stageToSelect = () => ({ link: [{ job: listLocator(), stage: listLocator() }] });

export const field = (path: string) => `={{ $json.${path} }}`;

/** A node of this package. */
export function ours(
	plan: { number: number },
	index: number,
	node: Omit<TemplateNode, 'id' | 'typeVersion'>,
): TemplateNode {
	const type = `n8n-nodes-ashby-willo.${node.type}`;
	return { id: nodeId(plan, index), ...node, type, typeVersion: 1 };
}

/** The step after an invitation or a response. Both pass on the candidate's ID in the same field. */
const addNote = {
	resource: 'candidate',
	operation: 'addNote',
	candidate: byId(field('participant.externalId')),
	noteFormat: 'html',
	note: field('note.html'),
};

/** The upper lane. An entry is done once a note contains its ID; until then it is returned again. */
export function invitationLane(plan: Plan): TemplateNode[] {
	const links = stageToSelect();
	const ashbyTrigger = ours(plan, 2, {
		name: names.ashbyTrigger,
		type: 'ashbyTrigger',
		position: [0, DOWN],
		parameters: { event: 'candidateStageChange', links },
	});
	return [
		ours(plan, 1, {
			name: names.stageTrigger,
			type: 'ashbyStageTrigger',
			position: [0, 0],
			parameters: {
				pollTimes: { item: [plan.pollTime] },
				links,
				options: {
					repeatUntilNoted: true,
					// Gives the webhook time to be first.
					...(plan.isInstant && { minMinutesInStage: 5 }),
				},
			},
		}),
		...(plan.isInstant ? [ashbyTrigger] : []),
		ours(plan, 3, {
			name: names.invite,
			type: 'willo',
			position: [ACROSS, 0],
			// The next node writes the notes for the other candidates, then fails and names those without one.
			onError: 'continueRegularOutput',
			parameters: {
				resource: 'participant',
				operation: 'invite',
				interview: listLocator(),
				name: field('candidate.name'),
				email: field('candidate.email'),
				phone: field('candidate.phone'),
				options: {
					attempt: field('attempt'),
					externalId: field('candidate.id'),
					returnNotInvited: true,
				},
			},
		}),
		ours(plan, 4, {
			name: names.noteInvitation,
			type: 'ashby',
			position: [2 * ACROSS, 0],
			parameters: {
				...addNote,
				options: {
					identifyingText: field('entryId'),
					sendNotifications: field('needsAttention'),
				},
			},
		}),
	];
}

/** The lower lane, with its triggers at this height. The second trigger catches what the first one missed. */
export function responseLane(plan: Plan, top: number): TemplateNode[] {
	return [
		ours(plan, 5, {
			name: names.willoTrigger,
			type: 'willoTrigger',
			position: [0, top],
			parameters: { event: 'new_response' },
		}),
		ours(plan, 6, {
			name: names.responseTrigger,
			type: 'willoResponseTrigger',
			position: [0, top + DOWN],
			parameters: {
				pollTimes: { item: [plan.responsePollTime] },
				options: { repeatForDays: 7 },
			},
		}),
		ours(plan, 7, {
			name: names.noteResponse,
			type: 'ashby',
			position: [2 * ACROSS, top + DOWN / 2],
			parameters: {
				...addNote,
				options: {
					// Willo may not return the external ID, or it may be from another system.
					fallbackEmail: field('participant.email'),
					fallbackName: field('participant.name'),
					identifyingText: field('id'),
					notesContain: field('participant.key'),
					skipIfNotFound: field('isRepeat'),
				},
			},
		}),
	];
}

export type Connections = Record<
	string,
	{ main: Array<Array<{ node: string; type: 'main'; index: number }>> }
>;

export function connect(from: string, to: string): Connections {
	return { [from]: { main: [[{ node: to, type: 'main', index: 0 }]] } };
}

/** Connects the one output of a node to several nodes. n8n runs the upper one and all that follows it first. */
export function connectAll(from: string, ...to: string[]): Connections {
	return { [from]: { main: [to.map((node) => ({ node, type: 'main', index: 0 }))] } };
}

/** Connects the outputs of a node in order. The one of errors comes last. */
export function connectOutputs(from: string, ...to: string[]): Connections {
	return { [from]: { main: to.map((node) => [{ node, type: 'main', index: 0 }]) } };
}

/** Connects each node to the next. */
export function lineOf(...nodes: string[]): Connections {
	const pairs = nodes.slice(1).map((node, index) => connect(nodes[index], node));
	return Object.assign({}, ...pairs) as Connections;
}

export function connections({ isInstant }: Plan): Connections {
	return {
		...connect(names.stageTrigger, names.invite),
		...(isInstant && connect(names.ashbyTrigger, names.invite)),
		...connect(names.invite, names.noteInvitation),
		...connect(names.willoTrigger, names.noteResponse),
		...connect(names.responseTrigger, names.noteResponse),
	};
}
