/**
 * Asks until the answer is neither false, null nor undefined, and returns it.
 *
 * @param what for the message of a wait in vain, e.g. "the invitation at Willo"
 * @throws after `timeoutMs` (30 s unless told), or what `condition` throws
 */
export async function waitFor<T>(
	what: string,
	condition: () => T | Promise<T>,
	{ timeoutMs = 30_000, everyMs = 200 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<Exclude<T, false | null | undefined>> {
	const end = Date.now() + timeoutMs;
	for (;;) {
		const answer = await condition();
		if (answer !== false && answer !== null && answer !== undefined) {
			return answer as Exclude<T, false | null | undefined>;
		}
		if (Date.now() > end) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, everyMs));
	}
}
