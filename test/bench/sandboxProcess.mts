/** The process of the sandbox: an organisation over HTTP, which the benchmark fills and changes. */
import type { Counts } from '../sandbox/server.mts';
import type { Changes, JobAndStage } from './organisation.mts';
import { BenchOrganisation } from './organisation.mts';
import { serve } from './processes.mts';

export interface Opened {
	url: string;
	key: string;
	links: JobAndStage[];
}

let organisation: BenchOrganisation;

serve({
	async open(size: number): Promise<Opened> {
		organisation = new BenchOrganisation(size);
		const url = await organisation.ashby.start();
		return { url, key: organisation.key, links: organisation.links };
	},
	/** A minute passes, in which so many applications change. */
	change(count: number): Changes {
		organisation.pass(60_000);
		return organisation.change(count);
	},
	/** Counts from here on. */
	count({ isThrottled }: { isThrottled: boolean }): void {
		organisation.pass(60_000);
		organisation.ashby.switches.requestsPerMinute = isThrottled ? 1000 : Infinity;
		organisation.ashby.resetLog();
	},
	counts(): Counts {
		return organisation.ashby.counts;
	},
});
