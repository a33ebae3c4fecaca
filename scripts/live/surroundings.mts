import { writeFileSync } from 'node:fs';
import type { Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export type Surroundings = ReturnType<typeof surroundings>;

/**
 * A terminal, the clock, and the current folder, which tests replace. Ctrl-C ends what is being waited for, so that
 * webhooks are still removed and the report is written; a second one ends the process.
 */
export function surroundings(terminal: Interface) {
	const interrupted = new AbortController();
	process.once('SIGINT', () => {
		console.log('\nStopping: what can be removed is removed first.');
		interrupted.abort();
		terminal.close();
	});
	const lines = terminal[Symbol.asyncIterator]();
	return {
		env: process.env as Record<string, string | undefined>,
		print: (line: string): void => console.log(line),
		/** A line that a person enters; undefined if there is no terminal. */
		readLine: async (): Promise<string | undefined> => (await lines.next()).value,
		wait: (ms: number): Promise<unknown> => sleep(ms, undefined, { signal: interrupted.signal }),
		/** In ms, for durations. */
		now: () => performance.now(),
		write: (file: string, text: string) => writeFileSync(file, text),
	};
}
