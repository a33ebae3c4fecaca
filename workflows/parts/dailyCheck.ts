/** Reports who is in the stage without an invitation, what the health checks find, and what needs a person at once. */
import { conditions, coreNode, email, everyDay, fields, isTrue } from './core';
import type { TemplateNode } from './lanes';
import { ACROSS, connect, connectAll, DOWN, field, lineOf, ours } from './lanes';
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

const number = 7;
const owner = { number };

const names = {
	read: 'Check for Invitation Note',
	missing: 'Not Invited',
	line: 'Format as Line',
	list: 'Combine Lines',
	email: 'Email the Summary',
	daily: 'Every Morning',
	ashby: 'Check Ashby',
	willo: 'Check Willo',
	attention: 'Needs Attention',
	findings: 'Email the Findings',
	error: 'On Workflow Error',
	needsPerson: 'Needs a Person',
	emailError: 'Email the Recruiter',
};

/** A note that names the entry but no participant says why the candidate could not be invited. */
const PROBLEM = `={{ ((entry, notes, unreadable, hours) => unreadable ? "couldn't be checked: " + unreadable : notes.some((note) => note.content?.includes(entry.id) && ${KEY}.test(note.content)) ? '' : notes.some((note) => note.content?.includes(entry.id)) ? "couldn't be invited, and a note says why" : hours < 4 ? '' : hours > 168 ? 'no longer retried: move them out of the stage and back in' : 'not invited')(${ENTRY}, $json.notes, ${UNREADABLE}, $now.diff(DateTime.fromISO(${ENTRY}?.enteredStageAt ?? ''), 'hours').hours) }}`;

const READ = fields({
	name: ['string', `={{ ${LISTED}.candidate.name }}`],
	job: ['string', `={{ ${LISTED}.job.title }}`],
	url: ['string', "={{ $json.profileUrl ?? '' }}"],
	enteredStageAt: ['string', `={{ ${ENTRY}?.enteredStageAt ?? '' }}`],
	problem: ['string', PROBLEM],
});

/** The error of a node or of a trigger. */
const ERROR = '($json.execution?.error ?? $json.trigger?.error)';

const CHECKS_TOP = 432;
const FAILURES_TOP = 960;

const OVERVIEW = `## Was everyone invited?

### How it works
Every weekday morning, this workflow finds all candidates in your interview stage **without an invitation** and sends you one email, which also lists those who couldn't be checked. If everyone was invited, it sends nothing.
Every morning, it checks both keys and all triggers. If one of them doesn't work, it emails you.
Problems that won't resolve on their own are reported **at once**: a response that matches no candidate, candidates that the trigger gave up on after a week, and a job or stage that no longer exists.

### Setup steps
1. Import and publish one of the templates that invite candidates.
2. **${checkNames.applications}**: select the Ashby credential, then your **job** and **stage**. To check all jobs, select **Any Job** and enter the stage *By Name*.
3. Select the same credentials in the remaining Ashby and Willo nodes.
4. **${names.email}**, **${names.findings}**, and **${names.emailError}**: select your SMTP credential and enter both email addresses. Or replace the nodes with Slack, Microsoft Teams, or Gmail.
5. **Publish.**
6. Open the workflow that invites candidates, go to **Settings → Error Workflow**, and select this workflow.

### Good to know
This workflow changes nothing in Ashby or Willo. A test run really sends the emails.`;

const CHECKING = `### 1. Every weekday morning: find candidates without an invitation
A candidate is invited when a note contains the ID of their entry and Willo's key of the participant. Candidates who entered in the last 4 hours are left out, since the next poll may still invite them.`;

const CONNECTION = `### 2. Every morning: check the keys and the triggers
If a key is rejected or a trigger no longer runs, nobody is invited until a person acts. In queue mode, turn off *Include Triggers* in both nodes.`;

const FAILING = `### 3. At once: report what won't resolve on its own
Outages aren't reported, because the workflow recovers from them automatically.`;

/** What the vendor's own check finds. It continues, so that its own failure is reported, too. */
const check = (index: number, name: string, type: 'ashby' | 'willo', y: number): TemplateNode =>
	ours(owner, index, {
		name,
		type,
		position: [ACROSS, y],
		onError: 'continueRegularOutput',
		parameters: { resource: 'connection', operation: 'check' },
	});

export const dailyCheck: Template = {
	file: 'ashby-willo-daily-check',
	id: 'ashby-willo-check',
	name: 'Check every morning that all Ashby candidates were invited in Willo',
	nodes: [
		overviewNote(owner, [-520, -192], OVERVIEW),
		sticky(owner, 51, 'About Checking', [-40, -192], [1160, 592], CHECKING),
		sticky(owner, 53, 'About Connections', [-40, CHECKS_TOP], [1160, 496], CONNECTION),
		sticky(owner, 52, 'About Failures', [-40, FAILURES_TOP], [1160, 320], FAILING),
		...checkLane(owner),
		coreNode(owner, 6, 'editFields', names.read, [4 * ACROSS, 0], READ),
		coreNode(
			owner,
			7,
			'filter',
			names.missing,
			[ACROSS, 208],
			conditions({ left: field('problem'), operator: ['string', 'notEmpty'] }),
		),
		coreNode(
			owner,
			8,
			'editFields',
			names.line,
			[2 * ACROSS, 208],
			fields({
				line: [
					'string',
					`={{ $json.error ? 'The candidates in the stage could not be listed: ' + $json.error : $json.name + ', ' + $json.job + ': ' + $json.problem + ($json.enteredStageAt && ', in the stage since ' + $json.enteredStageAt.slice(0, 10)) + ($json.url && ', ' + $json.url) }}`,
				],
			}),
		),
		coreNode(owner, 9, 'aggregate', names.list, [3 * ACROSS, 208], {
			fieldsToAggregate: { fieldToAggregate: [{ fieldToAggregate: 'line' }] },
			options: {},
		}),
		coreNode(
			owner,
			10,
			'email',
			names.email,
			[4 * ACROSS, 208],
			email(
				'=Willo invitations: {{ $json.line.length }} to look at',
				"=Nothing shows that these candidates in the interview stage were invited:\n\n{{ $json.line.join('\\n') }}",
			),
		),
		coreNode(owner, 14, 'schedule', names.daily, [0, CHECKS_TOP + 232], everyDay),
		check(15, names.ashby, 'ashby', CHECKS_TOP + 128),
		check(16, names.willo, 'willo', CHECKS_TOP + 128 + DOWN),
		coreNode(
			owner,
			17,
			'filter',
			names.attention,
			[2 * ACROSS, CHECKS_TOP + 232],
			conditions(isTrue("={{ $json.status !== 'ok' }}")),
		),
		coreNode(
			owner,
			18,
			'email',
			names.findings,
			[3 * ACROSS, CHECKS_TOP + 232],
			email(
				'Ashby or Willo needs your attention',
				"={{ $json.error ?? $json.findings.join('\\n') }}",
			),
		),
		coreNode(owner, 11, 'errorTrigger', names.error, [0, FAILURES_TOP + 136], {}),
		coreNode(
			owner,
			12,
			'filter',
			names.needsPerson,
			[ACROSS, FAILURES_TOP + 136],
			conditions(isTrue(`={{ ${ERROR}?.context?.needsAttention }}`)),
		),
		coreNode(
			owner,
			13,
			'email',
			names.emailError,
			[2 * ACROSS, FAILURES_TOP + 136],
			email(
				'=A candidate needs your attention: {{ $json.workflow.name }}',
				`={{ ${ERROR}.message }}\n\n{{ ${ERROR}.description ?? '' }}\n\n{{ $json.execution?.url ?? '' }}`,
			),
		),
	],
	connections: {
		...checkConnections(names.read, names.line),
		...lineOf(names.read, names.missing, names.line, names.list, names.email),
		...connectAll(names.daily, names.ashby, names.willo),
		...connect(names.ashby, names.attention),
		...connect(names.willo, names.attention),
		...connect(names.attention, names.findings),
		...lineOf(names.error, names.needsPerson, names.emailError),
	},
};
