/** A process's own clock, which only moves when something is done. */
import { createRequire } from 'node:module';

const RealDate = Date;
let time = RealDate.now();

class OwnDate extends RealDate {
	constructor(...args: unknown[]) {
		super(...((args.length > 0 ? args : [time]) as [number]));
	}
	static override now(): number {
		return time;
	}
}

export const clock = {
	/** From now on, only `Date` is the process's own clock. Timers and the network work as usual. */
	take(): void {
		globalThis.Date = OwnDate as DateConstructor;
		// Whoever waits lets this time pass.
		Object.defineProperty(createRequire(import.meta.url)('n8n-workflow'), 'sleep', {
			value: async (ms: number) => {
				await Promise.resolve();
				clock.pass(ms);
			},
		});
	},
	get now(): number {
		return time;
	},
	pass(ms: number): void {
		time += ms;
	},
	passUntil(then: number): void {
		time = Math.max(time, then);
	},
};
