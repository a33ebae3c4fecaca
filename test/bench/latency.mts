/**
 * How long a person waits, in the real n8n with the instant template: from the move in Ashby to the
 * invitation at Willo, and from the response at Willo to the note in Ashby. One after the other.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { startEverything } from '../../scripts/everything.mts';
import type { N8nInstallation } from '../../scripts/n8n/install.mjs';
import { waitFor } from '../../scripts/wait.mts';
import { invitationsOf, notesOf } from '../e2e/setup.mts';
import { apply, importPlan } from '../e2e/templateRun.mts';

/** Of what is measured: looked at often. */
const OFTEN = { timeoutMs: 60_000, everyMs: 5 };

/** Returns the figures for docs/tests.md. */
export async function latency(installation: N8nInstallation, times: number): Promise<string> {
	const everything = await startEverything(installation);
	const { willo, client } = everything;
	try {
		const workflow = await importPlan(everything, 'instant');
		const refusal = await client.publish(workflow.id);
		if (refusal !== null) throw new Error(`n8n did not publish the workflow: ${refusal}`);
		// A link is in force from the next full second on.
		await pause(2_000);

		const toInvitation: number[] = [];
		const toNote: number[] = [];
		for (let number = 0; number < times; number++) {
			const { id, email, enter } = apply(everything, `Candidate ${number}`);
			const notes = () => notesOf(everything, id).length;
			const keyOf = () => invitationsOf(everything, email)[0];

			const moved = performance.now();
			enter();
			const key = await waitFor(`the invitation of ${email}`, keyOf, OFTEN);
			toInvitation.push(performance.now() - moved);
			await waitFor('the note of the invitation', () => notes() >= 1, OFTEN);

			const responded = performance.now();
			const delivered = willo.respond(key, ['Because', 'From May']);
			await waitFor('the note of the response', () => notes() >= 2, OFTEN);
			toNote.push(performance.now() - responded);
			await delivered;
		}
		const text = `${times} candidates: invitation after ${figures(toInvitation)}; note after ${figures(toNote)}`;
		console.log(`${text}; ${willo.invitations.length} invitations`);
		return text;
	} finally {
		await everything.stop();
	}
}

function figures(ms: number[]): string {
	const sorted = [...ms].sort((a, b) => a - b);
	const seconds = (value: number) => `${(value / 1000).toFixed(2)} s`;
	return `median ${seconds(sorted[Math.floor(sorted.length / 2)])}, worst ${seconds(sorted.at(-1)!)}`;
}
