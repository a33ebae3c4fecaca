/** The cost of a poller's polls, for organizations of any size. */
import type { Changes } from './largeAshby.mts';
import { LargeAshby, standingOf } from './largeAshby.mts';
import type { Result, Setting } from './pollerProcess.mts';
import { Child } from './processes.mts';

export interface Measured extends Pick<Result, 'polls' | 'items' | 'cpuMs' | 'memory'> {
	requests: number;
	/** Bodies of requests and answers. */
	bytes: number;
	/** The workflow's static data as JSON, in bytes. */
	state: number;
	mostAtOnce: number;
}

export interface Poll extends Changes {
	changes: number;
	trigger: Measured;
	byHand: Measured;
}

/** All that is measured at one size. */
export interface Size {
	applications: number;
	/** Applications in the watched stage at the first listing. */
	standing: number;
	first: Pick<Poll, 'trigger' | 'byHand'>;
	polls: Poll[];
	/** The poll after the other 49 links were added to the running workflow. */
	linksAdded: Measured;
	/** A quiet poll with all 50. */
	quietWithAll: Measured;
}

const CHANGES = [0, 10, 1000];
const MINUTE_MS = 60_000;

/** Measures everything at one size. `say` reports the progress. */
export async function measure(applications: number, say: (what: string) => void): Promise<Size> {
	say('filling the sandbox');
	const measurement = new Measurement(applications);
	await measurement.large.ashby.start();
	try {
		return await measurement.run(say);
	} finally {
		await measurement.large.ashby.stop();
	}
}

type Poller = Setting['poller'];

class Measurement {
	readonly large: LargeAshby;
	private readonly states = { trigger: '{}', byHand: '{}' };

	constructor(private readonly applications: number) {
		this.large = new LargeAshby(applications);
	}

	async run(say: (what: string) => void): Promise<Size> {
		const { applications, large } = this;
		say('first listing');
		const publishing = { activation: 'activate' } as const;
		const first = {
			trigger: await this.measure('trigger', await this.prepare('trigger', publishing)),
			byHand: await this.measure('byHand', await this.prepare('byHand', publishing)),
		};
		const polls: Poll[] = [];
		for (const changes of CHANGES) {
			say(`poll after ${changes} changes`);
			const trigger = await this.begin('trigger');
			const byHand = await this.begin('byHand');
			large.pass(MINUTE_MS);
			polls.push({
				changes,
				...large.change(changes),
				trigger: await this.measure('trigger', trigger),
				byHand: await this.measure('byHand', byHand),
			});
		}
		say('polls with 50 watched stages');
		const { links } = large;
		const linksAdded = await this.measure('trigger', await this.prepare('trigger', { links }));
		const quietWithAll = await this.measure('trigger', await this.begin('trigger', { links }));
		const standing = standingOf(applications);
		return { applications, standing, first, polls, linksAdded, quietWithAll };
	}

	/** A separate process for a poller, which continues with the state of the last one. */
	private async prepare(poller: Poller, more: Partial<Setting> = {}): Promise<Child> {
		const { ashby, key, links } = this.large;
		const child = new Child('pollerProcess.mts');
		const setting: Setting = {
			poller,
			url: ashby.url,
			key,
			links: links.slice(0, 1),
			staticData: this.states[poller],
			activation: 'init',
			...more,
		};
		await child.ask('prepare', setting);
		return child;
	}

	/** The same, after the poll with which n8n starts a workflow, which isn't measured. */
	private async begin(poller: Poller, more: Partial<Setting> = {}): Promise<Child> {
		const child = await this.prepare(poller, more);
		await child.ask('poll');
		return child;
	}

	/** One poll, and the end of its process. */
	private async measure(poller: Poller, child: Child): Promise<Measured> {
		const { ashby } = this.large;
		this.large.pass(MINUTE_MS);
		// The poller by hand has no pacing, so it couldn't be measured with Ashby's limit.
		ashby.switches.requestsPerMinute = poller === 'trigger' ? 1000 : Infinity;
		ashby.resetLog();
		try {
			const { staticData, ...result } = await child.ask<Result>('poll');
			this.states[poller] = staticData;
			const { requests, bytesIn, bytesOut, mostAtOnce } = ashby.counts;
			const state = Buffer.byteLength(staticData);
			return { ...result, requests, bytes: bytesIn + bytesOut, state, mostAtOnce };
		} finally {
			child.stop();
		}
	}
}
