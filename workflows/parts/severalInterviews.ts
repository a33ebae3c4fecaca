/**
 * Several interviews on one canvas. Each stage has its own trigger with its interview next to it. Unlike with
 * one trigger and a Switch on the name of the stage, there is nothing to type.
 */
import { ACROSS, connect, DOWN, invitationLane, names as base, responseLane } from './lanes';
import type { Plan } from './plans';
import { minutes } from './plans';
import {
	CHECK,
	OPTIONS_STAY,
	overviewNote,
	RESPONDING,
	SAME_CREDENTIALS,
	sticky,
} from './stickies';
import type { Template } from './templates';

const plan: Plan = {
	file: 'ashby-willo-several-interviews',
	id: 'ashby-willo-several',
	number: 4,
	name: 'Invite Ashby candidates to several Willo interviews, by stage',
	pollTime: minutes(5),
	responsePollTime: minutes(5),
};

const names = {
	// As n8n numbers copies, so that nobody needs to rename them.
	stages: ['Ashby Stage Trigger 1', 'Ashby Stage Trigger 2'],
	invites: ['Invite to Interview 1', 'Invite to Interview 2'],
} as const;

const TOP = 416;

const [stageTrigger, invite, note] = invitationLane(plan);

/** Pairs of a trigger and its interview, one row each. */
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
Each stage has its own interview. Candidates who enter the stage are invited to the interview next to it once per entry, and the invitation is noted in Ashby. All responses are added to the candidates' notes.

### Setup steps
1. **${names.stages[0]}**: select the Ashby credential, then the **job** and **stage**. To cover more jobs with the same interview, select *Add Job and Stage*.
2. **${names.invites[0]}**: select the Willo credential and the **interview** for that stage.
3. **${names.stages[1]}** and **${names.invites[1]}**: do the same for the second interview.
4. ${SAME_CREDENTIALS}
5. **Publish.**

### Add another interview
Copy a trigger and its Invite node, and paste them below. Connect the new Invite node to **${base.noteInvitation}**, then select the new stage and interview.

### Good to know
A test run sends nothing and writes nothing. It uses the example pinned to the triggers. To use a real candidate, select **Fetch Test Event**. Your n8n doesn't need a public address.
${CHECK}`;

const INVITING = `### 1. Invite
In each row, candidates who enter the **stage** on the left are invited to the **interview** on the right. Nobody is invited twice for the same entry. Candidates who can't be invited get a note that explains why.
${OPTIONS_STAY}`;

export const severalInterviews: Template = {
	...plan,
	nodes: [
		overviewNote(plan, [-520, -192], OVERVIEW),
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
