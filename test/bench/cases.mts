/** The cost of a poller's polls, for organizations of any size. */
import type { JestWorkerFarm } from 'jest-worker';

import type { Changes } from './largeAshby.mts';
import { LargeAshby, standingOf } from './largeAshby.mts';
import type * as pollerProcess from './pollerProcess.mts';
import type { Result, Setting } from './pollerProcess.mts';
import { processOf } from './processes.mts';

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

type Poller = Setting['poller'];
type PollerProcess = typeof pollerProcess;
type Process = JestWorkerFarm<PollerProcess>;

/** Measures everything at one size. */
export async function measure(applications: number): Promise<Size> {
	const large = new LargeAshby(applications);
	const { ashby, key, links } = large;
	const url = await ashby.start();
	const states = { trigger: '{}', byHand: '{}' };

	/** A separate process for a poller, which continues with the state of the last one. */
	async function prepare(poller: Poller, more: Partial<Setting> = {}): Promise<Process> {
		const child = processOf<PollerProcess>('pollerProcess.mts', ['prepare', 'poll']);
		const common = { url, key, links: links.slice(0, 1), activation: 'init' } as const;
		await child.prepare({ poller, staticData: states[poller], ...common, ...more });
		return child;
	}

	/** The same, after the poll with which n8n starts a workflow, which isn't measured. */
	async function begin(poller: Poller, more: Partial<Setting> = {}): Promise<Process> {
		const child = await prepare(poller, more);
		await child.poll();
		return child;
	}

	/** One poll, and the end of its process. */
	async function measured(poller: Poller, child: Process): Promise<Measured> {
		large.pass(MINUTE_MS);
		// The poller by hand has no pacing, so it couldn't be measured with Ashby's limit.
		ashby.switches.requestsPerMinute = poller === 'trigger' ? 1000 : Infinity;
		ashby.resetLog();
		const { staticData, ...result } = await child.poll().finally(async () => await child.end());
		states[poller] = staticData;
		const { requests, bytesIn, bytesOut, mostAtOnce } = ashby.counts;
		const state = Buffer.byteLength(staticData);
		return { ...result, requests, bytes: bytesIn + bytesOut, state, mostAtOnce };
	}

	const publishing = { activation: 'activate' } as const;
	const first = {
		trigger: await measured('trigger', await prepare('trigger', publishing)),
		byHand: await measured('byHand', await prepare('byHand', publishing)),
	};
	const polls: Poll[] = [];
	for (const changes of CHANGES) {
		const trigger = await begin('trigger');
		const byHand = await begin('byHand');
		large.pass(MINUTE_MS);
		polls.push({
			changes,
			...large.change(changes),
			trigger: await measured('trigger', trigger),
			byHand: await measured('byHand', byHand),
		});
	}
	const linksAdded = await measured('trigger', await prepare('trigger', { links }));
	const quietWithAll = await measured('trigger', await begin('trigger', { links }));
	await ashby.stop();
	const standing = standingOf(applications);
	return { applications, standing, first, polls, linksAdded, quietWithAll };
}
