import type { IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

/** After this time, Ashby is answered even if its own API hasn't responded. */
const LONGEST_SILENCE_MS = 1_000;

/** How long a look-up continues after that. */
const LONGEST_LOOKUP_MS = 2 * 60_000;

export interface LookedUp<T> {
	value: T;
	/** Ashby has been answered, so n8n must not. */
	answered: boolean;
}

/**
 * Looks something up while Ashby waits for an answer, and answers first if it takes too long.
 *
 * n8n only answers when `webhook` has ended. While Ashby waits, a failed look-up fails the execution: n8n answers
 * 500, and Ashby delivers the event again, up to ten times within a few hours. A slow look-up must not delay the
 * answer, so after a second, 200 is sent from here. Ashby won't deliver the event again after that, so the look-up
 * is retried for longer. If it still fails, n8n shows the failed execution, and the Ashby Stage Trigger next to
 * this one catches the entry.
 *
 * @param lookUp receives a function that returns how long it may still wait between tries, in ms
 */
export async function whileAnswering<T>(
	context: IWebhookFunctions,
	lookUp: (timeLeftMs: () => number) => Promise<T>,
): Promise<LookedUp<T>> {
	let answeredAt: number | undefined;
	const lookingUp = lookUp(() =>
		answeredAt === undefined ? 0 : answeredAt + LONGEST_LOOKUP_MS - Date.now(),
	);
	const settled = lookingUp.then(
		() => true,
		() => true,
	);
	const isDone = await Promise.race([settled, sleep(LONGEST_SILENCE_MS).then(() => false)]);
	if (!isDone) {
		context.getResponseObject().status(200).send('Received');
		answeredAt = Date.now();
	}
	return { value: await lookingUp, answered: !isDone };
}
