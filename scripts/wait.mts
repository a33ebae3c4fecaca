/**
 * Repeats the condition until its result isn't false, null, or undefined, and returns it.
 *
 * @param what describes the condition for the error, e.g. "the invitation at Willo"
 * @throws after `timeoutMs` (30 s by default), or whatever `condition` throws
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
