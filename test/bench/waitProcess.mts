/**
 * The process in which a candidate waits: the trigger in a model of n8n's engines, the local Ashby, and
 * a clock that moves when a page is read or nothing happens. A day of it takes seconds.
 */
import type { INodeParameters } from 'n8n-workflow';

import { AshbyApi } from '../../credentials/AshbyApi.credentials.ts';
import { AshbyStageTrigger } from '../../nodes/Ashby/AshbyStageTrigger.node.ts';
import { ClassicEngine, DurableEngine } from '../support/engines.mts';
import { clock } from './clock.mts';
import { LargeAshby } from './largeAshby.mts';
import { serve } from './processes.mts';

export interface Publishing {
	applications: number;
	engine: 'classic' | 'durable';
	intervalMinutes: number;
	/** Whether the token of a filtered listing returns every change, or only those that match its filter. */
	narrowedToken: 'showsAll' | 'blind';
}

/** What public reports say a page of application.list takes: 2.3 to 2.7 s. */
const PAGE_MS = 2500;
const REQUEST_MS = 300;
const MINUTE_MS = 60_000;
const MOST_POLLS = 500;

serve({
	/** @returns minutes from the entry of a candidate, one minute after publishing, to their item */
	async wait({ applications, engine, intervalMinutes, narrowedToken }: Publishing) {
		clock.take();
		const large = new LargeAshby(applications);
		const { ashby, key, links } = large;
		// The candidates in the stage have been there for a while.
		clock.pass(60 * 60_000);
		ashby.switches.tokenFilters = narrowedToken === 'blind' ? 'kept' : 'ignored';
		ashby.fault = ({ path }) => {
			clock.pass(path === '/application.list' ? PAGE_MS : REQUEST_MS);
			if (clock.now >= entersAt) enter();
			return undefined;
		};
		let entersAt = Infinity;
		let entered = 0;
		const enter = () => {
			entersAt = Infinity;
			entered = clock.now;
			large.enter();
		};
		const baseUrl = await ashby.start();
		const EngineClass = engine === 'classic' ? ClassicEngine : DurableEngine;
		const n8n = new EngineClass(new AshbyStageTrigger(), {
			parameters: parametersOf(links[0]),
			credentials: [{ type: new AshbyApi(), data: { apiKey: key, baseUrl } }],
			wait: clock.pass,
		});
		try {
			const published = clock.now;
			entersAt = published + MINUTE_MS;
			await n8n.publish();
			// A poll that is due while another one runs is skipped.
			const interval = intervalMinutes * MINUTE_MS;
			for (let poll = 1; n8n.executions.length === 0 && poll <= MOST_POLLS; poll++) {
				const next = published + Math.ceil((clock.now - published + 1) / interval) * interval;
				if (entersAt <= next) {
					clock.passUntil(entersAt);
					enter();
				}
				clock.passUntil(next);
				await n8n.tick();
			}
			return n8n.executions.length > 0 ? (clock.now - entered) / MINUTE_MS : null;
		} finally {
			await ashby.stop();
		}
	},
});

/** As in the templates. */
function parametersOf({ jobId, stageId }: { jobId: string; stageId: string }): INodeParameters {
	const picked = (value: string) => ({ __rl: true, mode: 'id', value });
	return {
		links: { link: [{ job: picked(jobId), stage: picked(stageId) }] },
		options: { repeatUntilNoted: true },
	} as INodeParameters;
}
