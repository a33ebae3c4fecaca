/**
 * Several interviews on one canvas. Each stage has a trigger of its own with its interview beside it:
 * nothing is to be typed, and what belongs together is next to each other, unlike with one trigger and
 * a Switch on the name of the stage.
 */
import { ACROSS, connect, DOWN, invitationLane, names as base, responseLane } from './lanes';
import type { Plan } from './plans';
import { minutes } from './plans';
import { RESPONDING, sticky } from './stickies';
import type { Template } from './templates';

const plan: Plan = {
	file: 'ashby-willo-several-interviews',
	id: 'ashby-willo-several',
	number: 4,
	name: 'Invite Ashby candidates to several Willo interviews, by stage',
	interval: 'every 5 minutes',
	pollTime: minutes(5),
	responsePollTime: minutes(5),
};

const names = {
	stages: ['First Stage', 'Second Stage'],
	invites: ['Invite to First Interview', 'Invite to Second Interview'],
} as const;

const TOP = 416;

const [stageTrigger, invite, note] = invitationLane(plan);

/** The pairs of a trigger and its interview, one below the other. */
const pairs = names.stages.flatMap((stage, row) => {
	const placed = (node: typeof stageTrigger, index: number, name: string, x: number) => ({
		...node,
		id: node.id.replace(/\d{2}$/, String(index + row * 10)),
		name,
		position: [x, row * DOWN] as [number, number],
	});
	return [placed(stageTrigger, 11, stage, 0), placed(invite, 12, names.invites[row], ACROSS)];
});

const OVERVIEW = `## Several interviews, by stage

### How it works
Each stage has its own interview: whoever enters it is invited to the interview beside it, once per entry, and a note in Ashby says so. All responses are added to the candidates' notes.

### Setup steps
1. **${names.stages[0]}**: select the Ashby credential, then the **job** and **stage**. Add rows for more jobs with the same interview.
2. **${names.invites[0]}**: select the Willo credential and the **interview** for that stage.
3. **${names.stages[1]}** and **${names.invites[1]}**: the same for the second interview.
4. Select the same credentials in the nodes that have none yet.
5. **Publish.**

### One more interview?
Copy a trigger together with its Invite node, paste both below, connect the new Invite node to **${base.noteInvitation}**, and select the new stage and interview.

### Good to know
A test run sends nothing and writes nothing. n8n needs no public address.`;

const INVITING = `### 1. Invite
In each row: the **stage** on the left decides the **interview** on the right. Nobody is invited twice for the same entry, and whoever can't be invited gets a note that says why.`;

export const severalInterviews: Template = {
	...plan,
	nodes: [
		sticky(plan, 50, 'About This Workflow', [-520, -192], [440, 720], OVERVIEW),
		sticky(plan, 51, 'About Inviting', [-40, -192], [760, TOP + 160], INVITING),
		sticky(plan, 52, 'About Responses', [-40, TOP], [760, 512], RESPONDING),
		...pairs,
		{ ...note, position: [2 * ACROSS, DOWN / 2] },
		...responseLane(plan, TOP + 144),
	],
	connections: {
		...connect(names.stages[0], names.invites[0]),
		...connect(names.stages[1], names.invites[1]),
		...connect(names.invites[0], base.noteInvitation),
		...connect(names.invites[1], base.noteInvitation),
		...connect(base.willoTrigger, base.noteResponse),
		...connect(base.responseTrigger, base.noteResponse),
	},
};
