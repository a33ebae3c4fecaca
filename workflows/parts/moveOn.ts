/**
 * After each response, a recruiter decides with one click whether the candidate moves on. Each candidate gets a
 * separate execution, since a waiting execution holds up all its items.
 */
import { conditions, coreNode } from './core';
import {
	ACROSS,
	byId,
	connect,
	connections,
	field,
	invitationLane,
	lineOf,
	listLocator,
	names as base,
	ours,
	responseLane,
} from './lanes';
import type { Plan } from './plans';
import { minutes } from './plans';
import { currentEntry } from './candidatesInStage';
import { INVITING, RESPONDING, sticky } from './stickies';
import type { Template } from './templates';

const plan: Plan = {
	file: 'ashby-willo-move-on',
	id: 'ashby-willo-move-on',
	number: 5,
	name: 'Invite Ashby candidates to a Willo interview and move them on with one click',
	interval: 'every 5 minutes',
	pollTime: minutes(5),
	responsePollTime: minutes(5),
};

const names = {
	fresh: 'Only New Responses',
	candidate: 'Get Candidate and Notes',
	applications: 'Split Out Applications',
	application: 'Get Application',
	inStage: 'Still in Stage of Invitation',
	loop: 'One Candidate at a Time',
	call: 'Ask in the Background',
	called: 'Ask About One Candidate',
	ask: 'Ask the Recruiter',
	decision: 'Move On?',
	again: 'Get Application Again',
	still: 'Still in Same Stage',
	move: 'Move to the Next Stage',
};

const RESPONSES = 192;
const ASKING = 736;
const DECIDING = 1152;

/** The stage needs no name: the note about the invitation contains the ID of the entry. */
const IS_INVITED_ENTRY = `={{ ((entry) => entry !== undefined && $('${names.candidate}').item.json.notes.some((note) => note.content?.includes(entry.id)))(${currentEntry('$json')}) }}`;

const ASKED = `$('${names.called}').item.json`;

const OVERVIEW = `## Ashby → Willo → one click → next stage

### How it works
Candidates who enter your stage are invited to your Willo interview. When they respond, the response is added to their notes and you get an email with two buttons: **Move On** moves them to the next stage in Ashby, and **Leave in Stage** does nothing.

**This workflow never rejects anyone.** Rejecting candidates automatically, for example by score, is restricted by law in several places. Watch the response in Willo and decide for yourself.

### Setup steps
1. **${base.stageTrigger}**: select the Ashby credential, then your **job** and **stage**.
2. **${base.invite}**: select the Willo credential and your **interview**.
3. **${names.ask}**: select your SMTP credential and enter both email addresses. Or replace the node with Slack, Microsoft Teams, or Gmail and their operation *Send and Wait for Response*.
4. **${names.move}**: select the **stage** to move candidates to.
5. Select the same credentials in the remaining nodes.
6. **Publish.**

### Good to know
The buttons open a page of your n8n, so your browser must be able to reach it. A test run doesn't invite anyone, add notes, or move candidates, but it does email you.`;

const CHOOSING = `### 3. Find the application
A candidate may have applied for several jobs. You're only asked about the application that is in the interview stage, once per response.`;

const MOVING = `### 4. You decide
Each candidate waits in a separate execution for up to 30 days. A candidate who left the stage before the click isn't moved.`;

export const moveOn: Template = {
	...plan,
	nodes: [
		sticky(plan, 50, 'About This Workflow', [-520, -192], [440, 736], OVERVIEW),
		sticky(plan, 51, 'About Inviting', [-40, -192], [1640, RESPONSES + 160], INVITING),
		sticky(plan, 52, 'About Responses', [-40, RESPONSES], [1640, 512], RESPONDING),
		sticky(plan, 53, 'About Asking', [-40, ASKING], [1640, 384], CHOOSING),
		sticky(plan, 54, 'About Moving', [-40, DECIDING], [1640, 384], MOVING),
		...invitationLane(plan),
		...responseLane(plan, RESPONSES + 144),
		coreNode(
			plan,
			8,
			'filter',
			names.fresh,
			[3 * ACROSS, RESPONSES + 248],
			conditions(
				{ left: field('alreadyExists'), operator: ['boolean', 'false'] },
				{ left: field('candidateId'), operator: ['string', 'notEmpty'] },
			),
		),
		ours(plan, 9, {
			name: names.candidate,
			type: 'ashby',
			position: [0, ASKING + 176],
			parameters: {
				resource: 'candidate',
				operation: 'get',
				candidate: byId(field('candidateId')),
				options: { includeNotes: true },
			},
		}),
		coreNode(plan, 10, 'splitOut', names.applications, [ACROSS, ASKING + 176], {
			fieldToSplitOut: 'applicationIds',
			options: { destinationFieldName: 'applicationId' },
		}),
		ours(plan, 11, {
			name: names.application,
			type: 'ashby',
			position: [2 * ACROSS, ASKING + 176],
			parameters: {
				resource: 'application',
				operation: 'get',
				applicationId: field('applicationId'),
			},
		}),
		coreNode(
			plan,
			12,
			'filter',
			names.inStage,
			[3 * ACROSS, ASKING + 176],
			conditions(
				{ left: IS_INVITED_ENTRY, operator: ['boolean', 'true'] },
				{ left: field('status'), operator: ['string', 'equals'], right: 'Active' },
			),
		),
		coreNode(plan, 13, 'loop', names.loop, [4 * ACROSS, ASKING + 176], { options: {} }),
		coreNode(plan, 14, 'callWorkflow', names.call, [5 * ACROSS, ASKING + 176], {
			workflowId: byId('={{ $workflow.id }}'),
			options: { waitForSubWorkflow: false },
		}),
		coreNode(plan, 15, 'calledTrigger', names.called, [0, DECIDING + 176], {
			inputSource: 'passthrough',
		}),
		coreNode(plan, 16, 'email', names.ask, [ACROSS, DECIDING + 176], {
			operation: 'sendAndWait',
			fromEmail: '',
			toEmail: '',
			subject:
				'={{ $json.candidate.name }} has responded to the Willo interview ({{ $json.job.title }})',
			message:
				'={{ $json.candidate.name }} has responded. The response is in their notes in Ashby: https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/{{ $json.candidate.id }}\n\nMove them on to the next stage?',
			approvalOptions: {
				values: {
					approvalType: 'double',
					approveLabel: 'Move On',
					disapproveLabel: 'Leave in Stage',
				},
			},
			options: {
				limitWaitTime: {
					values: { limitType: 'afterTimeInterval', resumeAmount: 30, resumeUnit: 'days' },
				},
				appendAttribution: false,
			},
		}),
		coreNode(
			plan,
			17,
			'filter',
			names.decision,
			[2 * ACROSS, DECIDING + 176],
			conditions({ left: field('data.approved'), operator: ['boolean', 'true'] }),
		),
		ours(plan, 18, {
			name: names.again,
			type: 'ashby',
			position: [3 * ACROSS, DECIDING + 176],
			parameters: {
				resource: 'application',
				operation: 'get',
				applicationId: `={{ ${ASKED}.id }}`,
			},
		}),
		coreNode(
			plan,
			19,
			'filter',
			names.still,
			[4 * ACROSS, DECIDING + 176],
			conditions(
				{
					left: field('currentInterviewStage.id'),
					operator: ['string', 'equals'],
					right: `={{ ${ASKED}.currentInterviewStage.id }}`,
				},
				{ left: field('status'), operator: ['string', 'equals'], right: 'Active' },
			),
		),
		ours(plan, 20, {
			name: names.move,
			type: 'ashby',
			position: [5 * ACROSS, DECIDING + 176],
			parameters: {
				resource: 'application',
				operation: 'changeStage',
				applicationId: field('id'),
				stage: listLocator(),
			},
		}),
	],
	connections: {
		...connections(plan),
		...lineOf(
			base.noteResponse,
			names.fresh,
			names.candidate,
			names.applications,
			names.application,
			names.inStage,
			names.loop,
		),
		// The loop's second output is for each item, the first one for when all are done.
		[names.loop]: { main: [[], [{ node: names.call, type: 'main', index: 0 }]] },
		...connect(names.call, names.loop),
		...lineOf(names.called, names.ask, names.decision, names.again, names.still, names.move),
	},
};
