/** The texts on the canvas: what to pick where, and what matters. */
import { names, nodeId, type Position, type TemplateNode } from './lanes';
import type { Plan } from './plans';

function overview({ interval, isInstant }: Plan): string {
	const watching = isInstant
		? `Ashby tells n8n of each move **at once**. A look **${interval}** finds what got lost on the way.`
		: `Looks at Ashby **${interval}**.`;
	const triggers = isInstant
		? `**${names.ashbyTrigger}** and **${names.stageTrigger}**: pick the Ashby credential, then your **job** and **stage**, the same in both. The key also needs the permission apiKeysWrite.`
		: `**${names.stageTrigger}**: pick the Ashby credential, then your **job** and **stage**. Add more entries for more jobs.`;
	const reach = isInstant
		? 'Ashby has to reach this n8n from the internet. Willo need not.'
		: 'n8n needs no public address.';
	return `## Ashby → Willo → Ashby

### How it works
${watching} Each candidate who enters your stage is invited to your Willo interview, once per entry, and a note in Ashby says so. When they respond, the response is added to their notes.

### Setup steps
1. ${triggers}
2. **${names.invite}**: pick the Willo credential and your **interview**.
3. Pick the same credentials in the nodes that have none yet.
4. **Publish.** Candidates who enter the stage from now on are invited.

### Good to know
A test run sends nothing and writes nothing: it shows what would be sent and written. ${reach}`;
}

export const INVITING = `### 1. Invite
Pick the **job** and **stage** in the trigger, the **interview** in the Willo node. Who cannot be invited gets a note that says why and notifies the recruiters.
Was Willo or Ashby down, a key refused, n8n stopped? Whoever has no note yet is tried again without you, and nobody is invited twice.`;

export const RESPONDING = `### 2. Bring the response back
**Leave both triggers on.** Willo tells the first one at once; the second looks for what did not arrive, and each response is noted once. The candidate is found by the ID that went out with the invitation, else by email.`;

/** The texts, each in a box of its own; `top` is where that of the second lane begins. */
export function stickies(plan: Plan, top: number): TemplateNode[] {
	return [
		sticky(plan, 50, 'About This Workflow', [-520, -192], [440, 496], overview(plan)),
		sticky(plan, 51, 'About Inviting', [-40, -192], [760, top + 160], INVITING),
		sticky(plan, 52, 'About Responses', [-40, top], [760, 512], RESPONDING),
	];
}

/** The sticky notes of index 50 are yellow, the others white. */
export function sticky(
	plan: { number: number },
	index: number,
	name: string,
	position: Position,
	[width, height]: [number, number],
	content: string,
): TemplateNode {
	// n8n's colours: yellow when left out, 7 white.
	const color = index === 50 ? {} : { color: 7 };
	return {
		id: nodeId(plan, index),
		name,
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		position,
		parameters: { width, height, ...color, content },
	};
}
