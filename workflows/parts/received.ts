/** Whoever responds is moved to a review stage without a click, if they are still in the stage they were invited for. */
import {
	ACROSS,
	connect,
	connections,
	DOWN,
	field,
	invitationLane,
	names as base,
	ours,
	responseLane,
} from './lanes';
import type { Plan } from './plans';
import { minutes } from './plans';
import { CHECK, INVITING, overviewNote, RESPONDING, SAME_CREDENTIALS, sticky } from './stickies';
import type { Template } from './templates';

const plan: Plan = {
	file: 'ashby-willo-received',
	id: 'ashby-willo-received',
	number: 10,
	name: 'Invite Ashby candidates to a Willo interview and move them to a review stage when they respond',
	pollTime: minutes(5),
	responsePollTime: minutes(5),
};

const MOVE = 'Change to the Review Stage';
const TOP = 192;

const OVERVIEW = `## Ashby → Willo → review stage

### How it works
Candidates who enter your stage are invited to your Willo interview. When they respond, the response is added to their notes, and they move to a review stage, such as **Video Received**, so that you see who is waiting for you. Whoever has left the stage isn't moved.

**This workflow decides nothing about a person.** Choose a stage that only says that the response is there. Rejecting candidates automatically is restricted by law in several places.

### Setup steps
1. **In Ashby**: add the review stage to the interview plan.
2. **${base.stageTrigger}**: select the Ashby credential, then your **job** and **stage**.
3. **${base.invite}**: select the Willo credential and your **interview**.
4. **${MOVE}**: enter the name of the review stage.
5. ${SAME_CREDENTIALS}
6. **Publish.**

### Good to know
A test run sends nothing, writes nothing, and moves nobody. Your n8n doesn't need a public address.
${CHECK}`;

const MOVING = RESPONDING.replace(
	'### 2. Bring the response back',
	'### 2. Bring the response back and move on',
);

const [willoTrigger, responseTrigger, noteResponse] = responseLane(plan, TOP + 144);
const { options } = noteResponse.parameters as { options: object };

export const received: Template = {
	...plan,
	nodes: [
		overviewNote(plan, [-520, -192], OVERVIEW),
		sticky(plan, 51, 'About Inviting', [-40, -192], [1000, TOP + 160], INVITING),
		sticky(plan, 52, 'About Responses', [-40, TOP], [1000, 512], MOVING),
		...invitationLane(plan),
		willoTrigger,
		responseTrigger,
		{
			...noteResponse,
			// The next node moves the others, then fails and names those without a note.
			onError: 'continueRegularOutput',
			parameters: {
				...noteResponse.parameters,
				options: { ...options, passInputOn: true },
			},
		},
		ours(plan, 8, {
			name: MOVE,
			type: 'ashby',
			position: [3 * ACROSS, TOP + 144 + DOWN / 2],
			parameters: {
				resource: 'application',
				operation: 'changeStage',
				applicationId: {
					__rl: true,
					mode: 'candidate',
					value: "={{ $json.addedNote?.candidateId ?? '' }}",
				},
				stage: { __rl: true, mode: 'name', value: '' },
				options: { invitedAs: field('participant.key') },
			},
		}),
	],
	connections: { ...connections(plan), ...connect(base.noteResponse, MOVE) },
};
