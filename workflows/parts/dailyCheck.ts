/** What did not come through: who is in the stage uninvited, and what was given up. */
import type { Condition } from './core';
import { anyOf, conditions, coreNode, email, fields } from './core';
import { ACROSS, field, lineOf } from './lanes';
import { APPLICATION, standing, standingLane } from './standing';
import { sticky } from './stickies';
import type { Template } from './templates';

const number = 7;
const owner = { number };

const names = {
	read: 'Compare With the Notes',
	missing: 'Not Invited',
	line: 'One Line Each',
	list: 'One List',
	tell: 'Send the Summary',
	error: 'When a Workflow Fails',
	person: 'Needs a Person',
	tellError: 'Tell the Recruiter',
};

/** The row of the history that the application is in: that of the entry. */
const ENTRY = `${APPLICATION}.applicationHistory.find((row) => !row.leftStageAt)`;

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

/** A node failed, or a trigger did. */
const MESSAGE = '={{ $json.execution?.error?.message ?? $json.trigger?.error?.message }}';

const OVERVIEW = `## Did everybody get through?

### How it works
Every weekday morning, this lists everybody who is in your interview stage **without an invitation** and sends one email. If all were invited, it sends nothing.
What will not get better by itself is reported **at once**: a response that fits no candidate, and candidates who were given up after a week.

### Setup steps
1. Import and publish one of the templates that invite candidates.
2. **${standing.applications}**: select the Ashby credential and your **job**. Remove the job to check all jobs.
3. **${standing.inStage}**: enter the name of your **stage** as Ashby shows it.
4. Select the Ashby credential in the other Ashby nodes.
5. **${names.tell}** and **${names.tellError}**: select your SMTP credential and enter both addresses. Or replace the nodes with Slack, Microsoft Teams or Gmail.
6. **Publish.**
7. Open the workflow that invites candidates, then **Settings → Error Workflow**, and select this one.

### Good to know
It changes nothing in Ashby or Willo.`;

const CHECKING = `### 1. Every morning: who is in the stage without an invitation?
An entry is done when a note of the candidate contains its ID. Whoever entered in the last 4 hours is left out, since the next poll may still invite them.`;

const FAILING = `### 2. At once: what will not get better by itself
Outages are not reported: the workflow recovers from those without you.`;

export const dailyCheck: Template = {
	file: 'ashby-willo-daily-check',
	id: 'ashby-willo-check',
	name: 'Check every morning that every Ashby candidate was invited in Willo',
	nodes: [
		sticky(owner, 50, 'About This Workflow', [-520, -192], [440, 720], OVERVIEW),
		sticky(owner, 51, 'About Checking', [-40, -192], [1400, 592], CHECKING),
		sticky(owner, 52, 'About Failures', [-40, 432], [1400, 384], FAILING),
		...standingLane(owner),
		coreNode(owner, 6, 'editFields', names.read, [5 * ACROSS, 0], READ),
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
					"={{ $json.name }}, {{ $json.job }}: in the stage since {{ $json.enteredStageAt.slice(0, 10) }}{{ $json.hoursInStage > 168 ? ' (no longer tried: move them out of the stage and back in)' : '' }}, {{ $json.url }}",
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
			names.tell,
			[4 * ACROSS, 208],
			email(
				'={{ $json.line.length }} candidate(s) in the stage without a Willo invitation',
				"=These candidates are in the interview stage, and no note says that they were invited:\n\n{{ $json.line.join('\\n') }}",
			),
		),
		coreNode(owner, 11, 'errorTrigger', names.error, [0, 624], {}),
		coreNode(
			owner,
			12,
			'filter',
			names.person,
			[ACROSS, 624],
			anyOf(
				...['No candidate in Ashby', 'No note was written'].map(
					(right): Condition => ({ left: MESSAGE, operator: ['string', 'contains'], right }),
				),
			),
		),
		coreNode(
			owner,
			13,
			'email',
			names.tellError,
			[2 * ACROSS, 624],
			email(
				'=A candidate needs you: {{ $json.workflow.name }}',
				`${MESSAGE}\n\n{{ $json.execution?.error?.description ?? $json.trigger?.error?.description ?? '' }}\n\n{{ $json.execution?.url ?? '' }}`,
			),
		),
	],
	connections: {
		...lineOf(
			...Object.values(standing),
			names.read,
			names.missing,
			names.line,
			names.list,
			names.tell,
		),
		...lineOf(names.error, names.person, names.tellError),
	},
};
