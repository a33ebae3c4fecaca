/** The texts on the canvas: what to pick where, and what matters. */
import { names } from './names';
import { nodeId, type Position, type TemplateNode } from './node';
import type { Plan } from './plans';

interface Sticky {
	position: Position;
	width: number;
	height: number;
	/** n8n's colours: yellow when left out, 7 white. */
	color?: number;
	content: string;
}

/** Of the two lanes. */
const WIDTH = 1664;

function overview({ interval, isInstant }: Plan): string {
	const watching = isInstant
		? `Ashby tells n8n of each move **at once**. A look **${interval}** catches what got lost on the way; nobody is invited twice.`
		: `Looks at Ashby **${interval}**.`;
	const triggers = isInstant
		? `1. **${names.ashbyTrigger}** and **${names.stageTrigger}**: pick the Ashby credential, then your **job** and **stage**, the same in both. The key also needs the permission apiKeysWrite.`
		: `1. **${names.stageTrigger}**: pick the Ashby credential, then your **job** and **stage**. Add more entries for more jobs.`;
	const reach = isInstant
		? 'Ashby and Willo must be able to reach this n8n from the internet.'
		: `Willo must be able to reach this n8n from the internet. If it cannot, deactivate **${names.willoTrigger}** and activate **${names.responseTrigger}**: n8n then looks for responses every 30 minutes.`;
	return `## Ashby → Willo → Ashby

### How it works
${watching} Each candidate who has entered your stage is invited to your Willo interview, once per entry, and the invitation is noted in Ashby. When they respond, Willo tells n8n at once and the response is written to their notes.

### Setup steps
${triggers}
2. **${names.invite}**: pick the Willo credential and your **interview**.
3. Pick the same credentials in the nodes that have none yet.
4. **Publish.** Candidates who enter the stage from now on are invited.

### ${isInstant ? 'Good to know' : 'No public address?'}
${reach}`;
}

export function stickies(plan: Plan): TemplateNode[] {
	const texts: Sticky[] = [
		{
			position: [-496, -320],
			width: 440,
			height: 520,
			content: overview(plan),
		},
		{
			position: [-40, -320],
			width: WIDTH,
			height: 768,
			color: 7,
			content:
				'### 1. Invite\nPick the **job** and **stage** in the trigger, the **interview** in the Willo node. Who cannot be invited gets a note that notifies the recruiters who follow them.\nOne candidate is finished, note included, before the next begins: if n8n stops half-way, whoever no note names comes again after its restart.',
		},
		{
			position: [-40, 464],
			width: WIDTH,
			height: plan.isInstant ? 304 : 480,
			color: 7,
			content: `### 2. Bring the response back\nFinds the candidate by the ID that went out with the invitation, else by e-mail. Nobody found: the execution fails, so you see it.${plan.isInstant ? '' : ' **Only one of the two triggers** is to be active.'}`,
		},
	];
	return texts.map(({ position, ...parameters }, index) => ({
		id: nodeId(50 + index),
		name: ['About This Workflow', 'About Inviting', 'About Responses'][index],
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		position,
		parameters,
	}));
}
