/** Somebody who recruits invites one person with a form: the candidate on its first page, the interview on its second. */
import { currentEntry } from './candidatesInStage';
import { coreNode, formEnding } from './core';
import { ACROSS, byId, connectOutputs, field, lineOf, ours } from './lanes';
import { overviewNote, sticky } from './stickies';
import type { Template } from './templates';

const owner = { number: 12 };

const names = {
	form: 'Invite a Candidate',
	candidate: 'Get Candidate',
	application: 'Get Application',
	interviews: 'Get Willo Interviews',
	choice: 'Choose the Interview',
	invite: 'Invite to Willo Interview',
	note: 'Add Invitation Note',
	done: 'Say What Happened',
};
const FAILED = 'Say What Went Wrong';

const first = (name: string) => `$('${name}').first().json`;
const CANDIDATE = first(names.candidate);
const INVITED = first(names.invite);

/** What n8n's form takes as its fields. Only where interviews have equal titles do they show their keys. */
const PAGE = `={{ ((titles) => [{ fieldLabel: 'Interview', fieldType: 'dropdown', requiredField: true, fieldOptions: { values: titles.map(({ title, key }) => ({ option: titles.filter((other) => other.title === title).length > 1 ? title + ' · ' + key : title })) } }])($('${names.interviews}').all().map(({ json }) => ({ title: (json.title ?? '').trim(), key: json.key }))) }}`;

/** The key of an interview that shares its title, or the title. */
const CHOSEN = '={{ /(?<= · )[0-9a-f]{32}$/i.exec($json.Interview)?.[0] ?? $json.Interview }}';

/** With the only active application, it is the invitation for its current entry, as if a trigger had returned it. */
const ATTEMPT = `={{ ((entry) => entry ? { entryId: entry.id, number: 1, isRepeat: false, since: entry.enteredStageAt, until: null } : '')(${currentEntry(first(names.application))}) }}`;

const OVERVIEW = `## Invite one person now

### How it works
A form for people who recruit, with a user name and a password. They enter a candidate's email or the link to the candidate in Ashby, then select one of the interviews in Willo. The candidate is invited, the invitation is noted in Ashby, and the form says so. Otherwise, it says why not.
**Nobody is invited twice** to the same interview for the same stage: whoever submits the form again is told so.

### Setup steps
1. **${names.form}**: create a **Basic Auth** credential with the user name and password for the form.
2. Select the Ashby and Willo credentials in the remaining nodes.
3. **Publish.** Open **${names.form}**, copy the **Production URL**, and share it with your recruiters.

### Good to know
A test run sends nothing and writes nothing. Recruiters must be able to reach your n8n. Only the first page asks for the password, so don't share the addresses of the pages after it.`;

const INVITING = `### Invite, add the note, and say what happened
If the candidate has one active application, the note names its current stage, so that the other templates know the invitation. Each failure ends on a page that says what went wrong. If it passes by itself, the form can be submitted again.`;

export const inviteNow: Template = {
	file: 'ashby-willo-invite-now',
	id: 'ashby-willo-invite',
	name: 'Invite an Ashby candidate to a Willo interview with a form',
	nodes: [
		overviewNote(owner, [-520, -192], OVERVIEW),
		sticky(owner, 51, 'About Inviting', [-40, -192], [1160, 800], INVITING),
		coreNode(owner, 1, 'formTrigger', names.form, [0, 0], {
			authentication: 'basicAuth',
			formTitle: 'Invite a candidate to a Willo interview',
			formFields: {
				values: [
					{
						fieldLabel: 'Candidate',
						placeholder: 'Email, or link to the candidate in Ashby',
						requiredField: true,
					},
				],
			},
			options: { buttonLabel: 'Next' },
		}),
		ours(owner, 2, {
			name: names.candidate,
			type: 'ashby',
			position: [ACROSS, 0],
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'candidate',
				operation: 'get',
				candidate: { __rl: true, mode: 'email', value: field('Candidate') },
			},
		}),
		ours(owner, 3, {
			name: names.application,
			type: 'ashby',
			position: [2 * ACROSS, 0],
			// Without exactly one active application, the invitation is for no stage.
			onError: 'continueRegularOutput',
			parameters: {
				resource: 'application',
				operation: 'get',
				applicationId: { __rl: true, mode: 'candidate', value: field('id') },
			},
		}),
		ours(owner, 4, {
			name: names.interviews,
			type: 'willo',
			position: [3 * ACROSS, 0],
			onError: 'continueErrorOutput',
			parameters: { resource: 'interview', operation: 'getAll', returnAll: true },
		}),
		coreNode(owner, 5, 'form', names.choice, [4 * ACROSS, 0], {
			operation: 'page',
			defineForm: 'json',
			jsonOutput: PAGE,
			options: {
				formTitle: `=Invite {{ ${CANDIDATE}.name }}`,
				formDescription: `={{ ${CANDIDATE}.primaryEmailAddress?.value ?? ${CANDIDATE}.primaryPhoneNumber?.value ?? '' }}`,
				buttonLabel: 'Invite',
			},
		}),
		ours(owner, 6, {
			name: names.invite,
			type: 'willo',
			position: [0, 208],
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'participant',
				operation: 'invite',
				interview: byId(CHOSEN),
				name: `={{ ${CANDIDATE}.name }}`,
				email: `={{ ${CANDIDATE}.primaryEmailAddress?.value }}`,
				phone: `={{ ${CANDIDATE}.primaryPhoneNumber?.value }}`,
				options: {
					attempt: ATTEMPT,
					externalId: `={{ ${CANDIDATE}.id }}`,
					ifAlreadyInvited: 'skip',
				},
			},
		}),
		ours(owner, 7, {
			name: names.note,
			type: 'ashby',
			position: [ACROSS, 208],
			onError: 'continueErrorOutput',
			parameters: {
				resource: 'candidate',
				operation: 'addNote',
				candidate: byId(`={{ ${CANDIDATE}.id }}`),
				noteFormat: 'html',
				note: field('note.html'),
				options: { identifyingText: "={{ $json.participant.key ?? $json.entryId ?? '' }}" },
			},
		}),
		coreNode(
			owner,
			8,
			'form',
			names.done,
			[2 * ACROSS, 208],
			formEnding(
				`={{ ${INVITED}.testRun ? 'Test run' : ${INVITED}.alreadyInvited ? 'Already invited' : 'Invited' }}`,
				`={{ ${INVITED}.note.text.split('\\n')[0] }}. {{ ${INVITED}.testRun ? 'Nothing was sent.' : ${INVITED}.alreadyInvited ? 'Nothing was sent this time.' : 'The invitation is noted in Ashby.' }}`,
			),
		),
		coreNode(
			owner,
			9,
			'form',
			FAILED,
			[ACROSS, 416],
			formEnding(
				"={{ $json.invited ? 'Invited, but not noted in Ashby' : 'Not invited' }}",
				'={{ $json.error }}. You can submit the form again: nobody is invited twice.',
			),
		),
	],
	connections: {
		...lineOf(...Object.values(names)),
		...connectOutputs(names.candidate, names.application, FAILED),
		...connectOutputs(names.interviews, names.choice, FAILED),
		...connectOutputs(names.invite, names.note, FAILED),
		...connectOutputs(names.note, names.done, FAILED),
	},
};
