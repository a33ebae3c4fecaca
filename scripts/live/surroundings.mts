import { writeFileSync } from 'node:fs';
import type { Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Surroundings } from './session.mts';

/**
 * A terminal, the clock and the current folder. Ctrl-C ends what is being waited for, so that webhooks
 * are still removed and the report is written; a second one ends the process.
 */
export function surroundings(terminal: Interface): Surroundings {
	const interrupted = new AbortController();
	process.once('SIGINT', () => {
		console.log('\nStopping: what can be removed is removed first.');
		interrupted.abort();
		terminal.close();
	});
	const lines = terminal[Symbol.asyncIterator]();
	return {
		env: process.env,
		print: (line) => console.log(line),
		readLine: async () => {
			const { value, done } = await lines.next();
			return done ? undefined : value;
		},
		wait: async (ms) => {
			await sleep(ms, undefined, { signal: interrupted.signal });
		},
		now: () => performance.now(),
		write: (file, text) => writeFileSync(file, text),
	};
}
