/** The fields of `invite.ts`. */
import type { INodeProperties } from 'n8n-workflow';
import { testRunSwitch } from '../../../shared/node/testRun';
import { interviewLocator } from '../interview/locator';
import { optionsField } from '../../../shared/node/parameters';

export const sendInTestRuns = testRunSwitch({
	displayName: 'Send in Test Runs',
	name: 'sendInTestRuns',
	hint: 'While this is off, running the workflow or step manually invites nobody. It shows what would be sent.',
	description:
		"Whether to send invitations when you run the workflow manually in the editor, or in n8n's Evaluations. A sub-workflow that a manual run calls sends them anyway, because n8n doesn't tell it.",
});

/** What an agent's tool does unless a person chooses otherwise differs from what a step does. */
function ifAlreadyInvited(byDefault: string, forAgent: boolean): INodeProperties {
	return {
		displayName: 'If Already Invited',
		name: 'ifAlreadyInvited',
		type: 'options',
		default: byDefault,
		displayOptions: { show: { '@tool': [forAgent] } },
		options: [
			{
				name: 'Invite Again',
				value: 'inviteAgain',
				description: 'Send another invitation to the same interview',
			},
			{
				name: 'Skip',
				value: 'skip',
				description: 'Send nothing and return the earlier invitation',
			},
		],
		description:
			"What to do if the person was already invited to this interview. If 'Prevent Double Invitations' is set, only invitations sent after the candidate entered the stage count. For an AI agent's tool, and for a test run without 'Prevent Double Invitations', the default is 'Skip'.",
	};
}

export const properties: INodeProperties[] = [
	interviewLocator,
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Ada Lovelace',
		description: 'Full name of the person to invite',
	},
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		placeholder: 'e.g. ada@example.com',
		default: '',
		description: 'Where Willo sends the invitation. Required if there is no phone number.',
	},
	{
		displayName: 'Phone',
		name: 'phone',
		type: 'string',
		default: '',
		placeholder: 'e.g. +441632960123',
		description: 'Phone number with the country code. Required if there is no email.',
	},
	sendInTestRuns,
	{
		...optionsField,
		options: [
			{
				displayName: 'Additional Fields',
				name: 'additionalFields',
				type: 'json',
				default: '{}',
				placeholder: 'e.g. { "first_name": "Ada" }',
				description:
					"More fields for Willo's request, as a JSON object. They override the fields above. Reminders, expiry, language, and branding are settings of the interview in Willo.",
			},
			{
				displayName: 'Continue If Not Invited',
				name: 'returnNotInvited',
				type: 'boolean',
				default: false,
				description:
					"Whether to return people who can't be invited, with the reason and a note, instead of failing. Temporary problems, such as outages, still fail.",
			},
			{
				displayName: 'External ID',
				name: 'externalId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 5f0c2a4e',
				description:
					"Your own ID for the person or invitation. Willo may return it with the person's responses.",
			},
			ifAlreadyInvited('inviteAgain', false),
			ifAlreadyInvited('skip', true),
			{
				displayName: 'Prevent Double Invitations',
				name: 'attempt',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.attempt }}',
				description:
					"The attempt in an Ashby trigger's item. The node then makes sure that nobody is invited twice for the same entry into the stage, and sends nothing once the attempt has expired. The note in its output contains the ID of the entry.",
			},
		],
	},
];
