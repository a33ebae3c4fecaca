import type { Everything, ConnectedSandboxes } from '../../scripts/everything.mts';
import { startEverything } from '../../scripts/everything.mts';
import { waitFor } from '../../scripts/wait.mts';
import { checkAshbyExchange } from '../schemas/check.mts';
import { checkWilloExchange } from '../schemas/checkWillo.mts';

/** Sandbox and n8n as `npm start` sets them up; `npm run test:e2e` installed n8n and says where. */
export async function start(options: { env?: Record<string, string> } = {}): Promise<Everything> {
	const installation = process.env.N8N_INSTALLATION;
	if (!installation) throw new Error('Run the end-to-end tests with npm run test:e2e');
	const everything = await startEverything(JSON.parse(installation), options);
	checkExchanges(everything);
	return everything;
}

/** From now on every request and answer is compared with what the vendors describe. */
export function checkExchanges({ ashby, willo }: ConnectedSandboxes): void {
	ashby.onExchange = checkAshbyExchange;
	willo.onExchange = checkWilloExchange;
}

/** Stops what `start` started, and fails when any request or answer was not as described. */
export async function finish(everything: Everything | undefined): Promise<void> {
	await everything?.stop();
	expect(everything?.ashby.violations).toEqual([]);
	expect(everything?.willo.violations).toEqual([]);
}

/** The texts of the notes that a recruiter sees on a candidate in Ashby, the oldest first. */
export function notesOf(
	{ ashby }: Pick<ConnectedSandboxes, 'ashby'>,
	candidateId: string,
): string[] {
	return ashby.notesOf(candidateId).map(({ content }) => content);
}

/** Waits until one of a candidate's notes contains the text, and returns it. */
export async function noteWith(
	everything: Everything,
	candidateId: string,
	text: string,
	timeoutMs = 60_000,
): Promise<string> {
	return await waitFor(
		`a note with "${text}"`,
		() => notesOf(everything, candidateId).find((note) => note.includes(text)),
		{ timeoutMs },
	);
}

/** Waits for the invitation of one email address at Willo, and returns the participant's key. */
export async function invitationOf(
	everything: Everything,
	email: string,
	timeoutMs = 60_000,
): Promise<string> {
	return await waitFor(`the invitation of ${email}`, () => invitationsOf(everything, email)[0], {
		timeoutMs,
	});
}

/** The keys of the participants to whom Willo sent an invitation at this email address. */
export function invitationsOf(
	{ willo }: Pick<ConnectedSandboxes, 'willo'>,
	email: string,
): string[] {
	return willo.invitations
		.map(({ participantKey }) => participantKey)
		.filter((key) => willo.participants.get(key)?.email === email);
}

/** Waits for the trigger's next poll, and for the end of its executions. */
export async function nextPoll(everything: Everything, timeoutMs = 120_000): Promise<void> {
	const { counts } = everything.ashby;
	const before = counts.requests;
	await waitFor('the trigger to poll', () => counts.requests > before, { timeoutMs });
	await quiet(everything, timeoutMs);
}

/** Waits until neither vendor has been asked anything for three seconds. */
export async function quiet(
	{ ashby, willo }: ConnectedSandboxes,
	timeoutMs = 120_000,
): Promise<void> {
	let last = -1;
	let since = Date.now();
	await waitFor(
		'the requests to end',
		() => {
			const requests = ashby.counts.requests + willo.counts.requests;
			if (requests !== last) {
				last = requests;
				since = Date.now();
			}
			return Date.now() - since > 3_000;
		},
		{ timeoutMs },
	);
}
