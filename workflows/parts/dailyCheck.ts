/** Reports the candidates in the stage without an invitation, and the entries that were given up. */
import { conditions, coreNode, email, fields } from './core';
import { ACROSS, field, lineOf } from './lanes';
import { APPLICATION, checkLane, checkNames, currentEntry } from './candidatesInStage';
import { sticky } from './stickies';
import type { Template } from './templates';

const number = 7;
const owner = { number };

const names = {
	read: 'Check for Invitation Note',
	missing: 'Not Invited',
	line: 'Format as Line',
	list: 'Combine Lines',
	email: 'Email the Summary',
	error: 'On Workflow Error',
	needsAttention: 'Needs Attention',
	emailError: 'Email the Recruiter',
};

const ENTRY = currentEntry(APPLICATION);

const READ = fields({
	name: ['string', field('name')],
	job: ['string', `={{ ${APPLICATION}.job.title }}`],
	url: ['string', field('profileUrl')],
	enteredStageAt: ['string', `={{ ${ENTRY}.enteredStageAt }}`],
	hoursInStage: [
		'number',
		`={{ Math.floor($now.diff(DateTime.fromISO(${ENTRY}.enteredStageAt), 'hours').hours) }}`,
	],
	hasInvitationNote: [
		'boolean',
		`={{ $json.notes.some((note) => note.content.includes(${ENTRY}.id)) }}`,
	],
});

/** The error of a node or of a trigger. */
const ERROR = '($json.execution?.error ?? $json.trigger?.error)';

const OVERVIEW = `## Was everyone invited?

### How it works
Every weekday morning, this workflow finds all candidates in your interview stage **without an invitation** and sends you one email. If everyone was invited, it sends nothing.
Problems that won't resolve on their own are reported **at once**: a response that matches no candidate, candidates that the trigger gave up on after a week, and a job or stage that no longer exists.

### Setup steps
1. Import and publish one of the templates that invite candidates.
2. **${checkNames.applications}**: select the Ashby credential, then your **job** and **stage**. To check all jobs, remove the job and enter the stage *By Name*.
3. Select the Ashby credential in the remaining Ashby nodes.
4. **${names.email}** and **${names.emailError}**: select your SMTP credential and enter both email addresses. Or replace the nodes with Slack, Microsoft Teams, or Gmail.
5. **Publish.**
6. Open the workflow that invites candidates, go to **Settings → Error Workflow**, and select this workflow.

### Good to know
This workflow changes nothing in Ashby or Willo.`;

const CHECKING = `### 1. Every morning: find candidates without an invitation
An entry is done when one of the candidate's notes contains its ID. Candidates who entered in the last 4 hours are left out, since the next poll may still invite them.`;

const FAILING = `### 2. At once: report what won't resolve on its own
Outages aren't reported, because the workflow recovers from them automatically.`;

export const dailyCheck: Template = {
	file: 'ashby-willo-daily-check',
	id: 'ashby-willo-check',
	name: 'Check every morning that all Ashby candidates were invited in Willo',
	nodes: [
		sticky(owner, 50, 'About This Workflow', [-520, -192], [440, 608], OVERVIEW),
		sticky(owner, 51, 'About Checking', [-40, -192], [1400, 592], CHECKING),
		sticky(owner, 52, 'About Failures', [-40, 432], [1400, 384], FAILING),
		...checkLane(owner),
		coreNode(owner, 6, 'editFields', names.read, [4 * ACROSS, 0], READ),
		coreNode(
			owner,
			7,
			'filter',
			names.missing,
			[ACROSS, 208],
			conditions(
				{ left: field('hasInvitationNote'), operator: ['boolean', 'false'] },
				{ left: field('hoursInStage'), operator: ['number', 'gte'], right: 4 },
			),
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
					"={{ $json.name }}, {{ $json.job }}: in the stage since {{ $json.enteredStageAt.slice(0, 10) }}{{ $json.hoursInStage > 168 ? ' (no longer retried: move them out of the stage and back in)' : '' }}, {{ $json.url }}",
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
				'={{ $json.line.length }} candidate(s) in the stage without a Willo invitation',
				"=These candidates are in the interview stage, but none of their notes shows an invitation:\n\n{{ $json.line.join('\\n') }}",
			),
		),
		coreNode(owner, 11, 'errorTrigger', names.error, [0, 624], {}),
		coreNode(
			owner,
			12,
			'filter',
			names.needsAttention,
			[ACROSS, 624],
			conditions({
				left: `={{ ${ERROR}?.context?.needsAttention }}`,
				operator: ['boolean', 'true'],
			}),
		),
		coreNode(
			owner,
			13,
			'email',
			names.emailError,
			[2 * ACROSS, 624],
			email(
				'=A candidate needs your attention: {{ $json.workflow.name }}',
				`={{ ${ERROR}.message }}\n\n{{ ${ERROR}.description ?? '' }}\n\n{{ $json.execution?.url ?? '' }}`,
			),
		),
	],
	connections: {
		...lineOf(
			...Object.values(checkNames),
			names.read,
			names.missing,
			names.line,
			names.list,
			names.email,
		),
		...lineOf(names.error, names.needsAttention, names.emailError),
	},
};
