/** Adds a reminder note for candidates who were invited a week ago without a response, and emails the recruiter. */
import { conditions, coreNode, email, fields } from './core';
import { ACROSS, byId, field, lineOf, ours } from './lanes';
import { APPLICATION, checkLane, checkNames, currentEntry } from './candidatesInStage';
import { sticky } from './stickies';
import type { Template } from './templates';

const number = 6;
const owner = { number };

const names = {
	read: 'Count Days Without Response',
	late: 'No Response for 7 Days',
	note: 'Add Reminder Note',
	fresh: 'Only New Reminders',
	line: 'Format as Line',
	list: 'Combine Lines',
	email: 'Email the Recruiter',
};

/** Willo's key of the participant, which the notes about an invitation and its response contain. */
const KEY = '/\\b[0-9a-f]{32}\\b/i';
/**
 * The first note that names the entry and a participant. The wording of the note doesn't matter. If nobody was
 * invited, there is no participant.
 */
const INVITATION = `$json.notes.filter((note) => note.content?.includes(${currentEntry(APPLICATION)}.id) && ${KEY}.test(note.content)).sort((a, b) => a.createdAt.localeCompare(b.createdAt))[0]`;
/** The ID of a response, which its note contains, begins with this. */
const RESPONSE = `'response-' + invitation.content.match(${KEY})[0]`;
const DAYS = `={{ ((invitation) => !invitation || $json.notes.some((note) => note.content?.includes(${RESPONSE})) ? 0 : Math.floor($now.diff(DateTime.fromISO(invitation.createdAt), 'days').days))(${INVITATION}) }}`;

const READ = fields({
	candidateId: ['string', field('id')],
	name: ['string', field('name')],
	phone: ['string', '={{ $json.primaryPhoneNumber?.value ?? "no phone number" }}'],
	job: ['string', `={{ ${APPLICATION}.job.title }}`],
	url: ['string', field('profileUrl')],
	entryId: ['string', `={{ ${currentEntry(APPLICATION)}.id }}`],
	daysWithoutResponse: ['number', DAYS],
});

const OVERVIEW = `## Who hasn't responded?

### How it works
Every weekday morning, this workflow reads the notes of all candidates in your interview stage. Candidates who were invited **at least 7 days ago** and haven't responded get a note, once per invitation. You get one email with their phone numbers.

### Setup steps
1. Import and publish one of the templates that invite candidates. This one reads the notes that it adds.
2. **${checkNames.applications}**: select the Ashby credential, then your **job** and **stage**. To check all jobs, remove the job and enter the stage *By Name*.
3. Select the Ashby credential in the remaining Ashby nodes.
4. **${names.email}**: select your SMTP credential and enter both email addresses. Or replace the node with Slack, Microsoft Teams, or Gmail.
5. **Publish.**

### Good to know
To change the number of days, edit **${names.late}**. A test run adds no notes, but it does email you.`;

const CHECKING = `### 1. Find candidates without a response
The notes of the candidate name the invitation's entry and Willo's participant. You may change their wording, as long as they contain both.`;

const TELLING = `### 2. Remind the recruiter once
**Skip If Exists** in **${names.note}** makes sure that nobody is reported twice for the same invitation.`;

export const noResponse: Template = {
	file: 'ashby-willo-no-response',
	id: 'ashby-willo-no-resp',
	name: "Remind the recruiter about candidates who haven't responded in Willo",
	nodes: [
		sticky(owner, 50, 'About This Workflow', [-520, -192], [440, 560], OVERVIEW),
		sticky(owner, 51, 'About Checking', [-40, -192], [1440, 384], CHECKING),
		sticky(owner, 52, 'About Reminding', [-40, 224], [1440, 384], TELLING),
		...checkLane(owner),
		coreNode(owner, 6, 'editFields', names.read, [4 * ACROSS, 0], READ),
		coreNode(
			owner,
			7,
			'filter',
			names.late,
			[0, 416],
			conditions({
				left: field('daysWithoutResponse'),
				operator: ['number', 'gte'],
				right: 7,
			}),
		),
		ours(owner, 8, {
			name: names.note,
			type: 'ashby',
			position: [ACROSS, 416],
			parameters: {
				resource: 'candidate',
				operation: 'addNote',
				candidate: byId(field('candidateId')),
				noteFormat: 'text',
				note: "={{ $json.name }} hasn't responded to the Willo interview in {{ $json.daysWithoutResponse }} days. Give them a call.\nReference: reminder-{{ $json.entryId }}",
				options: {
					identifyingText: '=reminder-{{ $json.entryId }}',
					skipIfExists: true,
				},
			},
		}),
		coreNode(
			owner,
			9,
			'filter',
			names.fresh,
			[2 * ACROSS, 416],
			conditions({ left: field('alreadyExists'), operator: ['boolean', 'false'] }),
		),
		coreNode(
			owner,
			10,
			'editFields',
			names.line,
			[3 * ACROSS, 416],
			fields({
				line: [
					'string',
					`={{ $('${names.read}').item.json.name }}, {{ $('${names.read}').item.json.job }}: {{ $('${names.read}').item.json.daysWithoutResponse }} days, {{ $('${names.read}').item.json.phone }}, {{ $('${names.read}').item.json.url }}`,
				],
			}),
		),
		coreNode(owner, 11, 'aggregate', names.list, [4 * ACROSS, 416], {
			fieldsToAggregate: { fieldToAggregate: [{ fieldToAggregate: 'line' }] },
			options: {},
		}),
		coreNode(
			owner,
			12,
			'email',
			names.email,
			[5 * ACROSS, 416],
			email(
				'={{ $json.line.length }} candidate(s) to call: no response to the Willo interview',
				"=These candidates haven't responded to their Willo interview. Give them a call:\n\n{{ $json.line.join('\\n') }}",
			),
		),
	],
	connections: lineOf(
		...Object.values(checkNames),
		names.read,
		names.late,
		names.note,
		names.fresh,
		names.line,
		names.list,
		names.email,
	),
};
