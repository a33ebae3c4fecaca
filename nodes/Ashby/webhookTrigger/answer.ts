import type { IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

/** After this time Ashby gets its answer, whatever Ashby's own API is doing. */
const LONGEST_SILENCE_MS = 1_000;

/** How long a look-up continues after that. */
const LONGEST_LOOKUP_MS = 2 * 60_000;

export interface LookedUp<T> {
	value: T;
	/** Ashby has been answered, so n8n must not. */
	answered: boolean;
}

/**
 * Looks something up while Ashby waits for its answer, and answers first if that takes long.
 *
 * n8n only answers when `webhook` has ended. As long as Ashby waits, a failed look-up is reported at once:
 * n8n answers 500 and shows the failed execution, and Ashby keeps the event and delivers it again, up to
 * ten times in a few hours. A look-up that is merely slow must not hold up the answer: after a second the
 * 200 is sent from here. From then on nobody delivers again, so the look-up is retried patiently. If it
 * still fails, n8n shows the failed execution, and the Ashby Stage Trigger next to this one catches the
 * entry.
 *
 * @param lookUp is told how long it may still wait between tries, in ms
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
