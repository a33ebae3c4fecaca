/**
 * The one source of the workflow templates: `npm run workflows` writes `workflows/*.json` from it.
 * Everything is plain data in n8n's own format for workflows.
 */

interface Plan {
	/** The file is `workflows/<file>.json`. */
	file: string;
	/** n8n keeps no state for a workflow whose id has more than 21 characters. */
	id: string;
	name: string;
	/** As a person would say it. */
	interval: string;
	pollTime: { mode: 'everyX'; value: number; unit: 'hours' | 'minutes' };
	/** Ashby tells of each move by webhook; the polling is the net under it. */
	isInstant?: boolean;
}

type Position = [x: number, y: number];

interface TemplateNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: Position;
	parameters: Record<string, unknown>;
	onError?: 'continueErrorOutput' | 'continueRegularOutput';
	disabled?: boolean;
	notesInFlow?: boolean;
	notes?: string;
}

export const plans: Plan[] = [
	{
		file: 'ashby-willo-launch',
		id: 'ashby-willo-launch',
		name: 'Invite Ashby candidates to a Willo interview (Launch: every 3 hours)',
		interval: 'every 3 hours',
		pollTime: { mode: 'everyX', value: 3, unit: 'hours' },
	},
	{
		file: 'ashby-willo-growth',
		id: 'ashby-willo-growth',
		name: 'Invite Ashby candidates to a Willo interview (Growth: every 30 minutes)',
		interval: 'every 30 minutes',
		pollTime: { mode: 'everyX', value: 30, unit: 'minutes' },
	},
	{
		file: 'ashby-willo-scale-enterprise',
		id: 'ashby-willo-scale',
		name: 'Invite Ashby candidates to a Willo interview (Scale and Enterprise: every 5 minutes)',
		interval: 'every 5 minutes',
		pollTime: { mode: 'everyX', value: 5, unit: 'minutes' },
	},
	{
		file: 'ashby-willo-instant',
		id: 'ashby-willo-instant',
		name: 'Invite Ashby candidates to a Willo interview (instant, by webhook)',
		interval: 'every 3 hours',
		pollTime: { mode: 'everyX', value: 3, unit: 'hours' },
		isInstant: true,
	},
];

const PACKAGE = 'n8n-nodes-ashby-willo';

/** The names of the nodes: expressions refer to them, and so do the tests. */
export const names = {
	stageTrigger: 'Ashby Stage Trigger',
	ashbyTrigger: 'Ashby Trigger',
	removeDuplicates: 'Skip Entries Already Handled',
	hasEmail: 'Has E-Mail Address?',
	lookAtNotes: 'Look at the Notes',
	notYetInvited: 'Not Yet Invited?',
	invite: 'Invite to Willo Interview',
	noteInvitation: 'Note the Invitation',
	noteNotInvited: 'Note That No Invitation Went Out',
	willoTrigger: 'Willo Trigger',
	responseTrigger: 'Willo Response Trigger',
	response: 'Response Arrived',
	noteResponse: 'Note the Response',
	noteResponseByEmail: 'Note the Response by E-Mail',
} as const;

const listLocator = () => ({ __rl: true, mode: 'list', value: '' });
const locator = (mode: string, value: string) => ({ __rl: true, mode, value });
// Not from a trigger: this node stands behind every trigger that a template may have.
const fromStay = (field: string) => `={{ $('${names.removeDuplicates}').item.json.${field} }}`;
const fromResponse = (field: string) => `={{ $('${names.response}').item.json.${field} }}`;

function nodeId(index: number): string {
	return `a5b1e110-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

const webhookNode: TemplateNode = {
	id: nodeId(12),
	name: names.ashbyTrigger,
	type: `${PACKAGE}.ashbyTrigger`,
	typeVersion: 1,
	position: [0, -180],
	parameters: {
		event: 'candidateStageChange',
		links: { link: [{ job: listLocator(), stage: listLocator() }] },
	},
};

/**
 * n8n keeps all ids that Remove Duplicates has seen in one row, reads it and writes it back whole:
 * executions that run at the same time lose each other's, and webhooks start one for each move. The
 * note of an invitation names the stay, so Ashby itself remembers it for good.
 */
const noteCheck: TemplateNode[] = [
	{
		id: nodeId(13),
		name: names.lookAtNotes,
		type: `${PACKAGE}.ashby`,
		typeVersion: 1,
		position: [720, -100],
		parameters: {
			resource: 'candidate',
			operation: 'get',
			candidate: locator('id', fromStay('candidate.id')),
			options: { includeNotes: true },
		},
	},
	{
		id: nodeId(14),
		name: names.notYetInvited,
		type: 'n8n-nodes-base.if',
		typeVersion: 2.2,
		position: [960, -100],
		parameters: {
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
				conditions: [
					{
						id: nodeId(114),
						leftValue: `={{ $json.notes.some((note) => (note.content || '').includes($('${names.removeDuplicates}').item.json.id)) }}`,
						rightValue: '',
						operator: { type: 'boolean', operation: 'false', singleValue: true },
					},
				],
				combinator: 'and',
			},
			options: {},
		},
	},
];

/** How much further to the right a template has its invitation, to make room for the check above. */
const shiftOf = ({ isInstant }: Plan) => (isInstant ? 480 : 0);

function invitationLane(plan: Plan): TemplateNode[] {
	return [
		...(plan.isInstant ? [webhookNode, ...noteCheck] : []),
		{
			id: nodeId(1),
			name: names.stageTrigger,
			type: `${PACKAGE}.ashbyStageTrigger`,
			typeVersion: 1,
			position: [0, 0],
			parameters: {
				pollTimes: { item: [plan.pollTime] },
				links: { link: [{ job: listLocator(), stage: listLocator() }] },
				options: {},
			},
		},
		{
			id: nodeId(2),
			name: names.removeDuplicates,
			type: 'n8n-nodes-base.removeDuplicates',
			typeVersion: 2,
			position: [240, 0],
			// Two executions at one time can make it fail. What it lets through, the notes still stop.
			...(plan.isInstant ? { onError: 'continueRegularOutput' } : {}),
			parameters: {
				operation: 'removeItemsSeenInPreviousExecutions',
				logic: 'removeItemsWithAlreadySeenKeyValues',
				dedupeValue: '={{ $json.id }}',
				options: { scope: 'node', historySize: 10000 },
			},
		},
		{
			id: nodeId(3),
			name: names.hasEmail,
			type: 'n8n-nodes-base.if',
			typeVersion: 2.2,
			position: [480, 0],
			parameters: {
				conditions: {
					options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
					conditions: [
						{
							id: nodeId(103),
							leftValue: '={{ $json.candidate.email }}',
							rightValue: '',
							operator: { type: 'string', operation: 'notEmpty', singleValue: true },
						},
					],
					combinator: 'and',
				},
				options: {},
			},
		},
		{
			id: nodeId(4),
			name: names.invite,
			type: `${PACKAGE}.willo`,
			typeVersion: 1,
			position: [720 + shiftOf(plan), -100],
			// What cannot be invited goes on to a note that a recruiter sees.
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'participant',
				operation: 'invite',
				interview: listLocator(),
				name: fromStay('candidate.name'),
				email: fromStay('candidate.email'),
				phone: fromStay("candidate.phone || ''"),
				options: { externalId: fromStay('candidate.id') },
			},
		},
		{
			id: nodeId(5),
			name: names.noteInvitation,
			type: `${PACKAGE}.ashby`,
			typeVersion: 1,
			position: [1000 + shiftOf(plan), -200],
			parameters: {
				resource: 'candidate',
				operation: 'addNote',
				candidate: locator('id', fromStay('candidate.id')),
				noteFormat: 'text',
				note: `=Invited to a one-way video interview in Willo. Willo participant: {{ $json.key }}${plan.isInstant ? `. Entry: {{ $('${names.removeDuplicates}').item.json.id }}` : ''}`,
				options: { skipIfExists: true },
			},
		},
		{
			id: nodeId(6),
			name: names.noteNotInvited,
			type: `${PACKAGE}.ashby`,
			typeVersion: 1,
			position: [1000 + shiftOf(plan), 60],
			parameters: {
				resource: 'candidate',
				operation: 'addNote',
				candidate: locator('id', fromStay('candidate.id')),
				noteFormat: 'text',
				note: `=Not invited to the one-way video interview in Willo: {{ $json.error || 'the candidate has no e-mail address in Ashby' }}. Please mend this, then move the candidate out of the stage "{{ $('${names.removeDuplicates}').item.json.stage.title }}" and back to try again.`,
				options: { sendNotifications: true },
			},
		},
	];
}

/** Off: it is for an n8n that Willo cannot reach, in place of the Willo Trigger. */
const responseTriggerNode: TemplateNode = {
	id: nodeId(10),
	name: names.responseTrigger,
	type: `${PACKAGE}.willoResponseTrigger`,
	typeVersion: 1,
	position: [0, 680],
	disabled: true,
	parameters: {
		pollTimes: { item: [{ mode: 'everyX', value: 30, unit: 'minutes' }] },
		options: {},
	},
};

function responseLane(plan: Plan): TemplateNode[] {
	return [
		{
			id: nodeId(7),
			name: names.willoTrigger,
			type: `${PACKAGE}.willoTrigger`,
			typeVersion: 1,
			position: [0, 480],
			parameters: { event: 'new_response' },
		},
		...(plan.isInstant ? [] : [responseTriggerNode]),
		{
			// The one place to which later nodes can point back, whichever trigger has started.
			id: nodeId(11),
			name: names.response,
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [240, 480],
			parameters: {},
		},
		{
			id: nodeId(8),
			name: names.noteResponse,
			type: `${PACKAGE}.ashby`,
			typeVersion: 1,
			position: [480, 480],
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
			position: [1000, 480],
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

interface Sticky {
	position: Position;
	width: number;
	height: number;
	/** n8n's colours: yellow when left out, 7 white. */
	color?: number;
	content: string;
}

function overview({ interval, isInstant }: Plan): string {
	const watching = isInstant
		? `Ashby tells n8n of each move **at once**. A look **${interval}** catches what got lost on the way; nobody is invited twice.`
		: `Looks at Ashby **${interval}**.`;
	const triggers = isInstant
		? `1. **${names.ashbyTrigger}** and **${names.stageTrigger}**: pick the Ashby credential, then your **job** and **stage**, the same in both. The key also needs the permission apiKeysWrite.`
		: `1. **${names.stageTrigger}**: pick the Ashby credential, then your **job** and **stage**. Add more entries for more jobs.`;
	const reach = isInstant
		? 'Ashby and Willo must be able to reach this n8n from the internet.'
		: `Willo must be able to reach this n8n from the internet. If it cannot, deactivate **${names.willoTrigger}** and activate **${names.responseTrigger}**: n8n then looks for responses every 30 minutes.`;
	return `## Ashby → Willo → Ashby

### How it works
${watching} Each candidate who has entered your stage is invited to your Willo interview, once per entry, and the invitation is noted in Ashby. When they respond, Willo tells n8n at once and the response is written to their notes.

### Setup steps
${triggers}
2. **${names.invite}**: pick the Willo credential and your **interview**.
3. Pick the same credentials in the nodes that have none yet.
4. **Publish.** Candidates who enter the stage from now on are invited.

### ${isInstant ? 'Good to know' : 'No public address?'}
${reach}`;
}

function stickies(plan: Plan): TemplateNode[] {
	const texts: Sticky[] = [
		{
			position: [-520, -320],
			width: 440,
			height: 500,
			content: overview(plan),
		},
		{
			position: [-40, -320],
			width: 1260 + shiftOf(plan),
			height: 580,
			color: 7,
			content:
				'### 1. Invite\nPick the **job** and **stage** in the trigger, the **interview** in the Willo node. Who cannot be invited gets a note that notifies the recruiters who follow them.',
		},
		{
			position: [-40, 340],
			width: 1260 + shiftOf(plan),
			height: plan.isInstant ? 340 : 520,
			color: 7,
			content: `### 2. Bring the response back\nFinds the candidate by the ID that went out with the invitation, else by e-mail. Nobody found: the execution fails, so you see it.${plan.isInstant ? '' : ' **Only one of the two triggers** is to be active.'}`,
		},
	];
	return texts.map(({ position, ...parameters }, index) => ({
		id: nodeId(50 + index),
		name: ['About This Workflow', 'About Inviting', 'About Responses'][index],
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		position,
		parameters,
	}));
}

const to = (...targets: string[]) => targets.map((node) => ({ node, type: 'main', index: 0 }));

/** A template as n8n imports it. */
export function workflowFor(plan: Plan) {
	return {
		id: plan.id,
		name: plan.name,
		nodes: [...stickies(plan), ...invitationLane(plan), ...responseLane(plan)],
		connections: {
			...(plan.isInstant ? { [names.ashbyTrigger]: { main: [to(names.removeDuplicates)] } } : {}),
			[names.stageTrigger]: { main: [to(names.removeDuplicates)] },
			[names.removeDuplicates]: { main: [to(names.hasEmail)] },
			[names.hasEmail]: {
				main: [to(plan.isInstant ? names.lookAtNotes : names.invite), to(names.noteNotInvited)],
			},
			...(plan.isInstant
				? {
						[names.lookAtNotes]: { main: [to(names.notYetInvited)] },
						[names.notYetInvited]: { main: [to(names.invite)] },
					}
				: {}),
			[names.invite]: { main: [to(names.noteInvitation), to(names.noteNotInvited)] },
			[names.willoTrigger]: { main: [to(names.response)] },
			...(plan.isInstant ? {} : { [names.responseTrigger]: { main: [to(names.response)] } }),
			[names.response]: { main: [to(names.noteResponse)] },
			[names.noteResponse]: { main: [[], to(names.noteResponseByEmail)] },
		},
		// With its progress saved, an execution that n8n did not live to end can be retried from where it was.
		settings: { executionOrder: 'v1', saveExecutionProgress: true },
		pinData: {},
		meta: { templateCredsSetupCompleted: false },
	};
}

/** The files to write: name and content. */
export function workflowFiles(): Array<{ name: string; content: string }> {
	return plans.map((plan) => ({
		name: `${plan.file}.json`,
		content: `${JSON.stringify(workflowFor(plan), null, '\t')}\n`,
	}));
}
