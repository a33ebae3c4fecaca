/**
 * After each response, a recruiter decides with one click whether the candidate moves on. Each response gets a
 * separate execution: what fails or waits for one candidate doesn't hold up the others. The note about the question
 * comes after the email. Until there is one, the Willo Response Trigger's next try asks.
 */
import { conditions, coreNode, email, fields, isTrue } from './core';
import {
	ACROSS,
	byId,
	connections,
	connectOutputs,
	DOWN,
	field,
	invitationLane,
	lineOf,
	listLocator,
	names as base,
	ours,
	responseLane,
} from './lanes';
import type { TemplateNode } from './lanes';
import type { Plan } from './plans';
import { minutes } from './plans';
import {
	ASKED,
	CHOOSING,
	DECISION,
	IS_ASKED,
	IS_INVITED_ENTRY,
	MOVING,
	names,
	OVERVIEW,
	QUESTION,
	RESPONSE,
} from './moveOnTexts';
import { INVITING, overviewNote, RESPONDING, sticky } from './stickies';
import type { Template } from './templates';

const plan: Plan = {
	file: 'ashby-willo-move-on',
	id: 'ashby-willo-move-on',
	number: 5,
	name: 'Invite Ashby candidates to a Willo interview and move them on with one click',
	pollTime: minutes(5),
	responsePollTime: minutes(5),
};

/** Two columns, so that all of it can be read on a screen: the notes about it and the invitation, then the other lanes. */
const LEFT = -832;
const INVITING_TOP = 352;
const RESPONSES = -192;
const ASKING = RESPONSES + 544;
const DECIDING = ASKING + 544;

/** If the note is this old and nobody was asked, whoever wrote it met a failure. */
const MINUTES_TO_ASK = 5;

const [willoTrigger, responseTrigger, noteResponse] = responseLane(plan, RESPONSES + 144);
const ROW = RESPONSES + 144 + DOWN / 2;

export const moveOn: Template = {
	...plan,
	nodes: [
		overviewNote(plan, [LEFT, -192], OVERVIEW, 760),
		sticky(plan, 51, 'About Inviting', [LEFT, INVITING_TOP], [760, 352], INVITING),
		sticky(plan, 52, 'About Responses', [-40, RESPONSES], [1200, 512], RESPONDING),
		sticky(plan, 53, 'About Asking', [-40, ASKING], [1200, 512], CHOOSING),
		sticky(plan, 54, 'About Moving', [-40, DECIDING], [1200, 288], MOVING),
		...invitationLane(plan).map((node): TemplateNode => {
			const [x, y] = node.position;
			return { ...node, position: [LEFT + 40 + x, INVITING_TOP + 192 + y] };
		}),
		willoTrigger,
		responseTrigger,
		{ ...noteResponse, position: [ACROSS, ROW], onError: 'continueErrorOutput' },
		coreNode(
			plan,
			8,
			'filter',
			names.due,
			[2 * ACROSS, ROW - DOWN / 2],
			conditions(
				{ left: field('candidateId'), operator: ['string', 'notEmpty'] },
				isTrue(
					`={{ !$json.alreadyExists || !($now.diff(DateTime.fromISO($json.createdAt), 'minutes').minutes < ${MINUTES_TO_ASK}) }}`,
				),
			),
		),
		coreNode(
			plan,
			9,
			'editFields',
			names.question,
			[3 * ACROSS, ROW - DOWN / 2],
			fields({
				candidateId: ['string', field('candidateId')],
				participantKey: ['string', `={{ ${RESPONSE}.participant.key ?? '' }}`],
				questionId: ['string', `={{ ${RESPONSE}.id.replace('response-', 'question-') }}`],
				testRun: ['boolean', '={{ $json.testRun ?? false }}'],
			}),
		),
		coreNode(plan, 14, 'callWorkflow', names.call, [4 * ACROSS, ROW - DOWN / 2], {
			workflowId: byId('={{ $workflow.id }}'),
			mode: 'each',
			options: { waitForSubWorkflow: false },
		}),
		// Below the others, so that it runs last. It fails with who has no note, and what to do.
		ours(plan, 22, {
			name: names.unwritten,
			type: 'ashby',
			position: [2 * ACROSS, ROW + DOWN / 2],
			parameters: noteResponse.parameters,
		}),
		coreNode(plan, 15, 'calledTrigger', names.called, [0, ASKING + 144], {
			inputSource: 'passthrough',
		}),
		ours(plan, 10, {
			name: names.candidate,
			type: 'ashby',
			position: [ACROSS, ASKING + 144],
			parameters: {
				resource: 'candidate',
				operation: 'get',
				candidate: byId(field('candidateId')),
				options: { includeNotes: true },
			},
		}),
		coreNode(plan, 11, 'splitOut', names.applications, [2 * ACROSS, ASKING + 144], {
			fieldToSplitOut: 'applicationIds',
			options: { destinationFieldName: 'applicationId' },
		}),
		ours(plan, 12, {
			name: names.application,
			type: 'ashby',
			position: [3 * ACROSS, ASKING + 144],
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'application',
				operation: 'get',
				applicationId: byId(field('applicationId')),
			},
		}),
		coreNode(
			plan,
			13,
			'filter',
			names.inStage,
			[4 * ACROSS, ASKING + 144],
			conditions(
				isTrue(IS_INVITED_ENTRY),
				{ left: field('status'), operator: ['string', 'equals'], right: 'Active' },
				{ left: IS_ASKED, operator: ['boolean', 'false'] },
			),
		),
		coreNode(
			plan,
			16,
			'email',
			names.ask,
			[0, ASKING + 144 + DOWN],
			email(
				`={{ ${QUESTION}.testRun ? 'Test run: ' : '' }}{{ $json.candidate.name }} has responded to the Willo interview ({{ $json.job.title }})`,
				'={{ $json.candidate.name }} has responded. The response is in their notes in Ashby: https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/{{ $json.candidate.id }}\n\nMove them on to the next stage? Decide here: {{ $execution.resumeFormUrl }}',
			),
		),
		{
			...ours(plan, 23, {
				name: names.asked,
				type: 'ashby',
				position: [ACROSS, ASKING + 144 + DOWN],
				onError: 'continueRegularOutput',
				parameters: {
					resource: 'candidate',
					operation: 'addNote',
					candidate: byId(`={{ ${QUESTION}.candidateId }}`),
					noteFormat: 'text',
					note: `=An email asked whether {{ ${ASKED}.candidate.name }} moves on to the next stage ({{ ${ASKED}.job.title }}). Keep this note: without it, the email is sent again.\nRef: {{ ${QUESTION}.questionId }}`,
					options: { identifyingText: `={{ ${QUESTION}.questionId }}` },
				},
			}),
			// The email is sent: only this step is repeated.
			retryOnFail: true,
			maxTries: 5,
			waitBetweenTries: 5000,
		},
		coreNode(plan, 24, 'wait', names.wait, [2 * ACROSS, ASKING + 144 + DOWN], {
			resume: 'form',
			formTitle: `={{ ${ASKED}.candidate.name }}`,
			formDescription: `={{ ${ASKED}.job.title }}: move on to the next stage?`,
			formFields: {
				values: [
					{
						fieldLabel: DECISION.label,
						fieldType: 'dropdown',
						fieldOptions: {
							values: [{ option: DECISION.yes }, { option: DECISION.no }],
						},
						requiredField: true,
					},
				],
			},
			limitWaitTime: true,
			limitType: 'afterTimeInterval',
			resumeAmount: 30,
			resumeUnit: 'days',
			options: {},
		}),
		// Below the others, so that it runs last.
		ours(plan, 25, {
			name: names.unread,
			type: 'ashby',
			position: [4 * ACROSS, ASKING + 144 + DOWN],
			parameters: {
				resource: 'application',
				operation: 'get',
				applicationId: byId(field('applicationId')),
			},
		}),
		coreNode(
			plan,
			17,
			'filter',
			names.decision,
			[0, DECIDING + 128],
			conditions({
				left: field(DECISION.label),
				operator: ['string', 'equals'],
				right: DECISION.yes,
			}),
		),
		ours(plan, 18, {
			name: names.again,
			type: 'ashby',
			position: [ACROSS, DECIDING + 128],
			parameters: {
				resource: 'application',
				operation: 'get',
				applicationId: byId(`={{ ${ASKED}.id }}`),
			},
		}),
		coreNode(
			plan,
			19,
			'filter',
			names.still,
			[2 * ACROSS, DECIDING + 128],
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
			position: [3 * ACROSS, DECIDING + 128],
			parameters: {
				resource: 'application',
				operation: 'changeStage',
				applicationId: byId(field('id')),
				stage: listLocator(),
			},
		}),
	],
	connections: {
		...connections(plan),
		...connectOutputs(base.noteResponse, names.due, names.unwritten),
		...lineOf(names.due, names.question, names.call),
		...lineOf(names.called, names.candidate, names.applications, names.application),
		...connectOutputs(names.application, names.inStage, names.unread),
		...lineOf(
			names.inStage,
			names.ask,
			names.asked,
			names.wait,
			names.decision,
			names.again,
			names.still,
			names.move,
		),
	},
};
