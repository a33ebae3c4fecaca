import { setTimeout as sleep } from 'node:timers/promises';
import type { Everything } from '../../../scripts/everything.mts';

/** n8n is never quiet for longer while the recruiters are at work. */
const LONGEST_WAIT_MS = 150_000;

/** What to wait for, and at most how long after that (ms). */
interface Moment {
	after: (everything: Everything) => Promise<void>;
	withinMs: number;
}

/**
 * The moments at which n8n is killed, in turns. n8n spends most of its time waiting; what can go
 * wrong takes milliseconds, so two of the four are aimed at it.
 */
const MOMENTS: Moment[] = [
	// Wherever a start of n8n and its first poll have got to.
	{ after: async () => {}, withinMs: 6_000 },
	// When n8n takes over what the trigger found, and begins an execution.
	{ after: endOfLook, withinMs: 150 },
	// Within an execution.
	{ after: invitation, withinMs: 1_000 },
	// After a life in which something was achieved: the next poll, or between two.
	{ after: invitation, withinMs: 20_000 },
];

/** Waits for the random moment of the kill with this number. */
export async function momentOfKill(
	number: number,
	everything: Everything,
	random: () => number,
): Promise<void> {
	const { after, withinMs } = MOMENTS[number % MOMENTS.length];
	await after(everything);
	await sleep(random() * withinMs);
}

async function invitation({ willo }: Everything): Promise<void> {
	const before = willo.invitations.length;
	await until(() => willo.invitations.length > before);
}

/** Until a poll has read the history of every application that it listed in a watched stage. */
async function endOfLook({ ashby, demo }: Everything): Promise<void> {
	let seen = ashby.requests.length;
	let waiting: Set<string> | undefined;
	await until(() => {
		for (const { path, body, answer } of ashby.requests.slice(seen)) {
			if (path === '/application.list') {
				if (!body.cursor) waiting = new Set();
				for (const { id, currentInterviewStage } of answer.results ?? []) {
					if (currentInterviewStage.id === demo.videoStages.support) waiting?.add(id);
				}
			} else if (path === '/application.info' && waiting?.delete(body.applicationId)) {
				if (waiting.size === 0) return true;
			}
		}
		seen = ashby.requests.length;
		return false;
	});
}

async function until(condition: () => boolean): Promise<void> {
	const end = Date.now() + LONGEST_WAIT_MS;
	while (!condition() && Date.now() < end) await sleep(1);
}
