/** One workflow for all jobs: the people who recruit choose the interview in a field of the job. */
import { coreNode, everyDay } from './core';
import {
	ACROSS,
	byId,
	connect,
	connections,
	DOWN,
	field,
	invitationLane,
	lineOf,
	names as base,
	ours,
	responseLane,
	type TemplateNode,
} from './lanes';
import type { Plan } from './plans';
import { minutes } from './plans';
import { CHECK, INVITING, overviewNote, RESPONDING, sticky } from './stickies';
import type { Template } from './templates';

const FIELD = 'Willo Interview';

const plan: Plan = {
	file: 'ashby-willo-company',
	id: 'ashby-willo-company',
	number: 9,
	name: 'Invite Ashby candidates to the Willo interview of their job',
	pollTime: minutes(5),
	responsePollTime: minutes(5),
};

const names = {
	setUp: 'Set Up Now',
	daily: 'Every Day',
	interviews: 'Get Willo Interviews',
	choices: 'Set Choices in Ashby',
} as const;

const TOP = 192;
const CHOICES_TOP = 736;

const OVERVIEW = `## One workflow for all jobs

### How it works
Recruiters choose a Willo interview in a field of each job in Ashby. Each candidate who enters the stage, of any job, is invited to the interview of their job once per entry, and the invitation is noted in Ashby. When they respond, the response is added to their notes. To change an interview or add a job, nobody needs this workflow.

### Setup steps
1. **In Ashby**: create an API key that also has the permissions **hiringProcessMetadataRead** and **hiringProcessMetadataWrite**. Step 3 then creates the job field **${FIELD}**, in which recruiters select an interview. If the key may not have them: go to **Admin → Custom Fields**, create the field for jobs as text or URL, enter an interview's link or exact title on each job, and delete the lower lane.
2. Select the Ashby and Willo credentials in all nodes.
3. **${names.setUp}**: execute the workflow from this node. In Ashby, then select an interview on each job.
4. **${base.stageTrigger}**: enter the name of your **stage**, as in Ashby.
5. **Publish.**

### Good to know
It polls every 5 minutes, for Willo's Scale and Enterprise plans: in **Poll Times** of both polling triggers, enter 30 minutes for Growth or, for Ashby, 3 hours for Launch.
A test run sends nothing and writes nothing, except that **${names.setUp}** sets the choices in Ashby. Your n8n doesn't need a public address.
${CHECK}`;

const ABOUT_INVITING = INVITING.replace(
	/\n[^\n]*/,
	'\nThe trigger reads the interview from the field of the job. If it is empty, or Willo doesn’t know the interview, a note says by when to fill it in: the candidate is then invited without being moved.',
);

const CHOOSING = `### 3. Keep the choices in Ashby up to date
Every day, the field **${FIELD}** gets Willo's interviews as its choices. It changes nothing if Willo's list is empty, or if more than half of the choices would disappear: the execution then fails and says why.`;

const [trigger, invite, note] = invitationLane(plan);

const watching: TemplateNode = {
	...trigger,
	parameters: {
		...trigger.parameters,
		links: {
			link: [
				{
					job: { __rl: true, mode: 'list', value: '*', cachedResultName: 'Any Job' },
					stage: { __rl: true, mode: 'name', value: '' },
					interviewField: FIELD,
				},
			],
		},
	},
};

const inviting: TemplateNode = {
	...invite,
	parameters: { ...invite.parameters, interview: byId(field('interview')) },
};

const choicesLane: TemplateNode[] = [
	coreNode(plan, 10, 'manual', names.setUp, [0, CHOICES_TOP + 144], {}),
	coreNode(plan, 11, 'schedule', names.daily, [0, CHOICES_TOP + 144 + DOWN], everyDay),
	ours(plan, 12, {
		name: names.interviews,
		type: 'willo',
		position: [ACROSS, CHOICES_TOP + 144 + DOWN / 2],
		parameters: { resource: 'interview', operation: 'getAll', returnAll: true },
	}),
	ours(plan, 13, {
		name: names.choices,
		type: 'ashby',
		position: [2 * ACROSS, CHOICES_TOP + 144 + DOWN / 2],
		parameters: {
			resource: 'customField',
			operation: 'setChoices',
			objectType: 'Job',
			customField: { __rl: true, mode: 'name', value: FIELD },
			label: field('title'),
			value: field('key'),
			// A person executes it by hand to create the field.
			writeInTestRuns: true,
			options: { createIfNotFound: true, detail: "={{ $json.owner?.full_name ?? '' }}" },
		},
	}),
];

export const company: Template = {
	...plan,
	nodes: [
		overviewNote(plan, [-520, -192], OVERVIEW),
		sticky(plan, 51, 'About Inviting', [-40, -192], [760, TOP + 160], ABOUT_INVITING),
		sticky(plan, 52, 'About Responses', [-40, TOP], [760, 512], RESPONDING),
		sticky(plan, 53, 'About Choices', [-40, CHOICES_TOP], [760, 512], CHOOSING),
		watching,
		inviting,
		note,
		...responseLane(plan, TOP + 144),
		...choicesLane,
	],
	connections: {
		...connections(plan),
		...connect(names.setUp, names.interviews),
		...connect(names.daily, names.interviews),
		...lineOf(names.interviews, names.choices),
	},
};
