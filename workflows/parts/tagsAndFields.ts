/**
 * Tags and custom fields, which people can search for and report on in Ashby. In the upper lane the note comes
 * last: it marks the entry as done, so a step that fails before it is retried. In the lower lane a response is
 * returned again for days, and setting the same values again changes nothing. Each step continues with the candidates
 * that it could not change: the steps after it leave them out, and the last one fails with what went wrong.
 */
import { anyOf, conditions, coreNode, fields, isTrue } from './core';
import type { Connections, TemplateNode } from './lanes';
import {
	ACROSS,
	byId,
	connect,
	DOWN,
	field,
	invitationLane,
	lineOf,
	names as base,
	ours,
	responseLane,
} from './lanes';
import type { Plan } from './plans';
import { minutes } from './plans';
import { CHECK, OPTIONS_STAY, overviewNote, SAME_CREDENTIALS, sticky } from './stickies';
import type { Template } from './templates';

const plan: Plan = {
	file: 'ashby-willo-tags-and-fields',
	id: 'ashby-willo-tags',
	number: 8,
	name: 'Invite Ashby candidates in Willo, with tags and custom fields',
	pollTime: minutes(5),
	responsePollTime: minutes(5),
};

const names = {
	invited: 'Invited?',
	setInvited: 'Set Status to Invited',
	tagInvited: 'Add Tag Willo Invited',
	all: 'Everyone Again',
	scoreTrigger: 'New Score in Willo',
	result: 'Result for Ashby',
	found: 'Found in Ashby',
	setResult: 'Set Status, Score, and Link',
	tagCompleted: 'Add Tag Willo Completed',
	untagInvited: 'Remove Tag Willo Invited',
};

const TAGS = { invited: 'Willo invited', completed: 'Willo completed' };
const FIELDS = { status: 'Willo Status', score: 'Willo Score', link: 'Willo Link' };

const RESPONSES = 432;
/** The middle of the lower lane's three triggers. */
const MIDDLE = RESPONSES + 160 + DOWN;

/** From the invitation, whatever came between. */
const invitation = (path: string) => `={{ $('${base.invite}').item.json.${path} }}`;
const result = (name: string) => `={{ $('${names.result}').item.json.${name} }}`;
/** Each step passes on the ID of the candidate. If the step before failed for somebody, there is none. */
const CANDIDATE = "={{ $json.candidateId ?? $json.id ?? '' }}";
/** The same after an invitation. */
const INVITEE = "={{ $json.candidateId ?? $json.id ?? $json.participant?.externalId ?? '' }}";

const byName = (value: string) => ({ __rl: true, mode: 'name', value });

const [stageTrigger, invite, noteInvitation] = invitationLane(plan);
const [responseWebhook, responseTrigger, noteResponse] = responseLane(plan, RESPONSES + 160);

/**
 * A step that changes something about the candidate with this ID.
 *
 * @param reports whether it fails with what went wrong for anybody so far, which the last step of a lane does
 */
function onCandidate(
	index: number,
	name: string,
	position: [number, number],
	id: string,
	{ operation, ...values }: { operation: string } & Record<string, unknown>,
	reports = false,
): TemplateNode {
	const parameters = { resource: 'candidate', operation, candidate: byId(id), ...values };
	const onError = reports ? {} : ({ onError: 'continueRegularOutput' } as const);
	return ours(plan, index, { name, type: 'ashby', position, ...onError, parameters });
}

const tag = (operation: 'addTag' | 'removeTag', title: string) => ({
	operation,
	tag: byName(title),
});

const customFields = (values: Record<string, string>) => ({
	operation: 'setCustomFields',
	fields: {
		field: Object.entries(values).map(([title, value]) => ({
			field: byName(title),
			value: { __rl: true, mode: 'value', value },
		})),
	},
});

/** Willo may score the interview, its answers, or both. */
const SCORE =
	"={{ $json.score ?? ((scores) => scores.length ? scores.reduce((sum, score) => sum + score) / scores.length : '')($json.responses.map(({ score }) => score).filter((score) => typeof score === 'number')) }}";

const OVERVIEW = `## Tags and custom fields

### How it works
Candidates who enter your stage are invited to your Willo interview, and their responses are added to their notes. In addition, Ashby gets what you can **search for and report on**:
- the tag **${TAGS.invited}** until a candidate has responded, then **${TAGS.completed}**
- the custom fields **${FIELDS.status}** (Invited or Completed), **${FIELDS.score}**, and **${FIELDS.link}**

### Setup steps
1. In Ashby, create the tags **${TAGS.invited}** and **${TAGS.completed}**. For candidates, create the custom fields **${FIELDS.status}** (text), **${FIELDS.score}** (number), and **${FIELDS.link}** (URL). If yours have other names, select them from the lists in the nodes.
2. **${base.stageTrigger}**: select the Ashby credential, then your **job** and **stage**. The key also needs the permission hiringProcessMetadataRead.
3. **${base.invite}**: select the Willo credential and your **interview**.
4. ${SAME_CREDENTIALS}
5. **Publish.**

### Good to know
A test run doesn't invite anyone or write anything in Ashby. It uses the example pinned to the triggers. To use a real candidate, select **Fetch Test Event**. n8n needs no public address, but without one, a score only arrives in the 7 days after the response.
${CHECK}`;

const INVITING = `### 1. Invite
Invited candidates get the status and the tag, then the note. **The note comes last** because it marks the entry as done: if an earlier step fails, all steps are retried automatically, and nobody is invited twice. Candidates who can't be invited only get a note that explains why.
${OPTIONS_STAY}`;

const RESPONDING = `### 2. Bring the result back
**Leave all three triggers on.** Each response is noted once. The second trigger returns it again for 7 days, so that steps that failed are repeated. **${names.result}** prepares the values: the score is that of the interview, or the average of the scored answers if there is none.`;

const nodes: TemplateNode[] = [
	overviewNote(plan, [-520, -192], OVERVIEW),
	sticky(plan, 51, 'About Inviting', [-40, -192], [1680, RESPONSES + 160], INVITING),
	sticky(plan, 52, 'About Responses', [-40, RESPONSES], [1680, 736], RESPONDING),
	{ ...stageTrigger, position: [0, DOWN] },
	{ ...invite, position: [ACROSS, DOWN] },
	coreNode(plan, 8, 'if', names.invited, [2 * ACROSS, DOWN], conditions(isTrue(field('invited')))),
	onCandidate(
		9,
		names.setInvited,
		[3 * ACROSS, 0],
		INVITEE,
		customFields({ [FIELDS.status]: 'Invited' }),
	),
	onCandidate(10, names.tagInvited, [4 * ACROSS, 0], INVITEE, tag('addTag', TAGS.invited)),
	// So that the notes are all added in one step: if it fails, those who weren't invited have theirs, too.
	coreNode(plan, 17, 'merge', names.all, [5 * ACROSS, DOWN], {}),
	{
		...noteInvitation,
		position: [6 * ACROSS, DOWN],
		parameters: {
			...noteInvitation.parameters,
			candidate: byId(INVITEE),
			note: invitation('note.html'),
			options: {
				identifyingText: invitation('entryId'),
				sendNotifications: invitation('needsAttention'),
			},
		},
	},
	responseWebhook,
	responseTrigger,
	ours(plan, 11, {
		name: names.scoreTrigger,
		type: 'willoTrigger',
		position: [0, MIDDLE + DOWN],
		parameters: { event: 'new_score' },
	}),
	coreNode(plan, 12, 'editFields', names.result, [ACROSS, MIDDLE], {
		...fields({
			status: ['string', 'Completed'],
			score: ['string', SCORE],
			link: ['string', "={{ $json.reviewUrl ?? '' }}"],
		}),
		includeOtherFields: true,
	}),
	{ ...noteResponse, position: [2 * ACROSS, MIDDLE], onError: 'continueRegularOutput' },
	coreNode(
		plan,
		13,
		'filter',
		names.found,
		[3 * ACROSS, MIDDLE],
		anyOf(
			{ left: field('candidateId'), operator: ['string', 'notEmpty'] },
			{ left: field('error'), operator: ['string', 'notEmpty'] },
		),
	),
	onCandidate(
		14,
		names.setResult,
		[4 * ACROSS, MIDDLE],
		CANDIDATE,
		customFields({
			[FIELDS.status]: result('status'),
			[FIELDS.score]: result('score'),
			[FIELDS.link]: result('link'),
		}),
	),
	onCandidate(
		15,
		names.tagCompleted,
		[5 * ACROSS, MIDDLE],
		CANDIDATE,
		tag('addTag', TAGS.completed),
	),
	onCandidate(
		16,
		names.untagInvited,
		[6 * ACROSS, MIDDLE],
		CANDIDATE,
		tag('removeTag', TAGS.invited),
		true,
	),
];

const connected: Connections = {
	...lineOf(base.stageTrigger, base.invite, names.invited),
	// The first output is for those who were invited, the second for all others.
	[names.invited]: {
		main: [
			[{ node: names.setInvited, type: 'main', index: 0 }],
			[{ node: names.all, type: 'main', index: 1 }],
		],
	},
	...lineOf(names.setInvited, names.tagInvited, names.all, base.noteInvitation),
	...connect(base.willoTrigger, names.result),
	...connect(base.responseTrigger, names.result),
	...connect(names.scoreTrigger, names.result),
	...lineOf(
		names.result,
		base.noteResponse,
		names.found,
		names.setResult,
		names.tagCompleted,
		names.untagInvited,
	),
};

export const tagsAndFields: Template = { ...plan, nodes, connections: connected };
