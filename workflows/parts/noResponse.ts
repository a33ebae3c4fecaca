/** Adds a reminder note for candidates who were invited a week ago without a response, and emails the recruiter. */
import { conditions, coreNode, email, fields } from './core';
import { ACROSS, field, lineOf, ours } from './lanes';
import { APPLICATION, checkLane, checkNames } from './candidatesInStage';
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

// Both texts are from the notes that the other templates write.
const times = (what: string) =>
	`$json.notes.filter((note) => ${what}).map((note) => note.createdAt).sort().at(-1) ?? ''`;
const INVITED = times('/invited to/.test(note.content) && !/couldn/i.test(note.content)');
const RESPONDED = times("note.content.includes('response-')");
const DAYS = `={{ ((invited, responded) => invited > responded ? Math.floor($now.diff(DateTime.fromISO(invited), 'days').days) : 0)(${INVITED}, ${RESPONDED}) }}`;

const READ = fields({
	candidateId: ['string', field('id')],
	name: ['string', field('name')],
	phone: ['string', '={{ $json.primaryPhoneNumber?.value ?? "no phone number" }}'],
	job: ['string', `={{ ${APPLICATION}.job.title }}`],
	url: ['string', field('profileUrl')],
	invitedAt: ['string', `={{ ${INVITED} }}`],
	daysWithoutResponse: ['number', DAYS],
});

const OVERVIEW = `## Who hasn't responded?

### How it works
Every weekday morning, this workflow reads the notes of all candidates in your interview stage. Candidates who were invited **at least 7 days ago** and haven't responded get a note, once per invitation. You get one email with their phone numbers.

### Setup steps
1. Import and publish one of the templates that invite candidates. This one reads the notes that it adds.
2. **${checkNames.applications}**: select the Ashby credential and your **job**. Remove the job to check all jobs.
3. **${checkNames.inStage}**: enter the name of your **stage** as shown in Ashby.
4. Select the Ashby credential in the remaining Ashby nodes.
5. **${names.email}**: select your SMTP credential and enter both email addresses. Or replace the node with Slack, Microsoft Teams, or Gmail.
6. **Publish.**

### Good to know
To change the number of days, edit **${names.late}**. A test run adds no notes, but it does email you.`;

const CHECKING = `### 1. Find candidates without a response
Invitations and responses are both in the candidate's notes. The newest one counts.`;

const TELLING = `### 2. Remind the recruiter once
**Skip If Exists** in **${names.note}** makes sure that nobody is reported twice for the same invitation.`;

export const noResponse: Template = {
	file: 'ashby-willo-no-response',
	id: 'ashby-willo-no-resp',
	name: "Remind the recruiter about candidates who haven't responded in Willo",
	nodes: [
		sticky(owner, 50, 'About This Workflow', [-520, -192], [440, 640], OVERVIEW),
		sticky(owner, 51, 'About Checking', [-40, -192], [1400, 384], CHECKING),
		sticky(owner, 52, 'About Reminding', [-40, 224], [1400, 384], TELLING),
		...checkLane(owner),
		coreNode(owner, 6, 'editFields', names.read, [5 * ACROSS, 0], READ),
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
				candidate: { __rl: true, mode: 'id', value: field('candidateId') },
				noteFormat: 'text',
				note: "={{ $json.name }} hasn't responded to the Willo interview in {{ $json.daysWithoutResponse }} days. Give them a call.\nReference: reminder-{{ $json.invitedAt }}",
				options: {
					identifyingText: '=reminder-{{ $json.invitedAt }}',
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
