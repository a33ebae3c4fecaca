/** The process of the sandbox: an organization over HTTP, which the benchmark fills and changes. */
import type { Counts } from '../sandbox/server.mts';
import type { Changes, JobAndStage } from './largeAshby.mts';
import { LargeAshby } from './largeAshby.mts';
import { serve } from './processes.mts';

export interface Opened {
	url: string;
	key: string;
	links: JobAndStage[];
}

let large: LargeAshby;

serve({
	async open(size: number): Promise<Opened> {
		large = new LargeAshby(size);
		const url = await large.ashby.start();
		return { url, key: large.key, links: large.links };
	},
	/** A minute passes, in which so many applications change. */
	change(count: number): Changes {
		large.pass(60_000);
		return large.change(count);
	},
	/** Counts from here on. */
	count({ isThrottled }: { isThrottled: boolean }): void {
		large.pass(60_000);
		large.ashby.switches.requestsPerMinute = isThrottled ? 1000 : Infinity;
		large.ashby.resetLog();
	},
	counts(): Counts {
		return large.ashby.counts;
	},
});
