/** The sticky notes: the setup steps, and what to know about each lane. */
import { names, nodeId, type Position, type TemplateNode } from './lanes';
import type { Plan } from './plans';

/** n8n selects a credential in all nodes that have none when a person creates it in one of them. */
export const SAME_CREDENTIALS =
	'Select the same credentials in the remaining nodes, unless n8n has already done so.';

export const CHECK =
	'If nothing happens, run the operation *Check* of an **Ashby** node (resource *Connection*).';

function overview({ isInstant }: Plan): string {
	const schedule = isInstant
		? `Ashby notifies n8n of each stage change **at once**. The polls of **${names.stageTrigger}** catch anything the webhook missed.`
		: `Polls Ashby as often as **Poll Times** in **${names.stageTrigger}** says.`;
	const triggers = isInstant
		? `**${names.ashbyTrigger}** and **${names.stageTrigger}**: select the Ashby credential, then your **job** and **stage** (the same in both). The API key also needs the permission **apiKeysWrite**.`
		: `**${names.stageTrigger}**: select the Ashby credential, then your **job** and **stage**. To cover more jobs, select *Add Job and Stage*.`;
	const reach = isInstant
		? "Ashby must be able to reach your n8n from the internet. Willo doesn't need to."
		: "Your n8n doesn't need a public address.";
	return `## Ashby → Willo → Ashby

### How it works
${schedule} Each candidate who enters your stage is invited to your Willo interview once per entry, and the invitation is noted in Ashby. When they respond, the response is added to their notes.

### Setup steps
1. ${triggers}
2. **${names.invite}**: select the Willo credential and your **interview**.
3. ${SAME_CREDENTIALS}
4. **Publish.** From then on, candidates who enter the stage are invited.

### Good to know
A test run sends nothing and writes nothing. It shows what would be sent and written, for the example pinned to the triggers. To use a real candidate, select **Fetch Test Event** in **${names.stageTrigger}**. ${reach}
${CHECK}`;
}

/** For the sticky note of an inviting lane. */
export const OPTIONS_STAY =
	'The options that the nodes set make this work. Normally, they stay as they are: *Retry Until a Note Exists*, *Prevent Double Invitations*, *External ID*, *Continue If Not Invited*, and *Skip If a Note Contains*.';

export const INVITING = `### 1. Invite
Select the **job** and **stage** in the trigger and the **interview** in the Willo node. Candidates who can't be invited get a note that explains why, and Ashby notifies their followers.
If Ashby, Willo, or n8n is down, or a key is rejected, candidates without a note are retried automatically. Nobody is invited twice.
${OPTIONS_STAY}`;

export const RESPONDING = `### 2. Bring the response back
**Leave both triggers on.** Willo notifies the first one at once. The second one polls for anything the first one missed. Each response is noted once. The candidate is found by the ID sent with the invitation, or else by email. The options that the nodes set make this work, too.`;

/** @param top where the sticky note of the second lane begins */
export function stickies(plan: Plan, top: number): TemplateNode[] {
	return [
		overviewNote(plan, [-520, -192], overview(plan)),
		sticky(plan, 51, 'About Inviting', [-40, -192], [760, top + 160], INVITING),
		sticky(plan, 52, 'About Responses', [-40, top], [760, 512], RESPONDING),
	];
}

/** The yellow sticky note about a template, as high as its text. */
export function overviewNote(
	plan: { number: number },
	position: Position,
	content: string,
	width = 440,
): TemplateNode {
	const size: [number, number] = [width, heightOf(content, width)];
	return sticky(plan, 50, 'About This Workflow', position, size, content);
}

/** About how many pixels n8n needs for a text. */
function heightOf(content: string, width: number): number {
	const height = content
		.split('\n')
		.filter(Boolean)
		.reduce((sum, line) => {
			if (line.startsWith('#')) return sum + (line.startsWith('###') ? 34 : 42);
			const isItem = /^(\d+\.|-) /.test(line);
			const perLine = (width - (isItem ? 40 : 24)) / 6.9;
			const lines = Math.ceil(line.replaceAll('*', '').length / perLine);
			return sum + lines * 19 + (isItem ? 3 : 5);
		}, 24);
	return Math.ceil(height / 16) * 16;
}

/** The sticky note with index 50 is yellow, the others are white. */
export function sticky(
	plan: { number: number },
	index: number,
	name: string,
	position: Position,
	[width, height]: [number, number],
	content: string,
): TemplateNode {
	// In n8n, no color means yellow, and 7 is white.
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
