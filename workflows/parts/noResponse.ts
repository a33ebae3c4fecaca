/** Emails the recruiter about candidates who were invited a week ago without a response, then adds a note to them. */
import { anyOf, conditions, coreNode, email, fields } from './core';
import { ACROSS, byId, connectAll, field, lineOf, ours } from './lanes';
import {
	checkConnections,
	checkLane,
	checkNames,
	ENTRY,
	KEY,
	LISTED,
	UNREADABLE,
} from './candidatesInStage';
import { overviewNote, sticky } from './stickies';
import type { Template } from './templates';

const number = 6;
const owner = { number };

const names = {
	read: 'Count Days Without Response',
	late: 'No Response for 7 Days',
	line: 'Format as Line',
	list: 'Combine Lines',
	email: 'Email the Recruiter',
	checked: 'Could Be Checked',
	note: 'Add Reminder Note',
};

/**
 * The first note that names the entry and a participant. The wording of the note doesn't matter. If nobody was
 * invited, there is no participant.
 */
const INVITATION = `$json.notes?.filter((note) => note.content?.includes(${ENTRY}?.id) && ${KEY}.test(note.content)).sort((a, b) => a.createdAt.localeCompare(b.createdAt))[0]`;
/** Whether there is a note about the response, whose ID begins with this, or this workflow's own. */
const IS_DONE = `$json.notes.some(({ content }) => content?.includes('response-' + invitation.content.match(${KEY})[0]) || content?.includes('reminder-' + ${ENTRY}.id))`;
const DAYS = `={{ ((invitation) => !invitation || ${IS_DONE} ? 0 : Math.floor($now.diff(DateTime.fromISO(invitation.createdAt), 'days').days))(${INVITATION}) }}`;

const READ = fields({
	candidateId: ['string', `={{ ${LISTED}.candidate.id }}`],
	name: ['string', `={{ ${LISTED}.candidate.name }}`],
	phone: ['string', '={{ $json.primaryPhoneNumber?.value ?? "no phone number" }}'],
	job: ['string', `={{ ${LISTED}.job.title }}`],
	url: ['string', "={{ $json.profileUrl ?? '' }}"],
	entryId: ['string', `={{ ${ENTRY}?.id ?? '' }}`],
	daysWithoutResponse: ['number', DAYS],
	unreadable: ['string', `={{ ${UNREADABLE} }}`],
});

const OVERVIEW = `## Who hasn't responded?

### How it works
Every weekday morning, this workflow reads the notes of all candidates in your interview stage. Candidates who were invited **at least 7 days ago** and haven't responded are in one email to you, with their phone numbers. Then they get a note, so that nobody is reported twice for the same invitation. The email also lists those who couldn't be checked.

### Setup steps
1. Import and publish one of the templates that invite candidates. This one reads the notes that it adds.
2. **${checkNames.applications}**: select the Ashby credential, then your **job** and **stage**. To check all jobs, select **Any Job** and enter the stage *By Name*.
3. Select the Ashby credential in the remaining Ashby nodes.
4. **${names.email}**: select your SMTP credential and enter both email addresses. Or replace the node with Slack, Microsoft Teams, or Gmail.
5. **Publish.**

### Good to know
To change the number of days, edit **${names.late}**. A test run adds no notes, but it does email you.`;

const CHECKING = `### 1. Find candidates without a response
The notes of the candidate name the invitation's entry and Willo's participant. You may change their wording, as long as they contain both.`;

const TELLING = `### 2. Email the recruiter, then add a note
**The note comes last** because it marks the candidate as reported: if the email fails, all of them are in the next one.`;

export const noResponse: Template = {
	file: 'ashby-willo-no-response',
	id: 'ashby-willo-no-resp',
	name: "Remind the recruiter about candidates who haven't responded in Willo",
	nodes: [
		overviewNote(owner, [-520, -192], OVERVIEW),
		sticky(owner, 51, 'About Checking', [-40, -192], [1160, 384], CHECKING),
		sticky(owner, 52, 'About Reminding', [-40, 224], [1160, 560], TELLING),
		...checkLane(owner),
		coreNode(owner, 6, 'editFields', names.read, [4 * ACROSS, 0], READ),
		coreNode(
			owner,
			7,
			'filter',
			names.late,
			[0, 384],
			anyOf(
				{ left: field('daysWithoutResponse'), operator: ['number', 'gte'], right: 7 },
				{ left: field('unreadable'), operator: ['string', 'notEmpty'] },
			),
		),
		coreNode(
			owner,
			10,
			'editFields',
			names.line,
			[ACROSS, 384],
			fields({
				line: [
					'string',
					`={{ $json.error ? 'The candidates in the stage could not be listed: ' + $json.error : $json.name + ', ' + $json.job + ': ' + ($json.unreadable ? "couldn't be checked: " + $json.unreadable : $json.daysWithoutResponse + ' days, ' + $json.phone) + ($json.url && ', ' + $json.url) }}`,
				],
			}),
		),
		coreNode(owner, 11, 'aggregate', names.list, [2 * ACROSS, 384], {
			fieldsToAggregate: { fieldToAggregate: [{ fieldToAggregate: 'line' }] },
			options: {},
		}),
		coreNode(
			owner,
			12,
			'email',
			names.email,
			[3 * ACROSS, 384],
			email(
				'={{ $json.line.length }} candidate(s) to call: no response to the Willo interview',
				"=These candidates haven't responded to their Willo interview. Give them a call:\n\n{{ $json.line.join('\\n') }}",
			),
		),
		// Below the email, so that n8n runs it afterwards, and not at all if the email fails.
		coreNode(
			owner,
			9,
			'filter',
			names.checked,
			[ACROSS, 592],
			conditions({ left: field('unreadable'), operator: ['string', 'empty'] }),
		),
		ours(owner, 8, {
			name: names.note,
			type: 'ashby',
			position: [2 * ACROSS, 592],
			parameters: {
				resource: 'candidate',
				operation: 'addNote',
				candidate: byId(field('candidateId')),
				noteFormat: 'text',
				note: "={{ $json.name }} hasn't responded to the Willo interview in {{ $json.daysWithoutResponse }} days. Give them a call.\nRef: reminder-{{ $json.entryId }}",
				options: {
					identifyingText: '=reminder-{{ $json.entryId }}',
				},
			},
		}),
	],
	connections: {
		...checkConnections(names.read, names.line),
		...lineOf(names.read, names.late),
		...connectAll(names.late, names.line, names.checked),
		...lineOf(names.line, names.list, names.email),
		...lineOf(names.checked, names.note),
	},
};
