/**
 * How long a person waits, in the real n8n with the instant template: from the move in Ashby to the
 * invitation at Willo, and from the response at Willo to the note in Ashby. One after the other.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { importTemplate, startEverything } from '../../scripts/everything.mts';
import type { N8nInstallation } from '../../scripts/n8n/install.mjs';
import { waitFor } from '../../scripts/wait.mts';

/** Of what is measured: looked at often. */
const OFTEN = { timeoutMs: 60_000, everyMs: 5 };

/** Returns the figures for docs/tests.md. */
export async function latency(installation: N8nInstallation, times: number): Promise<string> {
	const everything = await startEverything(installation);
	const { ashby, willo, client, demo } = everything;
	try {
		const workflow = await importTemplate(everything, 'instant', {
			job: demo.jobs.support,
			stage: demo.videoStages.support,
			interview: demo.interviews.support,
		});
		const refusal = await client.publish(workflow.id);
		if (refusal !== null) throw new Error(`n8n did not publish the workflow: ${refusal}`);
		// A link is in force from the next full second on.
		await pause(2_000);

		const toInvitation: number[] = [];
		const toNote: number[] = [];
		for (let number = 0; number < times; number++) {
			const email = `candidate${number}@example.com`;
			const { id } = ashby.addCandidate({ name: `Candidate ${number}`, email });
			const application = ashby.addApplication({ candidateId: id, jobId: demo.jobs.support });
			const keyOf = () =>
				willo.invitations.find(
					({ participantKey }) => willo.participants.get(participantKey)?.email === email,
				)?.participantKey;
			const notes = () => ashby.notesOf(id).length;

			const moved = performance.now();
			ashby.move(application.id, demo.videoStages.support);
			const key = await waitFor(`the invitation of ${email}`, keyOf, OFTEN);
			toInvitation.push(performance.now() - moved);
			await waitFor('the note of the invitation', () => notes() >= 1, OFTEN);

			const responded = performance.now();
			const delivered = willo.respond(key, ['Because', 'From May', 'English']);
			await waitFor('the note of the response', () => notes() >= 2, OFTEN);
			toNote.push(performance.now() - responded);
			await delivered;
		}
		const invitation = figures(toInvitation);
		const note = figures(toNote);
		console.table({
			'from the move to the invitation': invitation,
			'from the response to the note': note,
		});
		console.log(
			`${willo.invitations.length} invitations for ${times} stays. Willo's own plans look every 3 hours, 30 minutes and 5 minutes.`,
		);
		const text = ({ median, worst }: typeof note) => `median ${median}, worst ${worst}`;
		return `${times} candidates: invitation after ${text(invitation)}; note after ${text(note)}`;
	} finally {
		await everything.stop();
	}
}

function figures(ms: number[]) {
	const sorted = [...ms].sort((a, b) => a - b);
	const seconds = (value: number) => `${(value / 1000).toFixed(2)} s`;
	return {
		times: ms.length,
		median: seconds(sorted[Math.floor(sorted.length / 2)]),
		worst: seconds(sorted[sorted.length - 1]),
	};
}
