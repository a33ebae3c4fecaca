import type { Counts } from '../sandbox/server.mts';
import type { Changes } from './largeAshby.mts';
import { standingOf } from './largeAshby.mts';
import type { Result, Setting } from './pollerProcess.mts';
import { Child } from './processes.mts';
import type { Opened } from './sandboxProcess.mts';

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

export const CHANGES = [0, 10, 1000];

/** Measures everything at one size. `say` reports the progress. */
export async function measure(applications: number, say: (what: string) => void): Promise<Size> {
	const sandbox = new Child('sandboxProcess.mts');
	try {
		say('filling the sandbox');
		const opened = await sandbox.ask<Opened>('open', applications);
		return await new Measurement(sandbox, opened, applications, say).run();
	} finally {
		sandbox.stop();
	}
}

class Measurement {
	private readonly states = { trigger: '{}', byHand: '{}' };

	constructor(
		private readonly sandbox: Child,
		private readonly opened: Opened,
		private readonly applications: number,
		private readonly say: (what: string) => void,
	) {}

	async run(): Promise<Size> {
		const { applications } = this;
		this.say('first listing');
		const trigger = await this.measure(await this.prepare('trigger', { activation: 'activate' }));
		const byHand = await this.measure(await this.prepare('byHand', { activation: 'activate' }));
		const polls: Poll[] = [];
		for (const changes of CHANGES) {
			this.say(`poll after ${changes} changes`);
			const trigger = await this.begin('trigger');
			const byHand = await this.begin('byHand');
			const round = await this.sandbox.ask<Changes>('change', changes);
			polls.push({
				changes,
				...round,
				trigger: await this.measure(trigger),
				byHand: await this.measure(byHand),
			});
		}
		this.say('polls with 50 watched stages');
		const { links } = this.opened;
		const linksAdded = await this.measure(await this.prepare('trigger', { links }));
		const quietWithAll = await this.measure(await this.begin('trigger', { links }));
		const standing = standingOf(applications);
		this.say('done');
		return {
			applications,
			standing,
			first: { trigger, byHand },
			polls,
			linksAdded,
			quietWithAll,
		};
	}

	/** A separate process for a poller, which continues with the state of the last one. */
	private async prepare(
		poller: Setting['poller'],
		more: Partial<Pick<Setting, 'activation' | 'links'>> = {},
	): Promise<Prepared> {
		const { url, key, links } = this.opened;
		const child = new Child('pollerProcess.mts');
		const setting: Setting = {
			poller,
			url,
			key,
			links: links.slice(0, 1),
			staticData: this.states[poller],
			activation: 'init',
			...more,
		};
		await child.ask('prepare', setting);
		return { poller, child };
	}

	/** The same, after the poll with which n8n starts a workflow, which isn't measured. */
	private async begin(
		poller: Setting['poller'],
		more: Partial<Pick<Setting, 'links'>> = {},
	): Promise<Prepared> {
		const prepared = await this.prepare(poller, more);
		await prepared.child.ask<Result>('poll');
		return prepared;
	}

	/** One poll, and the end of its process. */
	private async measure({ poller, child }: Prepared): Promise<Measured> {
		try {
			// The poller by hand has no pacing, so it couldn't be measured with Ashby's limit.
			await this.sandbox.ask('count', { isThrottled: poller === 'trigger' });
			const { staticData, ...result } = await child.ask<Result>('poll');
			const counts = await this.sandbox.ask<Counts>('counts');
			this.states[poller] = staticData;
			return {
				...result,
				requests: counts.requests,
				bytes: counts.bytesIn + counts.bytesOut,
				state: Buffer.byteLength(staticData),
				mostAtOnce: counts.mostAtOnce,
			};
		} finally {
			child.stop();
		}
	}
}

interface Prepared {
	poller: Setting['poller'];
	child: Child;
}
